import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { topUpOfPayment } from '../../src/credit/top-up.ts'
import { type Outcome, perform } from '../../src/db/act.ts'
import type { Tx } from '../../src/db/database.ts'
import { amount } from '../../src/kit/amount.ts'
import { HOUR, later, MINUTE, nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { findOrder } from '../../src/orders/order.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import { type Refund, refundsOfOrder } from '../../src/payments/refund.ts'
import { askRefund } from '../../src/payments/refunds/ask-refund.ts'
import { recordRefund } from '../../src/payments/refunds/record-refund.ts'
import { type Preview, preview } from '../../src/payments/settlement/preview-act.ts'
import { decideReviewItem, previewDecision, type ReviewDecision } from '../../src/review/decide-item.ts'
import type { DecideOutcome } from '../../src/review/review-kind.ts'
import { declareWithdrawal } from '../../src/withdrawals/declare-withdrawal.ts'
import { computeWithdrawalSum } from '../../src/withdrawals/withdrawal-sum.ts'
import { engines } from '../support/databases.ts'
import { fakePrintSystem } from '../support/fake-print-system.ts'
import { between, comparable, photograph } from '../support/measure-books.ts'
import { anyPast, heldPast, live, sayOfRefund } from '../support/random-sales.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

/** Of every outcome that was met, how often: a property that only meets refusals holds nothing. */
type Met = Map<string, number>

/**
 * Previews an act, then does it, and measures the committed books around it: what was said is what happened, and
 * saying it changed nothing. Where money goes back, the provider's word comes under its own name, and what follows is
 * what was said would.
 */
async function holds<Result extends Outcome & { refund?: Refund }>(
  world: World,
  payment: Payment,
  { say, act }: { say: () => Promise<Preview<Result>>; act: () => Promise<Result> },
): Promise<Result> {
  const start = await photograph(world)
  const seen = await say()
  assert.deepEqual(await photograph(world), start, 'a preview leaves nothing')
  const outcome = await act()
  const done = await photograph(world)
  assert.equal(named(outcome), named(seen.outcome))
  assert.deepEqual(comparable(seen.effect), comparable(between(start, done)))
  if (outcome.is === 'refused') assert.deepEqual(done, start, 'a refusal leaves nothing')
  if (outcome.refund?.status === 'reserved') {
    await sayOfRefund(world, (await findPayment(world.db, payment.id)) ?? payment, outcome.refund, 'done')
    assert.deepEqual(comparable(seen.whenConfirmed), comparable(between(done, await photograph(world))))
  }
  return outcome
}

const both = <Result extends Outcome>({ app }: World, act: (tx: Tx) => Promise<Result>) => ({
  say: () => preview(app.shop, act),
  act: () => perform(app.database, act),
})

const named = (outcome: Outcome & { because?: unknown }): string => [outcome.is, outcome.because].join(' ')
const count = (met: Met, outcome: Outcome): void => void met.set(named(outcome), (met.get(named(outcome)) ?? 0) + 1)

/** The same pasts and wishes in each run: whether they are manifold is not left to chance. */
const seed = 20261128

/** Some were done, and refused for more than one reason. */
function manifold(met: Met, done: string): void {
  const told = JSON.stringify([...met])
  assert.ok((met.get(done) ?? 0) >= 3, told)
  assert.ok(met.size >= 3, told)
}

const money = fc.oneof(
  { weight: 8, arbitrary: fc.record({ share: fc.integer({ min: 1, max: 100 }), unit: fc.constant('EUR') }) },
  { weight: 1, arbitrary: fc.record({ share: fc.constantFrom(0, 110), unit: fc.constant('EUR') }) },
  { weight: 1, arbitrary: fc.record({ share: fc.constant(50), unit: fc.constant('USD') }) },
)
const mostly = (usual: string, ...others: string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
const reason = mostly('asked for', '', ' ', 'x'.repeat(201))
/** A part of what is left, or a little more. */
const sumOf = ({ share, unit }: { share: number; unit: string }, { capturedMinor, refundedMinor }: Payment) =>
  amount(Math.ceil(((capturedMinor - refundedMinor) * share) / 100), unit)

for (const { engine, skip } of engines) {
  describe(`what an act says before it happens, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(async () => {
      if (!world) return
      await world.end()
    })

    test('asking for a refund, whatever happened to the sale before', async () => {
      const met: Met = new Map()
      const wishes = fc.record({
        money,
        reason,
        belowZero: fc.boolean(),
        creditAtMost: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }),
        again: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(anyPast, wishes, async (past, { creditAtMost, again, ...over }) => {
          const payment = await live(world, past)
          const wish = {
            paymentId: payment.id,
            by: 'per_manager',
            key: newToken(100),
            ...{ ...over, amount: sumOf(over.money, payment) },
            ...(creditAtMost !== undefined && { creditAtMost }),
          }
          const ask = (tx: Tx) => askRefund(tx, wish, world.app.shop)
          count(met, await holds(world, payment, both(world, ask)))
          if (again) await holds(world, payment, both(world, ask))
        }),
        { numRuns: 40, seed },
      )
      manifold(met, 'asked ')
      assert.deepEqual((await world.check()).problems, [])
    })

    test('recording a refund that was made at the provider', async () => {
      const met: Met = new Map()
      const told = fc.record({
        money,
        reason,
        operation: mostly('new', 'of the payment', 'with space', ''),
        minutes: mostly('0', '-60', '60'),
        again: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(anyPast, told, async (past, { operation, minutes, again, ...over }) => {
          const payment = await live(world, past)
          const names = { new: newToken(60), 'of the payment': payment.capture ?? '' }
          const made = {
            paymentId: payment.id,
            amount: sumOf(over.money, payment),
            operation: operation in names ? names[operation as keyof typeof names] : operation,
            reason: over.reason,
            occurredAt: later(nowOf(world.clock), Number(minutes) * MINUTE),
          }
          const record = (tx: Tx) => recordRefund(tx, made, 'per_manager', world.app.shop)
          count(met, await holds(world, payment, both(world, record)))
          if (again) await holds(world, payment, both(world, record))
        }),
        { numRuns: 40, seed },
      )
      manifold(met, 'recorded ')
      assert.deepEqual((await world.check()).problems, [])
    })
  })

  describe(`what a decision says before it happens, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())

    const decides = (payment: Payment, decision: ReviewDecision) => {
      const shop = { ...world.app.shop, withdrawal: world.config.withdrawal }
      const say = () => previewDecision(shop, decision)
      const act = () => decideReviewItem(shop, decision) as Promise<DecideOutcome>
      return holds(world, payment, { say, act })
    }
    const common = () => ({ by: 'per_manager', why: 'seen with the bank', key: newToken(100) })

    test('of money that is held: credited, given back, left as it is', async () => {
      const met: Met = new Map()
      const choices = fc.constantFrom('credit', 'credit', 'give_back', 'give_back', 'keep', '', 'happened')
      const told = fc.option(fc.integer({ min: 1, max: 3000 }), { nil: null })
      await fc.assert(
        fc.asyncProperty(heldPast, choices, told, fc.boolean(), async (past, choice, toldMinor, again) => {
          const payment = await live(world, past)
          const bank = { toldMinor, toldUnit: 'EUR' }
          await world.db.updateTable('payment').set(bank).where('id', '=', payment.id).execute()
          const decision = { ...common(), kind: 'held_payment', id: payment.id, choice } as const
          count(met, await decides(payment, decision))
          if (again) await decides(payment, decision)
        }),
        { numRuns: 60, seed },
      )
      manifold(met, 'decided ')
      assert.deepEqual((await world.check()).problems, [])
    })

    test('of a refund that nobody knows of: it happened, it did not, it is left', async () => {
      const met: Met = new Map()
      const choices = fc.constantFrom('happened', 'happened', 'did_not_happen', 'did_not_happen', 'keep', '', 'credit')
      await fc.assert(
        fc.asyncProperty(anyPast, fc.integer({ min: 1, max: 2000 }), choices, async (past, minor, choice) => {
          const payment = await live(world, [...past, { happens: 'given_back', minor, ends: 'uncertain' }])
          const refund = (await refundsOfOrder(world.db, payment.orderId)).at(-1)
          count(met, await decides(payment, { ...common(), kind: 'doubtful_refund', id: refund?.id ?? '', choice }))
        }),
        { numRuns: 40, seed },
      )
      manifold(met, 'decided ')
      assert.deepEqual((await world.check()).problems, [])
    })

    test('of a withdrawal: refunded as it was shown, refused, closed', async () => {
      const met: Met = new Map()
      const choices = fc.constantFrom('refund', 'refund', 'refund', 'refuse', 'close', '')
      await fc.assert(
        fc.asyncProperty(anyPast, choices, mostly('0', '1'), async (past, choice, off) => {
          const payment = await live(world, past)
          const order = await findOrder(world.db, payment.orderId)
          assert.ok(order)
          const email = `${newToken(40)}@example.org`
          const typed = { name: 'Alice MARTIN', contract: order.number, email, language: 'fr' as const }
          const whence = { key: newToken(100), person: await world.person(login), address: `10.0.0.${met.size}` }
          const { id } = await declareWithdrawal(world.app.database, { ...typed, ...whence })
          const rules = { ...world.config.withdrawal, timeZone: world.app.shop.timeZone }
          const sum = await computeWithdrawalSum(world.db, order, rules)
          const seenMinor = sum.refundMinor + Number(off)
          count(met, await decides(payment, { ...common(), kind: 'withdrawal', id, choice, seenMinor }))
          world.clock.move(HOUR)
        }),
        { numRuns: 40, seed },
      )
      manifold(met, 'under_way ')
      assert.deepEqual((await world.check()).problems, [])
    })
  })

  describe(`credit that another print system keeps, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine, printSystem: fakePrintSystem([]).system })
    })
    after(() => world?.end())

    test('not sent yet, being sent, there: the refund says the same before and after', async () => {
      const met: Met = new Map()
      for (const state of ['queued', 'sending', 'applied'] as const)
        for (const share of [50, 100]) {
          const payment = await live(world, [{ happens: 'paid', minor: 2000 }])
          if (state === 'applied') await world.app.worker.runNow(['top-ups at fake'])
          else await world.db.updateTable('topUp').set({ status: state }).where('paymentId', '=', payment.id).execute()
          const wish = { paymentId: payment.id, by: 'per_m', key: newToken(100), reason: 'asked for', belowZero: false }
          const asked = { ...wish, amount: sumOf({ share, unit: 'EUR' }, payment) }
          count(
            met,
            await holds(
              world,
              payment,
              both(world, (tx) => askRefund(tx, asked, world.app.shop)),
            ),
          )
          await world.db.updateTable('topUp').set({ status: 'parked' }).where('status', '=', 'sending').execute()
        }
      assert.deepEqual(Object.fromEntries(met), { 'asked ': 3, 'refused whole_only': 1, 'refused credit_open': 2 })
    })

    test('refused or in doubt there: what a person says of it', async () => {
      const met: Met = new Map()
      for (const status of ['uncertain', 'refused', 'applied'] as const)
        for (const choice of ['is_there', 'send_again', 'park', 'keep', '']) {
          const payment = await live(world, [{ happens: 'paid', minor: 2000 }])
          if (status === 'applied') await world.app.worker.runNow(['top-ups at fake'])
          else await world.db.updateTable('topUp').set({ status }).where('paymentId', '=', payment.id).execute()
          const id = (await topUpOfPayment(world.db, payment.id))?.id ?? ''
          const decision = {
            kind: 'doubtful_top_up',
            id,
            choice,
            by: 'per_m',
            why: 'seen',
            key: newToken(100),
          } as const
          const shop = { ...world.app.shop, withdrawal: world.config.withdrawal }
          const say = () => previewDecision(shop, decision)
          const act = () => decideReviewItem(shop, decision) as Promise<DecideOutcome>
          count(met, await holds(world, payment, { say, act }))
          await world.db.updateTable('topUp').set({ status: 'parked' }).where('status', '=', 'queued').execute()
        }
      assert.deepEqual(Object.fromEntries(met), {
        ...{ 'decided ': 4, 'under_way ': 1 },
        ...{ 'refused changed': 8, 'refused choice_missing': 2 },
      })
    })
  })
}
