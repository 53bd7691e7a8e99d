import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { allGateways } from '../../../src/gateways/all-gateways.ts'
import { engines } from '../../support/databases.ts'
import { gatewayDrivers } from './gateway-drivers.ts'

test('every gateway of the registry is under the contract, on each engine in a file of its own', () => {
  assert.deepEqual(
    gatewayDrivers.map(({ id }) => id),
    allGateways.map(({ id }) => id),
  )
  for (const { id } of allGateways)
    for (const { engine } of engines)
      assert.ok(existsSync(new URL(`./${id}-on-${engine}.test.ts`, import.meta.url)), `${id} on ${engine}`)
})
