import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { OrderRow } from '../../src/db/sale-rows.ts'
import { nextOrderNumber } from '../../src/orders/order-number.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { articleValue, createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`order numbers on ${engine}`, { skip }, () => {
    let world: World
    let sold: OrderRow
    before(async () => {
      world = await createWorld({ engine })
      const visitor = createVisitor(world.url)
      await visitor.signIn('v.delautre@cartadis.com')
      const { orderId } = await buy(world, visitor, { number: 5 })
      sold = await world.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
    })
    after(() => world?.end())

    /** An order as an earlier pattern of the operator's may have left it. */
    const takeNumber = (number: string) =>
      world.db
        .insertInto('orders')
        .values({ ...sold, id: `ord_${number}`, key: number, number, status: 'expired' })
        .execute()
    const next = (login: string) =>
      world.app.database.transact((tx) =>
        nextOrderNumber(tx, { pattern: '{login}{number}', login, mode: 'demo', timeZone: 'UTC' }),
      )

    test('a number that an order bears already is left out', async () => {
      const now = Number((await next('a-')).slice(2))
      await takeNumber(`a-${now + 1}`)
      await takeNumber(`a-${now + 2}`)
      assert.equal(await next('a-'), `a-${now + 3}`)
    })

    test('taken by another order between summary and order button: made anew, never an error', async () => {
      const visitor = createVisitor(world.url)
      await visitor.signIn('a.martin@example.org')
      const window = await visitor.get('/recharge')
      const choice = { article: articleValue(window, 5), method: 'ogone', terms: 'yes' }
      const summary = await visitor.submit(window, '/recharge', choice)
      const shown = /gp4_<wbr\/>a\.martin<wbr\/>@example\.org(\d+)/.exec(summary.html)?.[1]
      assert.ok(shown)
      await takeNumber(`gp4_a.martin@example.org${shown}`)
      const pay = await visitor.submit(summary, '/orders')
      assert.match(pay.html, /Votre commande est enregistrée\./)
      const placed = await world.db
        .selectFrom('orders')
        .select('number')
        .where('status', '=', 'placed')
        .executeTakeFirstOrThrow()
      assert.equal(placed.number, `gp4_a.martin@example.org${Number(shown) + 1}`)
    })
  })
}
