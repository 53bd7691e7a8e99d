import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { amount } from '../../src/kit/amount.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import { findRefund, type Refund } from '../../src/payments/refund.ts'
import { deliverRefunds } from '../../src/payments/refunds/deliver-refunds.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const method = 'paypal'
let clicks = 0

for (const { engine, skip } of engines) {
  describe(`a refund and a dispute about one payment on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
      visitor = createVisitor(world.url)
      await visitor.signIn(login)
    })
    after(() => world?.end())

    const sell = () => buy(world, visitor, { number: 10, method })
    const ask = ({ id }: Payment, minor: number) => {
      const wish = { paymentId: id, amount: amount(minor, 'EUR'), reason: 'asked for', by: 'per_manager' }
      const key = `click ${clicks++}`
      return askForRefund(world.app.shop, { ...wish, key, belowZero: false })
    }
    /** Asked for and on its way: the answer does not come. */
    async function underWay(payment: Payment, minor: number): Promise<Refund> {
      const refund = await ask(payment, minor)
      world.simulator(method).script({ fault: 'refund-lost-before', reference: payment.reference })
      await deliverRefunds(world.app.shop)
      assert.equal(await statusOf(refund), 'uncertain')
      return refund
    }
    const say = (payment: Payment, over: Partial<IncomingFact> & Pick<IncomingFact, 'about' | 'kind'>) => {
      const { reference, account, mode, startedAt: occurredAt, capture } = payment
      const of = { gatewayId: method, source: 'notice', reference, account, mode, occurredAt } as const
      const rest = { operation: `${over.about} of ${payment.id}`, amount: amount(1000, 'EUR'), detail: 'said' }
      const fact = { ...of, ...rest, ...(capture !== null && { capture }), ...over }
      return world.app.database.transact((tx) => settlePayments(tx, [fact], world.app.shop))
    }
    const dispute = (payment: Payment, over: Partial<IncomingFact> = {}) =>
      say(payment, { about: 'chargeback', kind: 'charged_back', ...over })
    const refuse = (payment: Payment, refund: Refund) =>
      say(payment, { about: 'refund', kind: 'refused', refundId: refund.id })
    const statusOf = async ({ id }: Refund) => (await findRefund(world.db, id))?.status
    const paymentNow = async ({ id }: Payment) => (await findPayment(world.db, id))?.status
    /** What the gateway holds for us, of this payment's money, by the books. */
    async function moneyLeft(payment: Payment): Promise<number> {
      const rows = await world.db.selectFrom('transfer').selectAll().where('unit', '=', 'EUR').execute()
      const refunds = await world.db.selectFrom('refund').select('id').where('paymentId', '=', payment.id).execute()
      const ids = [payment.id, payment.orderId, ...refunds.map(({ id }) => id)]
      const gateway = `gateway:${method}`
      return rows
        .filter(({ cause }) => ids.some((id) => cause === id || cause.startsWith(`${id}:`)))
        .reduce(
          (sum, row) =>
            sum + (Number(row.fromAccount === gateway) - Number(row.toAccount === gateway)) * row.amountMinor,
          0,
        )
    }
    const healthy = async () => assert.deepEqual((await world.check()).problems, [])

    for (const minor of [333, 1000])
      test(`disputed while ${minor} of it is on its way back, which is then refused: the whole is taken, once`, async () => {
        const balance = await world.balanceOf(login)
        const payment = await sell()
        const refund = await underWay(payment, minor)
        await dispute(payment)
        assert.equal(await paymentNow(payment), 'charged_back')
        assert.equal(await moneyLeft(payment), minor, 'what is on its way is not taken twice')
        await healthy()
        await refuse(payment, refund)
        assert.equal(await statusOf(refund), 'refused')
        assert.equal(await moneyLeft(payment), 0)
        assert.equal(await world.balanceOf(login), balance)
        await healthy()
        await dispute(payment, { returned: true })
        assert.equal(await moneyLeft(payment), 1000, 'a dispute that is won returns all of it')
        assert.equal(await world.balanceOf(login), balance + 1000)
        await healthy()
      })

    test('disputed while a part is on its way back, which then arrives: no more than was paid leaves the books', async () => {
      const balance = await world.balanceOf(login)
      const payment = await sell()
      const refund = await underWay(payment, 333)
      await dispute(payment)
      await say(payment, { about: 'refund', kind: 'refunded', refundId: refund.id, amount: amount(333, 'EUR') })
      assert.equal(await statusOf(refund), 'done')
      assert.equal(await moneyLeft(payment), 0)
      assert.equal(await world.balanceOf(login), balance)
      await healthy()
    })

    test('a refund that waits to be sent when its payment is disputed is not sent', async () => {
      const balance = await world.balanceOf(login)
      const payment = await sell()
      const refund = await ask(payment, 400)
      await dispute(payment)
      // Two workers find it at the same time: one of them ends it.
      await Promise.all([deliverRefunds(world.app.shop), deliverRefunds(world.app.shop)])
      assert.equal(await statusOf(refund), 'refused')
      const ends = world.db.selectFrom('statusChange').select('id').where('subjectId', '=', refund.id)
      assert.equal((await ends.where('toStatus', '=', 'refused').execute()).length, 1)
      const kept = world.simulator(method).books()
      assert.equal(kept.find(({ reference }) => reference === payment.reference)?.refundedMinor, 0)
      assert.equal(await moneyLeft(payment), 0)
      assert.equal(await world.balanceOf(login), balance)
      await healthy()
    })

    test('refused first and disputed then: the whole is taken', async () => {
      const balance = await world.balanceOf(login)
      const payment = await sell()
      await refuse(payment, await underWay(payment, 400))
      await dispute(payment)
      assert.equal(await moneyLeft(payment), 0)
      assert.equal(await world.balanceOf(login), balance)
      await healthy()
    })

    test('a dispute of more than what is left takes what is left; what was given back whole is not taken again', async () => {
      const balance = await world.balanceOf(login)
      for (const minor of [400, 1000]) {
        const payment = await sell()
        const refund = await ask(payment, minor)
        await deliverRefunds(world.app.shop)
        assert.equal(await statusOf(refund), 'done')
        await dispute(payment)
        assert.equal(await paymentNow(payment), minor === 400 ? 'charged_back' : 'succeeded')
        assert.equal(await moneyLeft(payment), 0)
        assert.equal(await world.balanceOf(login), balance)
        await healthy()
      }
    })

    test('a refund at the provider’s desk after the dispute took the money is a puzzle, not booked over it', async () => {
      const payment = await sell()
      await dispute(payment)
      const refunded = { about: 'refund', kind: 'refunded', amount: amount(400, 'EUR') } as const
      const [settled] = await say(payment, refunded)
      assert.equal(settled?.decision.do, 'puzzle')
      assert.equal(await moneyLeft(payment), 0)
      await healthy()
    })
  })
}
