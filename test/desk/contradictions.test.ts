import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { amount } from '../../src/kit/amount.ts'
import type { Payment } from '../../src/payments/payment.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`what contradicts the books waits for a person, on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      buyer = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    const sell = () => buy(world, buyer, { number: 10, method: 'paypal' })
    const say = (payment: Payment, over: Partial<IncomingFact> & Pick<IncomingFact, 'about' | 'kind'>) => {
      const { reference, account, mode, startedAt: occurredAt, capture } = payment
      const of = { gatewayId: 'paypal', source: 'look_up', reference, account, mode, occurredAt } as const
      const rest = { operation: `${over.about} of ${payment.id}`, amount: amount(1000, 'EUR'), detail: 'said' }
      const fact = { ...of, ...rest, ...(capture !== null && { capture }), ...over }
      return world.app.database.transact((tx) => settlePayments(tx, [fact], world.app.shop))
    }
    const waysOf = (html: string) => [...html.matchAll(/\/desk\/contradictions\/fct_\w+/g)].map(([way]) => way)
    /** Links on the desk's list and on the order's page, which must name the same ones. */
    async function shownOf(payment: Payment): Promise<string[]> {
      const file = await manager.get(`/desk/orders/${payment.orderId}`)
      const ways = [...new Set(waysOf(file.html))]
      const list = waysOf((await manager.get('/desk')).html)
      for (const way of ways) assert.ok(list.includes(way), `${way} is on the list`)
      return ways
    }
    async function deal(way: string, why = 'appel au prestataire'): Promise<void> {
      const page = await manager.get(way)
      assert.match((await manager.submit(page, way, { choice: 'keep', why })).html, /C’est décidé/)
    }
    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    const noticed = (payment: Payment, why: string) =>
      world.db
        .insertInto('notice')
        .values({
          id: `ntc_${payment.id}`,
          gatewayId: 'paypal',
          noticeKey: payment.id,
          method: 'POST',
          headers: '{}',
          query: '',
          body: Buffer.from('{}'),
          receivedAt: payment.startedAt,
          repeats: 0,
          status: 'puzzling',
          why,
          tryAt: payment.startedAt,
          orderId: payment.orderId,
        })
        .execute()

    test('a paid payment that the provider then calls refused is shown, decided with a reason, and gone', async () => {
      const payment = await sell()
      assert.deepEqual(await shownOf(payment), [])
      await say(payment, { about: 'payment', kind: 'refused', operation: payment.capture ?? '' })
      const [way = ''] = await shownOf(payment)
      const page = await manager.get(way)
      assert.match(page.html, /Un paiement déjà reçu est annoncé refusé\./)
      const silent = await manager.submit(page, way, { choice: 'keep', why: ' ' })
      assert.equal(silent.status, 422)
      assert.deepEqual(await shownOf(payment), [way])
      await deal(way)
      assert.deepEqual(await shownOf(payment), [])
      assert.match((await manager.get(way)).html, /plus rien à décider/)
      const audited = await world.db
        .selectFrom('auditEntry')
        .selectAll()
        .where('about', '=', way.split('/').at(-1) ?? '')
        .execute()
      assert.deepEqual(
        audited.map(({ act, detail }) => [act, JSON.parse(detail).why]),
        [['keep matter', 'appel au prestataire']],
      )
      await say(payment, { about: 'payment', kind: 'refused', operation: payment.capture ?? '' })
      assert.deepEqual(await shownOf(payment), [], 'the same word again is no new matter')
      await healthy()
    })

    test('in English too, and told again with another sum it is a matter of its own, once for each sum', async () => {
      const payment = await sell()
      const again = { about: 'payment', kind: 'paid', operation: payment.capture ?? '' } as const
      await say(payment, { ...again, amount: amount(900, 'EUR') })
      await say(payment, { ...again, amount: amount(900, 'EUR') })
      const [way = '', ...others] = await shownOf(payment)
      assert.deepEqual(others, [])
      const page = await manager.get(`${way}?language=en`)
      assert.match(page.html, /9[.,]00/)
      await say(payment, { ...again, amount: amount(800, 'EUR') })
      assert.equal((await shownOf(payment)).length, 2)
      for (const each of await shownOf(payment)) await deal(each)
      assert.deepEqual(await shownOf(payment), [])
      await healthy()
    })

    test('money given back though a dispute took it is shown', async () => {
      const payment = await sell()
      await say(payment, { about: 'chargeback', kind: 'charged_back' })
      assert.deepEqual(await shownOf(payment), [])
      await say(payment, { about: 'refund', kind: 'refunded', amount: amount(300, 'EUR') })
      const [way = ''] = await shownOf(payment)
      assert.match((await manager.get(way)).html, /argent qu’une contestation avait déjà pris/)
      await deal(way)
      await healthy()
    })

    test('a dispute of more than refunds had left is shown until it is won or dealt with', async () => {
      const [won, lost] = [await sell(), await sell()]
      for (const payment of [won, lost]) {
        await say(payment, { about: 'refund', kind: 'refunded', amount: amount(300, 'EUR') })
        await say(payment, { about: 'chargeback', kind: 'charged_back' })
        const [way = ''] = await shownOf(payment)
        assert.match((await manager.get(way)).html, /a pris plus que ce qui restait/)
      }
      await say(won, { about: 'chargeback', kind: 'charged_back', returned: true })
      assert.deepEqual(await shownOf(won), [])
      await deal((await shownOf(lost))[0] ?? '')
      assert.deepEqual(await shownOf(lost), [])
      const exact = await sell()
      await say(exact, { about: 'refund', kind: 'refunded', amount: amount(300, 'EUR') })
      await say(exact, { about: 'chargeback', kind: 'charged_back', amount: amount(700, 'EUR') })
      assert.deepEqual(await shownOf(exact), [])
      await healthy()
    })

    test('an open dispute is answered by its end, a refund nobody knew by its own end', async () => {
      const payment = await sell()
      await say(payment, { about: 'chargeback', kind: 'unknown', detail: 'WAITING_FOR_SELLER_RESPONSE' })
      assert.equal((await shownOf(payment)).length, 1)
      await say(payment, { about: 'chargeback', kind: 'charged_back', returned: true })
      assert.deepEqual(await shownOf(payment), [])
      await say(payment, { about: 'refund', kind: 'unknown', amount: amount(0, 'EUR') })
      assert.equal((await shownOf(payment)).length, 1)
      await say(payment, { about: 'refund', kind: 'refunded', amount: amount(100, 'EUR') })
      assert.deepEqual(await shownOf(payment), [])
      await healthy()
    })

    test('a refund heard before its payment that turns out to be too much is shown once the payment is known', async () => {
      const payment = await buy(world, buyer, { number: 10, method: 'paypal', controls: { outcome: 'pend' } })
      await say(payment, { about: 'refund', kind: 'refunded', amount: amount(1200, 'EUR') })
      assert.deepEqual(await shownOf(payment), [])
      await say(payment, { about: 'payment', kind: 'paid', operation: `capture of ${payment.id}` })
      assert.equal((await shownOf(payment)).length, 1)
      await healthy()
    })

    test('a fact that is no contradiction has no such page', async () => {
      const payment = await sell()
      const [fact] = await world.db.selectFrom('paymentFact').select('id').where('paymentId', '=', payment.id).execute()
      assert.equal((await manager.send(`/desk/contradictions/${fact?.id}`)).status, 404)
    })

    test('what a puzzling notice shows stands there once; a second contradiction of the kind has its own line', async () => {
      const payment = await sell()
      const because = 'more was given back than the books have left'
      await noticed(payment, because)
      const much = { about: 'refund', kind: 'refunded', amount: amount(2000, 'EUR') } as const
      await say(payment, much)
      assert.deepEqual(await shownOf(payment), [])
      assert.match((await manager.get('/desk')).html, new RegExp(`/desk/notices/ntc_${payment.id}`))
      await say(payment, { ...much, operation: `another of ${payment.id}` })
      assert.equal((await shownOf(payment)).length, 1)
      const notice = world.db.updateTable('notice').where('id', '=', `ntc_${payment.id}`)
      await notice.set({ status: 'understood' }).execute()
      assert.equal((await shownOf(payment)).length, 2, 'a notice that is read again leaves what nobody has decided')
    })
  })
}
