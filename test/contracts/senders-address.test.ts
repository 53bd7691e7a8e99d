import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import type { WebhookDelivery } from '../../src/simulators/engine/simulator.ts'
import { createWorld, type World } from '../support/world.ts'
import { gatewayDrivers } from './gateway/gateway-drivers.ts'
import { createHarness } from './gateway/harness.ts'

/** Sent from one address of this machine or another. */
function postFrom(localAddress: string, { url, method, headers, body }: WebhookDelivery): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, localAddress, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('where a notice comes from proves nothing [case 18]', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world?.end())

  for (const driver of gatewayDrivers) {
    test(`${driver.id}: a good notice from a new address is taken, a forged one from the usual address is not`, async () => {
      const harness = createHarness(world, driver)
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const forged = driver.withSignature(letter, undefined)
      assert.equal(await postFrom('127.0.0.1', forged), 400)
      await world.settle()
      await harness.notCredited(sold)
      assert.equal(await postFrom('127.77.0.9', letter), 200)
      await world.settle()
      await harness.creditedOnce(sold)
    })
  }
})
