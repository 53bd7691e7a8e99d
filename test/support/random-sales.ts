import assert from 'node:assert/strict'
import fc from 'fast-check'
import { perform } from '../../src/db/act.ts'
import { amount, credit } from '../../src/kit/amount.ts'
import { nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { walletOf } from '../../src/ledger/balance.ts'
import { recordUsage } from '../../src/ledger/usage.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import { findRefund, moveRefund, type Refund } from '../../src/payments/refund.ts'
import { askRefund } from '../../src/payments/refunds/ask-refund.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { createSettlementLoad, paidFact } from './settlement-load.ts'
import type { World } from './world.ts'

/** What may have happened to a sale before somebody decides about it. */
export type Past =
  | { happens: 'paid'; minor: number }
  | { happens: 'printed'; share: number }
  | { happens: 'given_back'; minor: number; ends: 'done' | 'refused' | 'uncertain' | 'nothing' }
  | { happens: 'given_back_elsewhere'; minor: number }
  | { happens: 'disputed'; minor: number }

/** A sale of 20,00 EUR with a bonus: mostly paid as asked, else with another sum and held; then anything. */
const pasts = (paidAsAsked: number) =>
  fc
    .tuple(
      fc.oneof(
        { weight: paidAsAsked, arbitrary: fc.constant(2000) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 4000 }) },
      ),
      fc.array(
        fc.oneof(
          fc.record({ happens: fc.constant('printed' as const), share: fc.integer({ min: 1, max: 100 }) }),
          fc.record({
            happens: fc.constant('given_back' as const),
            minor: fc.integer({ min: 1, max: 2000 }),
            ends: fc.constantFrom('done' as const, 'refused' as const, 'uncertain' as const, 'nothing' as const),
          }),
          fc.record({
            happens: fc.constant('given_back_elsewhere' as const),
            minor: fc.integer({ min: 1, max: 2000 }),
          }),
          fc.record({ happens: fc.constant('disputed' as const), minor: fc.integer({ min: 1, max: 2000 }) }),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([minor, rest]): Past[] => [{ happens: 'paid', minor }, ...rest])

export const anyPast = pasts(3)
/** Of money that is mostly held: not what was asked. */
export const heldPast = pasts(0)

/** Makes it happen; gives back the payment as it stands then. */
export async function live(world: World, past: readonly Past[]): Promise<Payment> {
  const load = await createSettlementLoad(world.app, 1)
  const [sold] = await load.sell(1)
  assert.ok(sold)
  const { id } = sold.payment
  const now = async () => (await findPayment(world.db, id)) ?? sold.payment
  for (const event of past) await happen(world, await now(), event)
  return now()
}

const settle = ({ app }: World, fact: IncomingFact) =>
  app.database.transact((tx) => settlePayments(tx, [fact], app.shop))

async function happen(world: World, payment: Payment, event: Past): Promise<void> {
  const { app, clock } = world
  const now = nowOf(clock)
  if (event.happens === 'paid')
    return void (await settle(world, { ...paidFact(payment, now), amount: amount(event.minor, payment.currency) }))
  if (event.happens === 'printed') return print(world, payment, event.share)
  const money = 'minor' in event ? amount(event.minor, payment.currency) : amount(1, payment.currency)
  if (event.happens === 'given_back') {
    const wish = { paymentId: payment.id, amount: money, reason: 'before', by: 'per_m', key: newToken(100) }
    const asked = await perform(app.database, (tx) => askRefund(tx, { ...wish, belowZero: true }, app.shop))
    return asked.is === 'asked' ? sayOfRefund(world, payment, asked.refund, event.ends) : undefined
  }
  const about = event.happens === 'disputed' ? ('chargeback' as const) : ('refund' as const)
  const kind = about === 'refund' ? ('refunded' as const) : ('charged_back' as const)
  const said = { operation: `${about}-${newToken(60)}`, detail: 'said by the provider' }
  await settle(world, { ...paidFact(payment, now), ...said, about, kind, amount: money })
}

/** What the provider says of a refund of ours, under a name of its own; nothing is said of one that is under way. */
export async function sayOfRefund(
  world: World,
  payment: Payment,
  { id }: Pick<Refund, 'id'>,
  word: 'done' | 'refused' | 'uncertain' | 'nothing',
): Promise<void> {
  if (word === 'nothing') return
  const refund = await world.app.database.transact(async (tx) => {
    for (const to of word === 'done' ? (['sending'] as const) : (['sending', 'uncertain'] as const)) {
      const now = await findRefund(tx, id)
      if (now) await moveRefund(tx, { refund: now, to, actor: 'worker', why: '' })
    }
    return findRefund(tx, id)
  })
  if (!refund || word === 'uncertain') return
  await settle(world, {
    ...paidFact(payment, nowOf(world.clock)),
    about: 'refund',
    kind: word === 'done' ? 'refunded' : 'refused',
    refundId: id,
    operation: `refund-${id}`,
    amount: amount(refund.amountMinor, refund.currency),
  })
}

/** Some of what the buyer has is printed, in whole units of the books. */
async function print(world: World, { orderId }: Payment, share: number): Promise<void> {
  const { personId } = await world.db
    .selectFrom('orders')
    .select('personId')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  const { total } = await walletOf(world.db, personId)
  const minor = Math.floor((total.minor * share) / 100)
  if (minor <= 0) return
  const what = {
    category: 'print',
    pages: 1,
    colour: false,
    device: 'B-201',
    document: 'Thesis',
    mode: 'demo',
  } as const
  const usage = { ...what, personId, cost: credit(minor), occurredAt: nowOf(world.clock) }
  await world.app.database.transact((tx) => recordUsage(tx, usage, 'Europe/Paris'))
}
