import { sql } from 'kysely'
import type { Fact, RefundOutcome, RefundToSend } from '../../gateways/gateway.ts'
import { amount } from '../../kit/amount.ts'
import { DAY, later, MINUTE, nowOf } from '../../kit/clock.ts'
import { assert } from '../../kit/failure.ts'
import { findOrder } from '../../orders/order.ts'
import { findPayment, type Payment } from '../payment.ts'
import { jitterOf, nextPoll } from '../poll-schedule.ts'
import { findRefund, moveRefund, type Refund } from '../refund.ts'
import type { IncomingFact } from '../settlement/decide-fact.ts'
import { refuseRefund } from '../settlement/refund-books.ts'
import { settlePayments } from '../settlement/settle-payments.ts'
import { getGateway, type Shop } from '../shop.ts'

const leaseMs = 5 * MINUTE
/** Asked for by the poller's schedule until a day has passed, then daily: a refund has no page that closes. */
const limitMs = DAY

/**
 * Sends reserved refunds, one call each, never repeated blindly: an answer that is missing leaves the refund
 * uncertain, and only the provider's word that it is absent lets it be sent again. A worker that was frozen after its
 * claim finds, just before the call, that it has lost the refund; one that was frozen in the call may still send, so
 * that without a key of the provider's only a person may say that nothing happened. Returns how many were sent.
 */
export async function deliverRefunds(shop: Shop): Promise<number> {
  await doubtAbandoned(shop)
  await refuseDisputed(shop)
  let sent = 0
  for (let refund = await claimNext(shop); refund; refund = await claimNext(shop)) {
    const payment = await paymentOf(shop, refund)
    const { gateway } = getGateway(shop, payment.gatewayId)
    assert(gateway.refund, `${payment.gatewayId} gives money back`)
    const question = await asQuestion(shop, refund, payment)
    if (!(await isStillOurs(shop, refund))) continue
    await keepOutcome(shop, { refund, payment }, await gateway.refund(question))
    sent += 1
  }
  return sent
}

/** Asks what became of uncertain refunds whose look is due. Returns how many were asked for. */
export async function lookUpRefunds(shop: Shop): Promise<number> {
  const due = await shop.database.db
    .selectFrom('refund')
    .select('id')
    .where('status', '=', sql.lit('uncertain'))
    .where('nextPollAt', '<=', nowOf(shop.database.clock))
    .orderBy('nextPollAt')
    .execute()
  for (const { id } of due) await lookUpRefund(shop, id)
  return 0
}

/** "What became of it?", now: the poller's turn, or a person's at the desk. */
export async function lookUpRefund(shop: Shop, refundId: string): Promise<void> {
  const refund = await findRefund(shop.database.db, refundId)
  if (refund?.status !== 'uncertain') return
  const payment = await paymentOf(shop, refund)
  const { gateway, pauseLeftMs } = getGateway(shop, payment.gatewayId)
  // A look that is not made uses up nothing: it is due still when the pause is over.
  if (pauseLeftMs() > 0) return
  assert(gateway.lookUpRefund, `${payment.gatewayId} can be asked about a refund`)
  const question = await asQuestion(shop, refund, payment)
  await keepOutcome(shop, { refund, payment }, await gateway.lookUpRefund(question))
}

async function claimNext(shop: Shop): Promise<Refund | undefined> {
  const paused = pausedGateways(shop)
  return shop.database.transact(async (tx) => {
    const next = await tx
      .selectFrom('refund')
      .innerJoin('payment', 'payment.id', 'refund.paymentId')
      .selectAll('refund')
      .where('refund.status', '=', sql.lit('reserved'))
      .where('payment.status', '!=', 'charged_back')
      .$if(paused.length > 0, (query) => query.where('payment.gatewayId', 'not in', paused))
      .orderBy('refund.askedAt')
      .orderBy('refund.id')
      .limit(1)
      .executeTakeFirst()
    if (!next) return undefined
    await moveRefund(tx, { refund: next, to: 'sending', actor: 'worker', why: '' })
    const leaseUntil = later(tx.now, leaseMs)
    await tx.updateTable('refund').set({ leaseUntil }).where('id', '=', next.id).execute()
    return { ...next, status: 'sending' as const, leaseUntil, fence: next.fence + 1 }
  })
}

/** What is not sent while a provider's calls are paused waits: a call that was held back would count as refused. */
const pausedGateways = ({ gateways }: Shop): string[] =>
  [...gateways].flatMap(([id, { pauseLeftMs }]) => (pauseLeftMs() > 0 ? [id] : []))

/** A dispute has taken the money meanwhile: what was to go back is not sent on top of it. */
async function refuseDisputed(shop: Shop): Promise<void> {
  const disputed = await shop.database.db
    .selectFrom('refund')
    .innerJoin('payment', 'payment.id', 'refund.paymentId')
    .select('refund.id')
    .where('refund.status', '=', sql.lit('reserved'))
    .where('payment.status', '=', 'charged_back')
    .execute()
  for (const { id } of disputed)
    await shop.database.transact(async (tx) => {
      const refund = await findRefund(tx, id)
      const payment = refund && (await findPayment(tx, refund.paymentId))
      const order = refund && (await findOrder(tx, refund.orderId))
      if (refund?.status !== 'reserved' || payment?.status !== 'charged_back' || !order) return
      await refuseRefund(tx, { refund, order, actor: 'worker', why: 'charged back', occurredAt: tx.now })
    })
}

/** One statement, just before the call: whoever slept past the lease, or was overtaken, has nothing to send. */
async function isStillOurs({ database }: Shop, refund: Refund): Promise<boolean> {
  const held = await database.transact((tx) =>
    tx
      .updateTable('refund')
      .set({ leaseUntil: later(tx.now, leaseMs) })
      .where('id', '=', refund.id)
      .where('status', '=', sql.lit('sending'))
      .where('fence', '=', refund.fence)
      .where('leaseUntil', '>', tx.now)
      .returning('id')
      .executeTakeFirst(),
  )
  return held !== undefined
}

/** A refund found in `sending` after its lease may have had its effect, and may have it yet. */
async function doubtAbandoned({ database }: Shop): Promise<void> {
  const abandoned = await database.db
    .selectFrom('refund')
    .select('id')
    .where('status', '=', sql.lit('sending'))
    .where('leaseUntil', '<', nowOf(database.clock))
    .execute()
  for (const { id } of abandoned)
    await database.transact(async (tx) => {
      // One statement decides against a sender that renews its lease at this moment: only one of the two goes on.
      const refund = await tx
        .updateTable('refund')
        .set({ outlivedLease: 1 })
        .where('id', '=', id)
        .where('status', '=', sql.lit('sending'))
        .where('leaseUntil', '<', tx.now)
        .returningAll()
        .executeTakeFirst()
      if (refund) await doubt(tx, refund, 'the worker ended while sending')
    })
}

async function paymentOf(shop: Shop, refund: Refund): Promise<Payment> {
  const payment = await findPayment(shop.database.db, refund.paymentId)
  assert(payment, `the payment of ${refund.id} is there`)
  return payment
}

async function asQuestion({ database }: Shop, refund: Refund, payment: Payment): Promise<RefundToSend> {
  const money = (minor: number) => amount(minor, refund.currency)
  const others = await database.db
    .selectFrom('refund')
    .select('operation')
    .where('paymentId', '=', payment.id)
    .where('id', '!=', refund.id)
    .where('operation', 'is not', null)
    .execute()
  return {
    ...(refund.operation !== null && { operation: refund.operation }),
    otherOperations: others.flatMap(({ operation }) => operation ?? []),
    refundId: refund.id,
    key: refund.id,
    amount: money(refund.amountMinor),
    captured: money(payment.capturedMinor),
    refundedBefore: money(payment.refundedMinor - refund.amountMinor),
    reference: payment.reference,
    attemptRef: payment.attemptRef ?? undefined,
    capture: payment.capture ?? '',
    reason: refund.reason,
  }
}

type Sent = { refund: Refund; payment: Payment }
type Tx = Parameters<typeof moveRefund>[0]

async function keepOutcome(shop: Shop, { refund, payment }: Sent, outcome: RefundOutcome): Promise<void> {
  shop.log.info({ refundId: refund.id, gateway: payment.gatewayId, outcome: outcome.is }, 'refund asked')
  await shop.database.transact(async (tx) => {
    const now = await findRefund(tx, refund.id)
    // Money that went is money that went, whoever has moved the refund meanwhile.
    if (outcome.is === 'done') {
      await settlePayments(tx, [doneFact({ refund, payment }, outcome)], shop)
      return
    }
    // A notice was faster, or another worker has gone on with it: what this call says of it is no longer so.
    if (now?.status !== refund.status || now.fence !== refund.fence) return
    switch (outcome.is) {
      case 'refused': {
        const order = await findOrder(tx, refund.orderId)
        assert(order, `the order of ${refund.id} is there`)
        const { is: _, ...said } = outcome
        return refuseRefund(tx, { refund: now, order, actor: payment.gatewayId, ...said, occurredAt: tx.now })
      }
      case 'absent':
        if (!mayRepeat(shop, { refund: now, payment }, tx.now)) return doubt(tx, now, 'its sender may still send it')
        return moveRefund(tx, { refund: now, to: 'reserved', actor: payment.gatewayId, why: 'not executed' })
      case 'pending':
        return doubt(tx, now, 'pending', outcome.operation)
      case 'unknown':
        return doubt(tx, now, outcome.why)
    }
  })
}

/** The sender has ended, or what it may still send is the same refund to the provider. */
function mayRepeat(shop: Shop, { refund, payment }: Sent, now: string): boolean {
  const { refundKeyLifeMs } = getGateway(shop, payment.gatewayId).gateway
  if (refund.outlivedLease === 0) return true
  return refundKeyLifeMs !== undefined && now < later(refund.askedAt, refundKeyLifeMs)
}

/** Uncertain, with its next look; one that was uncertain before only gets another date. */
async function doubt(tx: Tx, refund: Refund, why: string, operation?: string): Promise<void> {
  const named = operation !== undefined && { operation }
  if (refund.status === 'sending') await moveRefund(tx, { refund, to: 'uncertain', actor: 'worker', why, ...named })
  const limitAt = later(refund.askedAt, limitMs)
  const nextPollAt =
    nextPoll({ startedAt: refund.askedAt, limitAt, now: tx.now, jitterSeed: jitterOf(refund.id) }) ?? null
  await tx
    .updateTable('refund')
    .set({ nextPollAt, polls: refund.polls + 1, ...named })
    .where('id', '=', refund.id)
    .execute()
}

function doneFact({ refund, payment }: Sent, outcome: RefundOutcome & { is: 'done' }): IncomingFact {
  const fact: Fact = {
    about: 'refund',
    kind: 'refunded',
    operation: outcome.operation ?? `answer of ${refund.id}`,
    ...(payment.capture !== null && { capture: payment.capture }),
    reference: payment.reference,
    account: payment.account,
    mode: payment.mode,
    amount: amount(refund.amountMinor, refund.currency),
    occurredAt: outcome.occurredAt,
    refundId: refund.id,
    detail: 'confirmed by the provider',
  }
  const isUnnamed = outcome.operation === undefined && ({ isUnnamed: true } as const)
  return { ...fact, gatewayId: payment.gatewayId, source: 'look_up', ...isUnnamed }
}
