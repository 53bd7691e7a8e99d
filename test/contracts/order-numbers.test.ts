import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { articlesInForce } from '../../src/catalogue/article.ts'
import { termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import { openDatabase, type Tx } from '../../src/db/database.ts'
import { nowOf } from '../../src/kit/clock.ts'
import type { OrderRow } from '../../src/orders/orders-tables.ts'
import { nextOrderNumber, placeOrder } from '../../src/orders/place-order.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { articleValue, createVisitor, type Page, type Visitor } from '../support/visitor.ts'
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

    const summaryOf = async (visitor: Visitor): Promise<Page> => {
      const window = await visitor.get('/recharge')
      return visitor.submit(window, '/recharge', {
        article: articleValue(window, 5),
        method: 'ogone',
        terms: 'yes',
      })
    }
    const newest = () =>
      world.db
        .selectFrom('orders')
        .select('number')
        .where('status', '=', 'placed')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
    const counted = async () =>
      (await world.db.selectFrom('counter').selectAll().where('series', '=', 'order:demo').executeTakeFirstOrThrow())
        .value

    test('looking at summaries takes no number; the order that is placed has the next one, past those in use', async () => {
      const visitor = createVisitor(world.url)
      await visitor.signIn('a.martin@example.org')
      const before = await counted()
      for (let look = 0; look < 20; look += 1) await summaryOf(visitor)
      const summary = await summaryOf(visitor)
      assert.doesNotMatch(summary.html, /gp4_/, 'no number is promised')
      assert.equal(await counted(), before)
      await takeNumber(`gp4_a.martin@example.org${before + 1}`)
      const pay = await visitor.submit(summary, '/orders')
      assert.match(pay.html, /Votre commande est enregistrée\./)
      assert.equal((await newest()).number, `gp4_a.martin@example.org${before + 2}`)
    })

    test('the same form sent five times at once is one order with one number', async () => {
      const visitor = createVisitor(world.url)
      await visitor.signIn('v.delautre@cartadis.com')
      const summary = await summaryOf(visitor)
      const before = await counted()
      const clicks = await Promise.all(Array.from({ length: 5 }, () => visitor.submit(summary, '/orders')))
      for (const { html } of clicks) assert.match(html, /Votre commande est enregistrée\./)
      assert.equal(await counted(), before + 1)
      assert.equal((await newest()).number, `gp4_v.delautre@cartadis.com${before + 1}`)
    })

    // SQLite's file has one node.
    if (engine === 'postgres') {
      test('two nodes at once place each form once, with numbers that follow each other', async () => {
        const { app, place, clock, db } = world
        const nodes = [openDatabase(place, clock), openDatabase(place, clock)]
        const article = (await articlesInForce(db, nowOf(clock))).find((each) => each.number === 5)
        const terms = await termsInForce(db, nowOf(clock))
        assert.ok(article && terms)
        const { personId } = sold
        const parts = { pattern: 'two_{number}', login: '', mode: app.shop.mode, timeZone: 'UTC' }
        const before = await counted()
        const keys = Array.from({ length: 6 }, (_, form) => `form of two nodes ${form}`)
        const takeNumber = (tx: Tx) => nextOrderNumber(tx, parts)
        const wish = {
          personId,
          takeNumber,
          article,
          terms,
          immediateUse: false,
          language: 'fr',
          mode: parts.mode,
        } as const
        const placed = await Promise.all(
          keys.flatMap((key) => nodes.map((node) => node.transact((tx) => placeOrder(tx, { ...wish, key })))),
        )
        for (const node of nodes) await node.close()
        assert.equal(placed.filter(({ isNew }) => isNew).length, keys.length)
        const numbers = new Set(placed.map(({ order }) => order.number))
        assert.deepEqual([...numbers].sort(), keys.map((_, at) => `two_${before + 1 + at}`).sort())
        assert.equal(await counted(), before + keys.length)
      })
    }
  })
}
