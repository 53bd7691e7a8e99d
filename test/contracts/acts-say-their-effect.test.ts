import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type Outcome, perform } from '../../src/db/act.ts'
import type { Tx } from '../../src/db/database.ts'
import { amount } from '../../src/kit/amount.ts'
import { later, MINUTE, nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import type { Refund } from '../../src/payments/refund.ts'
import { askRefund } from '../../src/payments/refunds/ask-refund.ts'
import { recordRefund } from '../../src/payments/refunds/record-refund.ts'
import { preview } from '../../src/payments/settlement/preview-act.ts'
import { engines } from '../support/databases.ts'
import { fakePrintSystem } from '../support/fake-print-system.ts'
import { between, comparable, photograph } from '../support/measure-books.ts'
import { anyPast, live, sayOfRefund } from '../support/random-sales.ts'
import { createWorld, type World } from '../support/world.ts'

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
  act: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { shop, database } = world.app
  const start = await photograph(world)
  const seen = await preview(shop, act)
  assert.deepEqual(await photograph(world), start, 'a preview leaves nothing')
  const outcome = await perform(database, act)
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

const named = (outcome: Outcome & { because?: string }): string => [outcome.is, outcome.because].join(' ')
const count = (met: Met, outcome: Outcome): void => void met.set(named(outcome), (met.get(named(outcome)) ?? 0) + 1)

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
          count(met, await holds(world, payment, ask))
          if (again) await holds(world, payment, ask)
        }),
        { numRuns: 40 },
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
          count(met, await holds(world, payment, record))
          if (again) await holds(world, payment, record)
        }),
        { numRuns: 40 },
      )
      manifold(met, 'recorded ')
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
      const states = fc.constantFrom('queued' as const, 'sending' as const, 'applied' as const)
      await fc.assert(
        fc.asyncProperty(states, fc.constantFrom(50, 100), fc.boolean(), async (state, share, belowZero) => {
          const payment = await live(world, [{ happens: 'paid', minor: 2000 }])
          if (state === 'applied') await world.app.worker.runNow(['top-ups at fake'])
          else await world.db.updateTable('topUp').set({ status: state }).where('paymentId', '=', payment.id).execute()
          const wish = { paymentId: payment.id, by: 'per_m', key: newToken(100), reason: 'asked for', belowZero }
          const asked = { ...wish, amount: sumOf({ share, unit: 'EUR' }, payment) }
          count(met, await holds(world, payment, (tx) => askRefund(tx, asked, world.app.shop)))
          await world.db.updateTable('topUp').set({ status: 'parked' }).where('status', '=', 'sending').execute()
        }),
        { numRuns: 20 },
      )
      manifold(met, 'asked ')
    })
  })
}
