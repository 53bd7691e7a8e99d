import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MINUTE } from '../../src/kit/clock.ts'
import type { Outcome, PrintSystem } from '../../src/printing/print-system.ts'
import { engines } from '../support/databases.ts'
import { fakePrintSystem } from '../support/fake-print-system.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

const away: Outcome = { is: 'refused', why: 'cannot be reached', notReached: true }

for (const { engine, skip } of engines) {
  test(`six hours without the print system: paid credit waits, says so, and arrives in its order, on ${engine} [case 54]`, {
    skip,
  }, async () => {
    const fake = fakePrintSystem([])
    let isAway = true
    const way = fake.system.credit
    assert.ok(way)
    const printSystem: PrintSystem = {
      ...fake.system,
      credit: { ...way, add: async (wish) => (isAway ? away : way.add(wish)) },
    }
    const world = await createWorld({ engine, printSystem })
    try {
      const login = 'a.martin@example.org'
      const balance = await world.balanceOf(login)
      const buyer = createVisitor(world.url)
      const orders: string[] = []
      for (const number of [10, 5, 20]) {
        await buyer.signIn(login)
        orders.push((await buy(world, buyer, { number })).orderId)
        for (let hour = 0; hour < 2; hour += 1) {
          world.clock.move(HOUR)
          await world.settle()
        }
      }
      await buyer.signIn(login)
      for (const orderId of orders)
        assert.match((await buyer.get(`/orders/${orderId}`)).html, /data-situation="crediting"/)
      assert.equal(await world.balanceOf(login), balance)

      isAway = false
      for (let minutes = 0; minutes < 60; minutes += 1) {
        world.clock.move(MINUTE)
        await world.app.worker.runNow(['top-ups at fake'])
      }
      assert.deepEqual(
        fake.calls.map(({ minor }) => minor),
        [1000, 500, 2100],
        'each once, in the order in which they were paid',
      )
      assert.equal(await world.balanceOf(login), balance + 3600)
      assert.deepEqual((await world.check()).problems, [])
    } finally {
      await world.end()
    }
  })
}
