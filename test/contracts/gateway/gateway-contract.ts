import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines, type Place } from '../../support/databases.ts'
import { createWorld, type World } from '../../support/world.ts'
import { deskRefundCases } from './desk-refund-cases.ts'
import { type GatewayDriver, gatewayDrivers } from './gateway-drivers.ts'
import { type Case, createHarness, type Harness } from './harness.ts'
import { lookUpCases } from './look-up-cases.ts'
import { noticeCases } from './notice-cases.ts'
import { proofCases } from './proof-cases.ts'
import { reconciliationCases } from './reconciliation-cases.ts'
import { refundCases } from './refund-cases.ts'
import { returnCases } from './return-cases.ts'
import { secrecyCases } from './secrecy-cases.ts'
import { startCases } from './start-cases.ts'

/** Every case of the contract (contracts/gateways, section 4), in the order in which they run. */
export const allCases: readonly Case[] = [
  ...startCases,
  ...returnCases,
  ...lookUpCases,
  ...refundCases,
  ...deskRefundCases,
  ...noticeCases,
  ...proofCases,
  ...reconciliationCases,
  ...secrecyCases,
]

/** The suite of one gateway on one engine: a file each, so that they run side by side. */
export function contractOf(gatewayId: string, engine: Place['engine']): void {
  const driver = gatewayDrivers.find(({ id }) => id === gatewayId)
  assert.ok(driver, gatewayId)
  gatewayContract(driver, engine, engines.find((each) => each.engine === engine)?.skip ?? false)
}

/**
 * The contract suite: every case against one gateway with its simulator, over real HTTP through the whole application,
 * on one database engine, with a clock moved by hand. One world for all; the books must hold at the end of it.
 */
function gatewayContract(driver: GatewayDriver, engine: Place['engine'], skip: string | false): void {
  describe(`the gateway contract: ${driver.id} on ${engine}`, { skip }, () => {
    let world: World
    let harness: Harness
    before(async () => {
      world = await createWorld({ engine })
      harness = createHarness(world, driver)
    })
    after(() => world?.end())

    for (const { id, cases = [], says, run } of allCases) {
      if (id in driver.cannot) continue
      const numbers = cases.map((each) => ` [case ${each}]`).join('')
      test(`${id} ${says}${numbers}`, () => run(harness))
    }

    test('what was tried, what cannot be, and that the books hold', async (t) => {
      // N15 and L01 made the provider say words that its own documents do not know.
      harness.expectUnknownWords()
      assert.deepEqual((await world.check()).problems, [])
      const fired = Object.entries(harness.simulator().fired).map(([fault, times]) => `${fault} ${times}`)
      assert.ok(fired.length > 15, 'faults have fired')
      t.diagnostic(`report: ${driver.id} on ${engine}, fired: ${fired.sort().join(', ')}`)
      if (engine !== 'sqlite') return
      for (const [id, why] of Object.entries(driver.cannot)) t.diagnostic(`report: ${driver.id} has no ${id}: ${why}`)
    })
  })
}
