import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Tx } from '../../src/db/database.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import { allGateways } from '../../src/gateways/all-gateways.ts'
import { amount } from '../../src/kit/amount.ts'
import { boughtWallet, issuedAccount } from '../../src/ledger/account.ts'
import { postTransfers } from '../../src/ledger/transfer.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import { findRefund, type Refund, refundsOfOrder } from '../../src/payments/refund.ts'
import { askRefund, type RefundWish } from '../../src/payments/refunds/ask-refund.ts'
import { deliverRefunds, lookUpRefunds } from '../../src/payments/refunds/deliver-refunds.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { executedFact } from '../../src/payments/settlement/executed-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { getGateway } from '../../src/payments/shop.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, untilFirstLookMs, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
let clicks = 0

for (const { engine, skip } of engines) {
  for (const { id: method } of allGateways) {
    describe(`refunds by ${method} on ${engine}`, { skip }, () => {
      let world: World
      let visitor: Visitor
      before(async () => {
        world = await createWorld({ engine })
        visitor = createVisitor(world.url)
        await visitor.signIn(login)
      })
      after(() => world?.end())

      const sell = (number = 10) => buy(world, visitor, { number, method })
      const ask = (payment: Payment, minor: number, over: Partial<RefundWish> = {}) =>
        askForRefund(world.app.shop, {
          paymentId: payment.id,
          amount: amount(minor, 'EUR'),
          reason: 'demande de l’étudiante',
          by: 'per_manager',
          key: `click ${clicks++}`,
          belowZero: false,
          ...over,
        })
      const send = () => deliverRefunds(world.app.shop)
      const statusOf = async (refund: { id: string }) => (await findRefund(world.db, refund.id))?.status
      const orderOf = (payment: Payment) =>
        world.db.selectFrom('orders').selectAll().where('id', '=', payment.orderId).executeTakeFirstOrThrow()
      const notesOf = (payment: Payment) =>
        world.db
          .selectFrom('receipt')
          .selectAll()
          .where('paymentId', '=', payment.id)
          .where('kind', '=', 'credit_note')
          .orderBy('value')
          .execute()
      const simulated = (payment: Payment) =>
        world
          .simulator(method)
          .books()
          .find((each) => each.reference === payment.reference)
      const healthy = async () => assert.deepEqual((await world.check()).problems, [])

      test('the whole: credit set aside at once, money sent, a numbered credit note, the order refunded [F01]', async () => {
        const before = await world.balanceOf(login)
        const payment = await sell()
        const refund = await ask(payment, 1000)
        assert.equal(await world.balanceOf(login), before, 'the credit has left the wallet before the money moves')
        await send()
        assert.equal(await statusOf(refund), 'done')
        assert.equal(simulated(payment)?.refundedMinor, 1000)
        const [note] = await notesOf(payment)
        assert.match(note?.number ?? '', /^A2026-\d{6}$/)
        assert.deepEqual([note?.amountMinor, note?.vatMinor], [1000, 164])
        assert.equal((await orderOf(payment)).status, 'refunded')
        await world.settle()
        const mail = await world.db.selectFrom('mail').selectAll().where('kind', '=', 'credit_note').executeTakeFirst()
        assert.equal(mail?.status, 'sent')
        await healthy()
      })

      test('in parts: VAT and credit of the parts add up to the whole; the last part closes it [F02]', async () => {
        const before = await world.balanceOf(login)
        const payment = await sell(20)
        for (const minor of [333, 333, 1334]) {
          await ask(payment, minor)
          await send()
        }
        const notes = await notesOf(payment)
        const sum = (of: 'amountMinor' | 'vatMinor') => notes.reduce((total, note) => total + note[of], 0)
        assert.deepEqual([sum('amountMinor'), sum('vatMinor')], [2000, 333])
        assert.equal(await world.balanceOf(login), before, 'the bonus went back too')
        assert.equal((await orderOf(payment)).status, 'refunded')
        assert.equal(simulated(payment)?.refundedMinor, 2000)
        await healthy()
      })

      test('two of one instant keep their order, whichever was changed last', async () => {
        const payment = await sell()
        const first = await ask(payment, 400)
        const second = await ask(payment, 100)
        assert.equal(first.askedAt, second.askedAt)
        await world.db.updateTable('refund').set({ nextPollAt: first.askedAt }).where('id', '=', first.id).execute()
        const listed = await refundsOfOrder(world.db, payment.orderId)
        assert.deepEqual(
          listed.map(({ id }) => id),
          [first.id, second.id],
        )
        await send()
        await healthy()
      })

      test('above what is left, nothing, another currency, no reason: refused before any call [F04] [case 60]', async () => {
        const payment = await sell()
        await ask(payment, 400)
        await assert.rejects(ask(payment, 601), { because: 'above_rest' })
        await assert.rejects(ask(payment, 0), { because: 'amount_invalid' })
        await assert.rejects(ask(payment, 100, { amount: amount(100, 'USD') }), { because: 'amount_invalid' })
        await assert.rejects(ask(payment, 100, { reason: ' ' }), { because: 'reason_missing' })
        await assert.rejects(ask(payment, 100, { reason: 'a'.repeat(201) }), { because: 'reason_long' })
        await assert.rejects(ask(payment, 100, { paymentId: 'pay_nobody' }), { because: 'payment_unknown' })
        assert.equal(simulated(payment)?.refundedMinor, 0)
        await send()
        assert.equal(simulated(payment)?.refundedMinor, 400)
        await ask(payment, 600)
        await send()
        await assert.rejects(ask(payment, 1), { because: 'nothing_left' })
        await healthy()
      })

      test('a double click is one refund; two people at once stay below the ceiling [F03] [case 60]', async () => {
        const payment = await sell()
        for (const minor of [300, 700]) {
          const key = `k${payment.id}${minor}`
          const clicked = await Promise.all([1, 2, 3].map(() => ask(payment, minor, { key })))
          assert.equal(new Set(clicked.map(({ id }) => id)).size, 1)
        }
        await fc.assert(
          fc.asyncProperty(fc.scheduler(), async (s) => {
            const bought = await sell()
            const said = () =>
              ask(bought, 700).then(
                () => 'asked',
                () => 'refused',
              )
            const both = [said(), said()].map((each) => s.schedule(each))
            await s.waitAll()
            assert.deepEqual((await Promise.all(both)).sort(), ['asked', 'refused'])
            await Promise.all([send(), send()])
            assert.equal(simulated(bought)?.refundedMinor, 700)
          }),
          { numRuns: 3 },
        )
        await healthy()
      })

      test('credit that was printed already: asked about, then taken below zero [F09] [case 60]', async () => {
        const payment = await sell()
        const { id } = await world.person(login)
        const balance = await world.balanceOf(login)
        const spend = {
          key: `demo:spent:${payment.id}`,
          from: boughtWallet(id),
          to: issuedAccount,
          cause: `spent ${payment.id}`,
        }
        const moved = { amount: amount(balance, 'credit'), mode: 'demo' as const, occurredAt: payment.startedAt }
        await world.app.database.transact((tx) => postTransfers(tx, [{ ...spend, ...moved }]))
        await assert.rejects(ask(payment, 1000), { because: 'below_zero' })
        await ask(payment, 1000, { belowZero: true })
        await send()
        assert.equal(await world.balanceOf(login), -1000)
        const back = { ...spend, key: `demo:back:${payment.id}`, from: issuedAccount, to: boughtWallet(id) }
        await world.app.database.transact((tx) =>
          postTransfers(tx, [{ ...back, ...moved, amount: amount(balance + 1000, 'credit') }]),
        )
        await healthy()
      })

      test('the answer is lost after the effect: uncertain, looked up, done once [F05] [case 60]', async () => {
        const payment = await sell()
        world.simulator(method).script({ fault: 'refund-lost-after', reference: payment.reference })
        const refund = await ask(payment, 1000)
        await send()
        assert.equal(await statusOf(refund), 'uncertain')
        await send()
        assert.equal(await statusOf(refund), 'uncertain', 'it is never sent again blindly')
        world.clock.move(untilFirstLookMs)
        await lookUpRefunds(world.app.shop)
        assert.equal(await statusOf(refund), 'done')
        assert.equal(simulated(payment)?.refundedMinor, 1000)
        await healthy()
      })

      test('the request is lost before the effect: absent by the provider’s word, then sent once [F05] [case 60]', async () => {
        const payment = await sell()
        world.simulator(method).script({ fault: 'refund-lost-before', reference: payment.reference })
        const refund = await ask(payment, 1000)
        await send()
        assert.equal(await statusOf(refund), 'uncertain')
        world.clock.move(untilFirstLookMs)
        await lookUpRefunds(world.app.shop)
        assert.equal(await statusOf(refund), 'reserved')
        await send()
        assert.equal(await statusOf(refund), 'done')
        assert.equal(simulated(payment)?.refundedMinor, 1000)
        await healthy()
      })

      test('refused by the provider: the credit returns and the money may be asked for again [case 60]', async () => {
        const before = await world.balanceOf(login)
        const payment = await sell()
        world.simulator(method).script({ fault: 'refund-refused', reference: payment.reference })
        const refund = await ask(payment, 1000)
        await send()
        assert.equal(await statusOf(refund), 'refused')
        assert.equal(await world.balanceOf(login), before + 1000)
        assert.equal((await findPayment(world.db, payment.id))?.refundedMinor, 0)
        assert.equal((await orderOf(payment)).status, 'fulfilled')
        assert.deepEqual(await notesOf(payment), [])
        await ask(payment, 1000)
        await send()
        assert.equal((await orderOf(payment)).status, 'refunded')
        await healthy()
      })

      test('the worker ends while sending: the refund is doubtful, never free [F05] [case 60]', async () => {
        const payment = await sell()
        const refund = await ask(payment, 500)
        const { db } = world
        const leaseUntil = new Date(world.clock.nowMs() + 60_000).toISOString()
        await db.updateTable('refund').set({ status: 'sending', leaseUntil }).where('id', '=', refund.id).execute()
        await send()
        assert.equal(await statusOf(refund), 'sending', 'whoever holds the lease may still be at it')
        world.clock.move(61_000)
        await send()
        assert.equal(await statusOf(refund), 'uncertain')
        world.clock.move(61 * 60_000)
        await lookUpRefunds(world.app.shop)
        await send()
        // Whoever was sending may still send: only where the provider knows the key is it sent again.
        const isSentAgain = getGateway(world.app.shop, method).gateway.refundKeyLifeMs !== undefined
        assert.equal(await statusOf(refund), isSentAgain ? 'done' : 'uncertain')
        assert.equal(simulated(payment)?.refundedMinor, isSentAgain ? 500 : 0)
        await healthy()
      })

      test('what is booked beyond what the provider can have given is found in the books', async () => {
        const payment = await sell()
        const refund = await ask(payment, 400)
        await send()
        const booked = await findRefund(world.db, refund.id)
        assert.ok(booked)
        /** The books as they would be with one more refund; nothing of it stays. */
        const problemsWith = async (over: Partial<Refund>): Promise<string[]> => {
          const planted = { ...booked, id: 'rfd_planted', key: 'planted', ...over }
          const plant = async (tx: Tx) => {
            await tx.insertInto('refund').values(planted).execute()
            const refundedMinor = Math.min(payment.capturedMinor, 400 + planted.amountMinor)
            await tx.updateTable('payment').set({ refundedMinor }).where('id', '=', payment.id).execute()
            return (await checkBooks(tx)).problems
          }
          return world.app.database.transact(plant, () => false)
        }
        const twice = await problemsWith({})
        assert.ok(
          twice.some((each) => each.endsWith(`operation ${booked.operation} is booked as 2 refunds`)),
          twice.join(),
        )
        const beyond = await problemsWith({ amountMinor: 700, operation: 'another' })
        for (const problem of [
          `payment ${payment.id}: captured 1000, 1100 of it went back`,
          'refund rfd_planted: is done, and nobody has said so',
        ])
          assert.ok(beyond.includes(problem), beyond.join())
        await healthy()
      })

      test('a notice of our own refund that does not name it is not taken for another one [F07]', async () => {
        const payment = await sell()
        world.simulator(method).script({ fault: 'refund-lost-after', reference: payment.reference })
        // What the provider itself would tell, under its own name for the refund, does not come.
        world.simulator(method).script({ fault: 'notice-drop', reference: payment.reference, times: 10 })
        const refund = await ask(payment, 400)
        await send()
        const notice = {
          gatewayId: method,
          source: 'notice' as const,
          about: 'refund' as const,
          kind: 'refunded' as const,
          operation: `desk-${payment.id}`,
          reference: payment.reference,
          account: payment.account,
          mode: payment.mode,
          amount: amount(400, 'EUR'),
          occurredAt: payment.startedAt,
          detail: 'refunded',
        }
        const settle = (over = {}) =>
          world.app.database.transact((tx) => settlePayments(tx, [{ ...notice, ...over }], world.app.shop))
        await settle()
        assert.equal(await statusOf(refund), 'done')
        assert.equal((await findPayment(world.db, payment.id))?.refundedMinor, 400)
        await settle({ operation: `other-${payment.id}`, amount: amount(600, 'EUR') })
        assert.equal((await findPayment(world.db, payment.id))?.refundedMinor, 1000, 'one made elsewhere is adopted')
        assert.equal((await notesOf(payment)).length, 2)
        await healthy()
      })

      test('confirmed by a person, it takes the provider’s name for it when that comes, and is booked once [F07]', async () => {
        const payment = await sell()
        world.simulator(method).script({ fault: 'refund-lost-after', reference: payment.reference })
        world.simulator(method).script({ fault: 'notice-drop', reference: payment.reference, times: 10 })
        const refund = await ask(payment, 400)
        await send()
        const uncertain = await findRefund(world.db, refund.id)
        const said = { occurredAt: payment.startedAt, detail: 'refunded' }
        const { isUnnamed, ...fact } = executedFact(payment, uncertain as Refund, said)
        assert.ok(isUnnamed, 'nobody knows yet what the provider calls it')
        const settle = (told: IncomingFact) =>
          world.app.database.transact((tx) => settlePayments(tx, [told], world.app.shop))
        await settle({ ...fact, isUnnamed })
        assert.deepEqual([await statusOf(refund), (await findRefund(world.db, refund.id))?.operation], ['done', null])
        await settle({ ...fact, source: 'notice', operation: `theirs-${payment.id}` })
        assert.equal((await findRefund(world.db, refund.id))?.operation, `theirs-${payment.id}`)
        assert.equal((await findPayment(world.db, payment.id))?.refundedMinor, 400, 'and is no second one')
        assert.equal((await notesOf(payment)).length, 1)
        await healthy()
      })

      // SQLite has one writer at a time: there nothing can happen meanwhile.
      if (engine === 'postgres') {
        test('a refund asked for while another one is booked from the bank counts in what is decided [F07]', async () => {
          const payment = await sell()
          const asked = Promise.withResolvers<void>()
          const mayCommit = Promise.withResolvers<void>()
          const { transact } = world.app.database
          const asking = transact(async (tx) => {
            const wish = { paymentId: payment.id, amount: amount(600, 'EUR'), reason: 'la moitié', by: 'per_manager' }
            await askRefund(tx, { ...wish, key: `click ${clicks++}`, belowZero: false }, world.app.shop)
            asked.resolve()
            await mayCommit.promise
          })
          await asked.promise
          const elsewhere = {
            ...{ gatewayId: method, source: 'notice' as const, about: 'refund' as const, kind: 'refunded' as const },
            ...{ operation: `elsewhere-${payment.id}`, reference: payment.reference, account: payment.account },
            ...{ mode: payment.mode, amount: amount(500, 'EUR'), occurredAt: payment.startedAt, detail: 'refunded' },
          }
          const settling = transact((tx) => settlePayments(tx, [elsewhere], world.app.shop))
          const waits = sql<{ n: string }>`select count(*) as n from pg_locks where not granted`
          while (Number((await waits.execute(world.db)).rows[0]?.n) === 0) await setImmediate()
          mayCommit.resolve()
          await asking
          const [settled] = await settling
          assert.equal(settled?.decision.do, 'puzzle', 'five and six are more than the ten that came')
          await healthy()
        })
      }
    })
  }
}
