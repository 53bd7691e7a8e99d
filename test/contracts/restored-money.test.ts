import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type App, createApp } from '../../src/app.ts'
import { backUp } from '../../src/backup/back-up.ts'
import { restore } from '../../src/backup/restore.ts'
import { openDatabase } from '../../src/db/database.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { engines, freshPlace, type Place } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const gatewayIds = ['ogone', 'paypal'] as const
const buyer = 'v.delautre@cartadis.com'

for (const { engine, skip } of engines) {
  describe(`money that went back after the copy that was restored, on ${engine}`, { skip }, () => {
    let world: World
    let other: Place
    let app: App
    const kept = {} as Record<'ogone' | 'paypal' | 'disputed', Payment>
    const lost = {} as Record<'ogone' | 'paypal', Payment>
    before(async () => {
      ;[world, other] = [await createWorld({ engine }), await freshPlace(engine)]
      const visitor = createVisitor(world.url)
      await visitor.signIn(buyer)
      const pay = (method: string) => buy(world, visitor, { number: 10, method })
      for (const id of gatewayIds) kept[id] = await pay(id)
      kept.disputed = await pay('paypal')
      const file = join(world.place.dataDir, 'copy')
      await backUp(world.app.database, file, undefined)

      const act = (payment: Payment, fault: string, value?: string) =>
        world.simulator(payment.gatewayId).script({ fault, reference: payment.reference, ...(value && { value }) })
      for (const id of gatewayIds) {
        act(kept[id], 'refund-here', '300')
        lost[id] = await pay(id)
        act(lost[id], 'refund-here', '400')
      }
      act(kept.disputed, 'charge-back')
      // The notices come, and are taken, before everything since the copy is lost.
      await world.settle()
      assert.equal((await paymentIn(world.app, kept.ogone)).refundedMinor, 300)
      assert.equal((await paymentIn(world.app, kept.disputed)).status, 'charged_back')

      const copy = openDatabase(other, world.clock)
      await restore(copy, file, undefined)
      await copy.close()
      const { dataDir, databaseUrl } = other
      app = await createApp(
        { ...world.config, dataDir, databaseUrl, headsFile: join(dataDir, 'heads') },
        { ...world.outside },
      )
      await app.worker.runNow([
        ...gatewayIds.map((id) => `payments of ${id}` as const),
        'notices',
        'reconciliation',
        'refunds',
      ])
    })
    after(async () => {
      await app?.stop()
      await world?.end()
      await other?.remove()
    })

    const paymentIn = ({ database }: App, { id }: Payment): Promise<Payment> =>
      database.db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

    test('refunds of what the copy knows are booked by the provider’s own word, once, with their credit notes [case 58]', async () => {
      for (const id of gatewayIds) {
        assert.equal((await paymentIn(app, kept[id])).refundedMinor, 300, id)
        const refunds = await app.database.db
          .selectFrom('refund')
          .selectAll()
          .where('paymentId', '=', kept[id].id)
          .execute()
        assert.deepEqual(
          refunds.map(({ status, amountMinor }) => [status, amountMinor]),
          [['done', 300]],
          id,
        )
      }
    })

    test('a charge-back is booked by the list, which alone tells of it [case 58]', async () => {
      assert.equal((await paymentIn(app, kept.disputed)).status, 'charged_back')
    })

    test('what the copy does not know is a case each: the purchase, and what went back of it', async () => {
      const cases = await app.database.db.selectFrom('difference').selectAll().execute()
      for (const id of gatewayIds) {
        const about = cases.filter(({ gatewayId }) => gatewayId === id).map(({ kind }) => kind)
        assert.ok(about.includes('unknown_payment'), `${id}: ${about}`)
        assert.ok(about.includes('unknown_refund'), `${id}: ${about}`)
      }
    })

    test('the books hold, and a second look books nothing twice', async () => {
      assert.deepEqual((await app.database.snapshot(checkBooks)).problems, [])
      await app.worker.runNow([...gatewayIds.map((id) => `payments of ${id}` as const), 'reconciliation'])
      for (const id of gatewayIds) assert.equal((await paymentIn(app, kept[id])).refundedMinor, 300, id)
      assert.deepEqual((await app.database.snapshot(checkBooks)).problems, [])
    })
  })
}
