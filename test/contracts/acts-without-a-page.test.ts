import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Article, articlesInForce } from '../../src/catalogue/article.ts'
import { currentVersion } from '../../src/catalogue/article-version.ts'
import { publishArticle, publishNewArticle } from '../../src/catalogue/publish-article.ts'
import { termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import { chooseAnotherMethod } from '../../src/checkout/choose-method.ts'
import { type OrderWish, orderArticle } from '../../src/checkout/order-article.ts'
import { perform } from '../../src/db/act.ts'
import { amount } from '../../src/kit/amount.ts'
import { HOUR, nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { findOrder, moveOrders } from '../../src/orders/order.ts'
import { paymentsOfOrder } from '../../src/payments/payment.ts'
import { engines } from '../support/databases.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`acts as a counter would call them, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())

    async function find(number: number): Promise<Article> {
      const article = (await articlesInForce(world.db, nowOf(world.clock))).find((each) => each.number === number)
      assert.ok(article)
      return article
    }
    async function wishFor(over: Partial<OrderWish['shown']> = {}): Promise<OrderWish> {
      const article = await find(10)
      const terms = await termsInForce(world.db, nowOf(world.clock))
      const { id } = await world.person(login)
      const shown = {
        articleId: article.articleId,
        priceMinor: article.price.minor,
        creditMinor: article.credit.minor + article.bonus.minor,
        vatBp: article.vatBp,
        termsId: terms?.termsId ?? '',
        atMs: world.clock.nowMs(),
        ...over,
      }
      const payer = { id, login, address: undefined }
      return { shown, method: 'ogone', key: newToken(100), immediateUse: false, payer, language: 'fr' }
    }
    const countOrders = async () => (await world.db.selectFrom('orders').select('id').execute()).length

    test('an order is placed with its first attempt, and once', async () => {
      const wish = await wishFor()
      const placed = await orderArticle(world.app.shop, wish)
      assert.ok(placed.is === 'placed' && placed.paymentId !== undefined)
      assert.equal(placed.order.priceMinor, 1000)
      assert.deepEqual(await orderArticle(world.app.shop, { ...wish, method: 'unknown' }), placed)
      const { id } = placed.order
      await world.app.database.transact((tx) =>
        moveOrders(tx, [{ orderId: id, to: 'cancelled', actor: 'test', why: '' }]),
      )
      const again = await orderArticle(world.app.shop, wish)
      assert.ok(again.is === 'placed' && again.paymentId === undefined, 'given up: nothing leads to a provider')
    })

    test('what is no longer as it was shown is refused by its name, and nothing is ordered', async () => {
      const before = await countOrders()
      const cases = [
        [await wishFor({ priceMinor: 999 }), 'price_changed'],
        [await wishFor({ creditMinor: 1 }), 'price_changed'],
        [await wishFor({ vatBp: 550 }), 'vat_changed'],
        [await wishFor({ termsId: 'trm_other' }), 'terms_changed'],
        [await wishFor({ articleId: 'art_other' }), 'article_unknown'],
        [await wishFor({ atMs: world.clock.nowMs() - 2 * HOUR - 1 }), 'form_expired'],
        [{ ...(await wishFor()), method: 'unknown' }, 'method_unknown'],
      ] as const
      for (const [wish, because] of cases)
        assert.deepEqual(await orderArticle(world.app.shop, wish), { is: 'refused', because })
      assert.equal(await countOrders(), before)
    })

    test('another method is a further attempt of the same order, for its own person only', async () => {
      const wish = await wishFor()
      const placed = await orderArticle(world.app.shop, wish)
      assert.ok(placed.is === 'placed')
      const { id: orderId } = placed.order
      const another = { orderId, method: 'paypal', key: newToken(100), payer: wish.payer }
      const begun = await chooseAnotherMethod(world.app.shop, another)
      assert.equal(begun.is, 'begun')
      assert.deepEqual(await chooseAnotherMethod(world.app.shop, another), begun)
      const stranger = { ...wish.payer, id: 'per_stranger' }
      for (const other of [
        { ...another, payer: stranger },
        { ...another, orderId: 'ord_none' },
      ])
        assert.deepEqual(await chooseAnotherMethod(world.app.shop, other), { is: 'refused', because: 'not_open' })
      const unknown = { ...another, key: newToken(100), method: 'unknown' }
      assert.deepEqual(await chooseAnotherMethod(world.app.shop, unknown), { is: 'refused', because: 'method_unknown' })
      assert.equal((await paymentsOfOrder(world.db, orderId)).length, 2)
    })

    test('one card after the other is stopped, with the minutes to wait', async () => {
      const wish = await wishFor()
      const placed = await orderArticle(world.app.shop, wish)
      assert.ok(placed.is === 'placed')
      const tries = []
      for (let index = 0; index < 9; index += 1) {
        const next = { orderId: placed.order.id, method: 'ogone', key: newToken(100), payer: wish.payer }
        tries.push(await chooseAnotherMethod(world.app.shop, next))
      }
      assert.deepEqual(tries.at(-1), { is: 'refused', because: 'too_many_attempts', minutes: 60 })
      assert.ok(tries.slice(0, 8).every(({ is }) => is === 'begun'))
    })

    test('a tariff is published as the next version; orders keep what they froze', async () => {
      const placed = await orderArticle(world.app.shop, await wishFor())
      assert.ok(placed.is === 'placed')
      const { articleId } = await find(10)
      const current = await currentVersion(world.db, articleId)
      assert.ok(current)
      const wish = { articleId, plan: current.plan, basedOn: current.version, by: 'per_manager' }
      const publish = (over: Partial<typeof wish>) =>
        perform(world.app.database, (tx) => publishArticle(tx, { ...wish, ...over }))
      assert.deepEqual(await publish({}), { is: 'unchanged' })
      const dearer = { ...current.plan, price: amount(1100, 'EUR') }
      assert.deepEqual(await publish({ articleId: 'art_none' }), { is: 'refused', because: 'article_unknown' })
      const nothing = await publish({ plan: { ...dearer, price: amount(0, 'EUR') } })
      assert.ok(nothing.is === 'refused' && nothing.because === 'plan')
      assert.deepEqual(nothing.problems, [{ field: 'price', message: 'problem.price_zero' }])
      assert.deepEqual(await publish({ plan: dearer }), { is: 'published', version: current.version + 1 })
      assert.equal((await find(10)).price.minor, 1100)
      const other = { ...dearer, price: amount(1200, 'EUR') }
      assert.deepEqual(await publish({ plan: other }), { is: 'stale' }, 'based on what somebody has overtaken')
      assert.equal((await findOrder(world.db, placed.order.id))?.priceMinor, 1000)
      const taken = { number: 10, plan: current.plan, by: 'per_manager' }
      const again = await perform(world.app.database, (tx) => publishNewArticle(tx, taken))
      assert.deepEqual(again, { is: 'refused', because: 'number_taken' })
    })
  })
}
