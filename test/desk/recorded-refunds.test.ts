import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { perform } from '../../src/db/act.ts'
import { amount } from '../../src/kit/amount.ts'
import { DAY } from '../../src/kit/clock.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { recordRefund } from '../../src/payments/refunds/record-refund.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`a refund made at the provider's own desk is recorded, on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      buyer = createVisitor(world.url)
      await buyer.signIn(login)
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    let names = 0
    const newName = () => `8XR${++names}0000`
    const sell = () => buy(world, buyer, { number: 10, method: 'paypal' })
    const pathOf = ({ orderId }: Payment) => `/desk/orders/${orderId}/refunds-made`
    const wish = { amount: '4,00', reason: 'rendu au guichet' }
    const type = async (payment: Payment, over: Record<string, string>): Promise<Page> =>
      manager.submit(await manager.get(pathOf(payment)), pathOf(payment), { ...wish, ...over })
    const record = async (payment: Payment, operation: string, over: Record<string, string> = {}): Promise<Page> =>
      manager.submit(await type(payment, { operation, ...over }), pathOf(payment), { sure: 'yes' })
    const refundsOf = async ({ id }: Payment) =>
      (await world.db.selectFrom('refund').selectAll().where('paymentId', '=', id).orderBy('id').execute()).map(
        ({ status, amountMinor, operation }) => [status, amountMinor, operation],
      )
    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    const say = (payment: Payment, over: Partial<IncomingFact> & Pick<IncomingFact, 'operation' | 'source'>) => {
      const { reference, account, mode, startedAt: occurredAt, capture } = payment
      const of = { gatewayId: 'paypal', reference, account, mode, occurredAt, capture: capture ?? '' }
      const rest = { about: 'refund', kind: 'refunded', amount: amount(400, 'EUR'), detail: 'said' } as const
      return world.app.database.transact((tx) => settlePayments(tx, [{ ...of, ...rest, ...over }], world.app.shop))
    }

    test('what follows is shown first, then it is booked with a credit note, an audit entry and who did it', async () => {
      const payment = await sell()
      const balance = await world.balanceOf(login)
      const file = await manager.get(`/desk/orders/${payment.orderId}`)
      assert.ok(file.html.includes(pathOf(payment)), 'the order leads there')
      const operation = newName()
      const sure = await type(payment, { operation })
      assert.match(sure.html, /4,00\s€ rendus par PayPal, référence 8XR10000, seront inscrits/)
      assert.match(sure.html, /Alice MARTIN aura 4,00\sunités de moins/)
      assert.match(sure.html, /Un avoir numéroté/)
      assert.deepEqual(await refundsOf(payment), [])
      await manager.submit(sure, pathOf(payment), { sure: 'yes' })
      assert.deepEqual(await refundsOf(payment), [['done', 400, operation]])
      assert.equal(await world.balanceOf(login), balance - 400)
      const notes = await world.db
        .selectFrom('receipt')
        .selectAll()
        .where('paymentId', '=', payment.id)
        .where('kind', '=', 'credit_note')
        .execute()
      assert.deepEqual(
        notes.map((note) => note.amountMinor),
        [400],
      )
      const asked = world.db.selectFrom('refund').select(['askedBy', 'reason']).where('paymentId', '=', payment.id)
      const [row] = await asked.execute()
      assert.match(row?.askedBy ?? '', /^per_/, 'so that the credit note gives its reason')
      const acts = world.db.selectFrom('auditEntry').selectAll().where('act', '=', 'record refund')
      const [audited] = await acts.where('about', '=', payment.orderId).execute()
      assert.equal(JSON.parse(audited?.detail ?? '{}').operation, operation)
      assert.equal(audited?.actor, row?.askedBy)
      const told = await manager.get(`/desk/orders/${payment.orderId}`)
      assert.match(told.html, /Saisi à la main/)
      assert.equal(
        world
          .simulator('paypal')
          .books()
          .find((each) => each.reference === payment.reference)?.refundedMinor,
        0,
      )
      await healthy()
    })

    test('a notice and the list tell of the same reference later: booked once, and no difference', async () => {
      const payment = await sell()
      const operation = newName()
      await record(payment, operation)
      await say(payment, { operation, source: 'notice' })
      await say(payment, { operation, source: 'list' })
      assert.deepEqual(await refundsOf(payment), [['done', 400, operation]])
      await healthy()
    })

    test('the same reference once more is refused with words, another of equal amount is a second refund', async () => {
      const [payment, other] = [await sell(), await sell()]
      const [operation, second] = [newName(), newName()]
      await record(payment, operation)
      for (const each of [payment, other]) {
        const again = await type(each, { operation, reason: 'une autre fois' })
        assert.equal(again.status, 422)
        assert.match(again.html, /Cette référence est déjà connue/)
      }
      await record(payment, second)
      assert.deepEqual(await refundsOf(payment), [
        ['done', 400, operation],
        ['done', 400, second],
      ])
      assert.deepEqual(await refundsOf(other), [])
      const heard = newName()
      await say(other, { operation: heard, source: 'notice' })
      assert.match((await type(other, { operation: heard })).html, /Cette référence est déjà connue/)
      await healthy()
    })

    test('two clicks at once record one refund, also when nothing is left by it', async () => {
      const payment = await sell()
      const operation = newName()
      const sure = await type(payment, { operation, amount: '10,00' })
      const clicks = await Promise.all([1, 2].map(() => manager.submitOnly(sure, pathOf(payment), { sure: 'yes' })))
      assert.deepEqual(
        clicks.map(({ status }) => status),
        [303, 303],
      )
      assert.deepEqual(await refundsOf(payment), [['done', 1000, operation]])
      const order = world.db.selectFrom('orders').select('status').where('id', '=', payment.orderId)
      assert.equal((await order.executeTakeFirst())?.status, 'refunded')
      await healthy()
    })

    test('two references at once that together are more than what is left: one is recorded', async () => {
      const payment = await sell()
      const pages = [
        await type(payment, { operation: newName(), amount: '6,00' }),
        await type(payment, { operation: newName(), amount: '6,00' }),
      ]
      const clicks = await Promise.all(pages.map((page) => manager.submitOnly(page, pathOf(payment), { sure: 'yes' })))
      assert.deepEqual(clicks.map(({ status }) => status).sort(), [303, 422])
      assert.deepEqual(
        (await refundsOf(payment)).map(([, minor]) => minor),
        [600],
      )
      await healthy()
    })

    test('more than what is left, no reference, the payment’s own, no reason, a wrong day: refused and kept', async () => {
      const payment = await sell()
      const wrong: Array<[Record<string, string>, RegExp]> = [
        [{ amount: '10,01' }, /Vous pouvez rembourser 10,00\s€ au plus/],
        [{ amount: 'quatre' }, /name="amount"[^>]*aria-invalid/],
        [{ operation: '' }, /Indiquez la référence telle que le prestataire/],
        [{ operation: payment.capture ?? '' }, /la référence du paiement lui-même/],
        [{ reason: '  ' }, /Indiquez pourquoi/],
        [{ date: '2001-01-01' }, /La date du remboursement va du jour du paiement/],
        [{ date: '2101-01-01' }, /La date du remboursement va du jour du paiement/],
        [{ date: '31/02/2026' }, /La date du remboursement va du jour du paiement/],
      ]
      for (const [over, words] of wrong) {
        const page = await type(payment, { operation: newName(), ...over })
        assert.equal(page.status, 422, JSON.stringify(over))
        assert.match(page.html, words)
      }
      assert.deepEqual(await refundsOf(payment), [])
    })

    test('another currency than the payment’s is refused', async () => {
      const payment = await sell()
      const made = { paymentId: payment.id, amount: amount(400, 'USD'), operation: newName(), reason: 'x' }
      const told = await perform(world.app.database, (tx) =>
        recordRefund(tx, { ...made, occurredAt: payment.paidAt ?? '' }, 'per_m', world.app.shop),
      )
      assert.deepEqual(told, { is: 'refused', because: 'amount_invalid' })
      assert.deepEqual(await refundsOf(payment), [])
    })

    test('a refund of ours whose outcome is open is not taken for another of the same sum', async () => {
      const payment = await sell()
      for (const fault of ['refund-lost-before', 'notice-drop'])
        world.simulator('paypal').script({ fault, reference: payment.reference })
      const path = `/desk/orders/${payment.orderId}/refunds`
      const sure = await manager.submit(await manager.get(path), path, { ...wish })
      await manager.submitOnly(sure, path, { sure: 'yes' })
      await world.app.worker.runNow(['refunds'])
      const page = await record(payment, newName())
      assert.match(page.html, /attend encore sa référence/)
      assert.deepEqual(await refundsOf(payment), [['uncertain', 400, null]])
      await healthy()
    })

    test('the day before, where the site is, is the day it is booked on', async () => {
      const payment = await sell()
      world.clock.move(3 * DAY)
      await manager.signIn('admin@example.org')
      const day = new Date(Date.parse(payment.paidAt ?? '') + 2 * DAY).toISOString().slice(0, 10)
      await record(payment, newName(), { date: day })
      const [fact] = await world.db
        .selectFrom('paymentFact')
        .selectAll()
        .where('paymentId', '=', payment.id)
        .where('source', '=', 'person')
        .execute()
      assert.ok(fact && fact.occurredAt > (payment.paidAt ?? '') && fact.occurredAt < fact.seenAt)
      await healthy()
    })
  })
}
