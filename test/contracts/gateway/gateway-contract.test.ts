import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allGateways } from '../../../src/gateways/all-gateways.ts'
import { engines } from '../../support/databases.ts'
import { gatewayContract } from './gateway-contract.ts'
import { gatewayDrivers } from './gateway-drivers.ts'

test('every gateway of the registry is under the contract', () => {
  assert.deepEqual(
    gatewayDrivers.map(({ id }) => id),
    allGateways.map(({ id }) => id),
  )
})

for (const driver of gatewayDrivers) {
  for (const { engine, skip } of engines) gatewayContract(driver, engine, skip)
}
