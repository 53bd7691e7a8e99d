import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, later, nowOf } from '../../src/kit/clock.ts'
import { fetchStatus } from '../../src/payments/intake/poll-payment.ts'
import { reconcile } from '../../src/reconciliation/reconcile.ts'
import { refundAtDesk } from '../support/refund-at-desk.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const signedIn = async (world: World, login: string): Promise<Visitor> => {
  const visitor = createVisitor(world.url)
  await visitor.signIn(login)
  return visitor
}

test('after a restart the simulated providers know what was paid and given back before: it is asked about, listed, refunded', async () => {
  const world = await createWorld()
  try {
    const buyer = await signedIn(world, 'a.martin@example.org')
    const payments = [
      await buy(world, buyer, { number: 10, method: 'ogone' }),
      await buy(world, buyer, { number: 10, method: 'paypal' }),
    ]
    const manager = await signedIn(world, 'admin@example.org')
    for (const { orderId } of payments) await refundAtDesk(world, manager, orderId, '4,00')
    world.simulator('paypal').script({ fault: 'list-strange', value: 'kermesse' })
    await reconcile(world.app.shop, 'paypal', 'worker')

    world.clock.set(later(nowOf(world.clock), 80 * DAY))
    await world.restart()
    for (const { gatewayId, id } of payments) {
      assert.ok(await fetchStatus(world.app.shop, id, { evenIfRecent: true }), gatewayId)
      const run = await reconcile(world.app.shop, gatewayId, 'worker')
      assert.deepEqual([run?.outcome, run?.settled, run?.differences], ['compared', 0, 0], gatewayId)
    }
    const strange = world
      .simulator('paypal')
      .books()
      .filter(({ amount }) => amount.minor === 4321)
    assert.equal(strange.length, 1, 'what our books have not is still there')
    const again = await signedIn(world, 'admin@example.org')
    for (const { orderId } of payments) await refundAtDesk(world, again, orderId, '6,00')
    const refunds = await world.db.selectFrom('refund').select(['status', 'amountMinor']).orderBy('id').execute()
    assert.deepEqual(
      refunds.map(({ status, amountMinor }) => [status, amountMinor]),
      [400, 400, 600, 600].map((minor) => ['done', minor]),
    )
    for (const { gatewayId, reference } of payments) {
      const [known] = world
        .simulator(gatewayId)
        .books()
        .filter((each) => each.reference === reference)
      assert.deepEqual([known?.amount.minor, known?.refundedMinor], [1000, 1000], gatewayId)
    }
    assert.deepEqual((await world.check()).problems, [])
  } finally {
    await world.end()
  }
})
