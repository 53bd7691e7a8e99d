import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR, MINUTE } from '../../src/kit/clock.ts'
import { paymentsOfOrder } from '../../src/payments/payment.ts'
import { endPause, onlyGateway, pauseProvider } from '../support/paused-provider.ts'
import { answerAs, buy, orderTo } from '../support/shopping.ts'
import { articleValue, createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const buyer = 'a.martin@example.org'
const stale = /Ce mode de paiement est momentanément indisponible\. Rien n’a été débité/
const paused = /Momentanément indisponible/
const radio = (page: Page, method: string): string =>
  new RegExp(`<input[^>]*value="${method}"[^>]*>`).exec(page.html)?.[0] ?? ''

describe('a provider that does not answer', () => {
  let world: World
  let visitor: Visitor
  before(async () => {
    world = await createWorld()
    visitor = createVisitor(world.url)
    await visitor.signIn(buyer)
  })
  after(() => world?.end())

  const counts = async () => {
    const [orders, payments] = await Promise.all([
      world.db.selectFrom('orders').select('id').execute(),
      world.db.selectFrom('payment').select('id').execute(),
    ])
    return { orders: orders.length, payments: payments.length }
  }
  const choose = (window: Page, method: string): Promise<Page> =>
    visitor.submit(window, '/recharge', { article: articleValue(window, 10), method, terms: 'yes' })

  test('its method is shown, cannot be chosen, says why in both languages, and comes back by itself [case 43]', async () => {
    await pauseProvider(world, 'paypal')
    const window = await visitor.get('/recharge')
    assert.match(window.html, paused)
    assert.match(radio(window, 'paypal'), /disabled/)
    assert.doesNotMatch(radio(window, 'ogone'), /disabled/)
    const english = await visitor.submit(window, '/preferences', { language: 'en' })
    assert.match(english.html, /Temporarily unavailable: the provider is not answering/)
    await visitor.submit(english, '/preferences', { language: 'fr' })
    world.clock.move(MINUTE)
    const again = await visitor.get('/recharge')
    assert.doesNotMatch(again.html, paused)
    assert.equal((await answerAs(visitor, await orderTo(visitor, 5, 'paypal'))).status, 200)
    await world.settle()
  })

  test('who had it chosen before the pause hears so at each step; no order, no payment, every choice kept', async () => {
    const window = await visitor.get('/recharge')
    const summary = await choose(window, 'paypal')
    const order = readForm(summary, '/orders')
    const before = await counts()
    await pauseProvider(world, 'paypal')
    const post = () => visitor.send(order.action, { method: 'POST', body: new URLSearchParams(order.fields) })
    for (const page of [await choose(window, 'paypal'), await visitor.get(summary.url), await post()]) {
      assert.equal(page.status, 422)
      assert.match(page.html, stale)
      assert.match(
        page.html,
        new RegExp(`value="${articleValue(window, 10)}"[^>]*checked|checked[^>]*value="${articleValue(window, 10)}"`),
      )
      assert.match(radio(page, 'ogone'), /checked/, 'what can be chosen is')
    }
    assert.deepEqual(await counts(), before)
    await endPause(world, 'paypal')
    assert.equal((await post()).status, 303, 'the same form works once the provider answers')
    assert.deepEqual(await counts(), { orders: before.orders + 1, payments: before.payments + 1 })
  })

  test('a second click on an order that was placed leads to it, whatever its provider does meanwhile', async () => {
    const summary = await choose(await visitor.get('/recharge'), 'paypal')
    const { action, fields } = readForm(summary, '/orders')
    const click = () => visitor.send(action, { method: 'POST', body: new URLSearchParams(fields) })
    const first = await click()
    await pauseProvider(world, 'paypal')
    const second = await click()
    assert.deepEqual([second.status, second.location], [303, first.location])
    assert.match((await visitor.send(second.location ?? '')).location ?? '', /simulated\/paypal\/checkoutnow/)
    await endPause(world, 'paypal')
  })

  test('after a refusal the method is named without a way to it, and an old form is answered on the order’s page', async () => {
    await buy(world, visitor, { number: 10, controls: { outcome: 'refuse' } })
    const { orderId } = await world.db.selectFrom('payment').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    const summary = await visitor.get(`/orders/${orderId}/summary?method=paypal`)
    const attempt = readForm(summary, '/payments')
    await pauseProvider(world, 'paypal')
    const page = await visitor.get(`/orders/${orderId}`)
    assert.match(page.html, paused)
    assert.doesNotMatch(page.html, /summary\?method=paypal/)
    assert.match(page.html, /summary\?method=ogone/)
    assert.match((await visitor.get(`/orders/${orderId}/summary?method=paypal`)).url, new RegExp(`/orders/${orderId}$`))
    assert.match((await visitor.get(`/orders/${orderId}/summary`)).html, /name="method" value="ogone"/)
    const refused = await visitor.send(attempt.action, { method: 'POST', body: new URLSearchParams(attempt.fields) })
    assert.equal(refused.status, 422)
    assert.match(refused.html, stale)
    assert.equal((await paymentsOfOrder(world.db, orderId)).length, 1, 'no attempt was begun')
    await endPause(world, 'paypal')
    assert.match((await visitor.get(`/orders/${orderId}`)).html, /summary\?method=paypal/)
  })

  test('with no method left, a person reads so plainly wherever one would be chosen [case 43]', async () => {
    await buy(world, visitor, { number: 10, controls: { outcome: 'refuse' } })
    const { orderId } = await world.db.selectFrom('payment').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    const restore = onlyGateway(world, 'paypal')
    const window = await visitor.get('/recharge')
    await pauseProvider(world, 'paypal')
    const none = /Aucun mode de paiement n’est disponible pour l’instant\. Rien n’a été débité/
    assert.match((await visitor.get('/recharge')).html, none)
    assert.match((await visitor.get(`/orders/${orderId}`)).html, none)
    assert.match((await visitor.get(`/orders/${orderId}/summary`)).url, new RegExp(`/orders/${orderId}$`))
    const refused = await choose(window, 'paypal')
    assert.equal(refused.status, 422)
    assert.match(refused.html, none)
    restore()
    await endPause(world, 'paypal')
  })

  test('a payment that is under way goes its way: its page stays open, its money is credited once', async () => {
    const bank = await orderTo(visitor, 10, 'paypal')
    const payment = await world.db.selectFrom('payment').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    await pauseProvider(world, 'paypal')
    const back = await answerAs(visitor, bank)
    assert.equal(back.status, 200)
    await world.settle()
    const { balance, status } = await stateOf(payment.id)
    assert.notEqual(status, 'succeeded', 'the provider cannot be asked')
    world.clock.move(HOUR)
    await world.settle()
    const after = await stateOf(payment.id)
    assert.deepEqual(after, { status: 'succeeded', balance: balance + 1000 })
    assert.deepEqual((await world.check()).problems, [])
  })

  test('Ogone: its page needs no call of ours, so it stays open while look-ups fail, and its notice credits [0018]', async () => {
    await pauseProvider(world, 'ogone')
    const window = await visitor.get('/recharge')
    assert.doesNotMatch(window.html, paused)
    const balance = await world.balanceOf(buyer)
    const { status } = await buy(world, visitor, { number: 10 })
    assert.equal(status, 'succeeded')
    assert.equal(await world.balanceOf(buyer), balance + 1000)
    await endPause(world, 'ogone')
  })

  test('a pause that begins between choice and call leaves an order to pay and nothing in doubt', async () => {
    const summary = await choose(await visitor.get('/recharge'), 'paypal')
    world.simulator('paypal').script({ fault: 'create-limit' })
    const page = await visitor.submit(summary, '/orders')
    assert.match(page.html, /data-situation="to_pay"/)
    assert.match(page.html, /summary\?method=paypal/)
  })

  test('what only a provider can answer is asked for more and more seldom, and counts once it does', async () => {
    const balance = await world.balanceOf(buyer)
    const bank = await orderTo(visitor, 10, 'paypal')
    world.simulator('paypal').script({ fault: 'query-html', times: 18 })
    await answerAs(visitor, bank, { return: 'no' })
    await world.simulator('paypal').idle()
    let minutes = 0
    for (; (await world.balanceOf(buyer)) === balance && minutes < 3 * 60; minutes += 1) {
      await world.app.worker.runNow(['notices'])
      world.clock.move(MINUTE)
    }
    assert.ok(minutes > 60, `eighteen questions without answer took ${minutes} minutes`)
    assert.equal(await world.balanceOf(buyer), balance + 1000)
  })

  const stateOf = async (paymentId: string) => {
    const { status } = await world.db
      .selectFrom('payment')
      .select('status')
      .where('id', '=', paymentId)
      .executeTakeFirstOrThrow()
    return { status, balance: await world.balanceOf(buyer) }
  }
})
