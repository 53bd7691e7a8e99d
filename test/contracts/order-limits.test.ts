import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { articlesInForce } from '../../src/catalogue/article.ts'
import { addVersion, currentVersions } from '../../src/catalogue/article-version.ts'
import { type BuyingLimits, noLimits, saveShopLimits, shopLimitsHistory } from '../../src/catalogue/buying-limits.ts'
import { termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import { nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { moveOrders } from '../../src/orders/order.ts'
import { findLimit, placeWithinLimits } from '../../src/orders/order-limits.ts'
import { engines } from '../support/databases.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const zone = 'Europe/Paris'

for (const { engine, skip } of engines) {
  describe(`what one person may buy on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())
    beforeEach(async () => {
      // A month later nothing counts any more, and what was left open is closed.
      world.clock.move(32 * 24 * 3_600_000)
      const open = await world.db.selectFrom('orders').select('id').where('status', '=', 'placed').execute()
      await move(
        open.map(({ id }) => id),
        'cancelled',
      )
      await setLimits({})
    })

    const move = (ids: readonly string[], to: 'paid' | 'cancelled' | 'refunded') =>
      world.app.database.transact((tx) =>
        moveOrders(
          tx,
          ids.map((orderId) => ({ orderId, to, actor: 'test', why: '' })),
        ),
      )

    async function setLimits(limits: Partial<BuyingLimits>): Promise<void> {
      const [{ number }] = await shopLimitsHistory(world.db)
      const change = { limits: { ...noLimits, ...limits }, basedOn: number, by: 'test' }
      assert.ok(await world.app.database.transact((tx) => saveShopLimits(tx, change)))
    }

    async function wishOf(number: number, key = newToken()) {
      const { database } = world.app
      const now = nowOf(world.clock)
      const article = (await articlesInForce(database.db, now)).find((each) => each.number === number)
      const terms = await termsInForce(database.db, now)
      assert.ok(article && terms)
      const { id: personId } = await world.person(login)
      const rest = { immediateUse: false, language: 'fr' as const, mode: 'demo' as const }
      return { personId, key, takeNumber: async () => key, article, terms, ...rest }
    }

    /** Places an order, or says which limit stood in the way and what it leaves. */
    async function place(number: number, key?: string): Promise<string> {
      const wish = await wishOf(number, key)
      const outcome = await world.app.database.transact((tx) => placeWithinLimits(tx, wish, zone))
      if (!('refusal' in outcome)) return outcome.isNew ? outcome.order.id : 'the same'
      const { of, limit, left, againAt } = outcome.refusal
      return `${of} ${limit} ${left} ${againAt ?? 'by spending'}`
    }

    test('so many orders a day; the day ends at midnight where the site is [case 38]', async () => {
      world.clock.set('2027-03-10T22:30:00.000Z')
      await setLimits({ ordersPerDay: 2 })
      assert.match(await place(5), /^ord_/)
      assert.match(await place(5), /^ord_/)
      assert.equal(await place(5), 'shop ordersPerDay 0 2027-03-10T23:00:00.000Z')
      world.clock.set('2027-03-10T23:00:00.000Z')
      assert.match(await place(5), /^ord_/)
    })

    test('so many a month, through the night on which the clocks change', async () => {
      world.clock.set('2027-03-28T12:00:00.000Z')
      await setLimits({ ordersPerMonth: 1 })
      assert.match(await place(5), /^ord_/)
      assert.equal(await place(5), 'shop ordersPerMonth 0 2027-03-31T22:00:00.000Z')
    })

    test('so much a day: what is left is said, and fits [case 38]', async () => {
      world.clock.set('2027-05-10T10:00:00.000Z')
      await setLimits({ spentPerDay: 3500, spentPerMonth: 5000 })
      assert.match(await place(20), /^ord_/)
      assert.equal(await place(20), 'shop spentPerDay 1500 2027-05-10T22:00:00.000Z')
      assert.match(await place(10), /^ord_/, 'exactly up to the limit')
      assert.match(await place(5), /^ord_/)
      world.clock.set('2027-05-11T10:00:00.000Z')
      assert.equal(await place(20), 'shop spentPerMonth 1500 2027-05-31T22:00:00.000Z')
    })

    test('the balance after the recharge: at the limit, and one cent above; open orders count [EMI-2] [case 38]', async () => {
      await setLimits({ balance: 2000 })
      assert.match(await place(10), /^ord_/)
      assert.match(await place(10), /^ord_/, 'exactly up to the limit')
      assert.equal(await place(5), 'shop balance 0 by spending')
      await setLimits({ balance: 2499 })
      assert.equal(await place(5), 'shop balance 499 by spending')
      await setLimits({ balance: 2500 })
      assert.match(await place(5), /^ord_/)
    })

    test('before anybody set a limit, 250 units are the most [EMI-2]', async () => {
      const fresh = await createWorld({ engine })
      const versions = await shopLimitsHistory(fresh.db)
      assert.deepEqual(
        versions.map(({ number, limits }) => [number, limits.balance]),
        [[0, 25_000]],
      )
      await fresh.end()
    })

    test('cancelled and refunded orders do not count, paid ones do', async () => {
      await setLimits({ ordersPerMonth: 1 })
      const first = await place(5)
      await move([first], 'cancelled')
      const second = await place(5)
      assert.match(second, /^ord_/)
      await move([second], 'paid')
      assert.match(await place(5), /^shop ordersPerMonth/)
      await move([second], 'refunded')
      assert.match(await place(5), /^ord_/)
    })

    test('an article has limits of its own, and its orders alone count for them', async () => {
      const { database } = world.app
      const version = (await currentVersions(database.db)).find((each) => each.number === 20)
      assert.ok(version)
      const { articleId, plan, version: basedOn } = version
      const limited = { ...plan, limits: { ...noLimits, ordersPerMonth: 1 } }
      await database.transact((tx) => addVersion(tx, { articleId, plan: limited, basedOn, by: 'test' }))
      assert.match(await place(5), /^ord_/)
      assert.match(await place(20), /^ord_/)
      assert.match(await place(20), /^article ordersPerMonth 0/)
      assert.match(await place(5), /^ord_/)
      await database.transact((tx) => addVersion(tx, { articleId, plan, basedOn: basedOn + 1, by: 'test' }))
    })

    test('ten orders at once where two are allowed: two are placed [case 38]', async () => {
      await setLimits({ ordersPerDay: 2 })
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => place(5)))
      assert.equal(outcomes.filter((each) => each.startsWith('ord_')).length, 2, outcomes.join('\n'))
    })

    test('two at once for the last of the balance: one is placed [EMI-2] [case 38]', async () => {
      await setLimits({ balance: 1000 })
      const outcomes = await Promise.all([place(10), place(10)])
      assert.deepEqual(outcomes.map((each) => each.slice(0, 4)).sort(), ['ord_', 'shop'])
    })

    test('the same click again is the order that is there, whatever the limits say by now', async () => {
      await setLimits({ ordersPerDay: 1 })
      const key = newToken()
      assert.match(await place(5, key), /^ord_/)
      assert.equal(await place(5, key), 'the same')
    })

    test('money that arrives for a closed order is honoured beyond every limit [case 38]', async () => {
      await setLimits({ ordersPerDay: 1 })
      const late = await place(5)
      await move([late], 'cancelled')
      assert.match(await place(5), /^ord_/)
      assert.deepEqual(await move([late], 'paid'), [late])
      const wish = await wishOf(5)
      const refusal = await findLimit(world.db, { ...wish, timeZone: zone }, nowOf(world.clock))
      assert.equal(refusal?.limit, 'ordersPerDay')
    })
  })
}
