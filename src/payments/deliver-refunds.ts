import { sql } from 'kysely'
import type { Fact, RefundOutcome, RefundToSend } from '../gateways/gateway.ts'
import { amount } from '../kit/amount.ts'
import { DAY, later, MINUTE, nowOf } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import { findOrder } from '../orders/order.ts'
import type { IncomingFact } from './decide-fact.ts'
import { lotOf, nextLook } from './look-schedule.ts'
import { findPayment, type Payment } from './payment.ts'
import { findRefund, moveRefund, type Refund } from './refund.ts'
import { refuseRefund } from './refund-books.ts'
import { settlePayments } from './settle-payments.ts'
import { getGateway, type Shop } from './shop.ts'

const leaseMs = 5 * MINUTE
/** Asked for by the poller's schedule until a day has passed, then daily: a refund has no page that closes. */
const limitMs = DAY

/**
 * Sends reserved refunds, one call each, never repeated blindly: an answer that is missing leaves the refund
 * uncertain, and only the provider's word that it is absent lets it be sent again. Returns how many were sent.
 */
export async function deliverRefunds(shop: Shop): Promise<number> {
  await doubtAbandoned(shop)
  let sent = 0
  for (let refund = await claimNext(shop); refund; refund = await claimNext(shop)) {
    const payment = await paymentOf(shop, refund)
    const { gateway } = getGateway(shop, payment.gatewayId)
    assert(gateway.refund, `${payment.gatewayId} gives money back`)
    await keepOutcome(shop, { refund, payment }, await gateway.refund(asQuestion(refund, payment)))
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
    .where('nextLookAt', '<=', nowOf(shop.database.clock))
    .execute()
  for (const { id } of due) await lookUpRefund(shop, id)
  return 0
}

/** "What became of it?", now: the poller's turn, or a person's at the desk. */
export async function lookUpRefund(shop: Shop, refundId: string): Promise<void> {
  const refund = await findRefund(shop.database.db, refundId)
  if (refund?.status !== 'uncertain') return
  const payment = await paymentOf(shop, refund)
  const { gateway } = getGateway(shop, payment.gatewayId)
  assert(gateway.lookUpRefund, `${payment.gatewayId} can be asked about a refund`)
  await keepOutcome(shop, { refund, payment }, await gateway.lookUpRefund(asQuestion(refund, payment)))
}

async function claimNext(shop: Shop): Promise<Refund | undefined> {
  return shop.database.transact(async (tx) => {
    const next = await tx
      .selectFrom('refund')
      .selectAll()
      .where('status', '=', sql.lit('reserved'))
      .orderBy('askedAt')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (!next) return undefined
    await moveRefund(tx, { refund: next, to: 'sending', actor: 'worker', why: '' })
    const leaseUntil = later(tx.now, leaseMs)
    await tx.updateTable('refund').set({ leaseUntil }).where('id', '=', next.id).execute()
    return { ...next, status: 'sending' as const, leaseUntil }
  })
}

/** A refund found in `sending` after its lease may have had its effect. */
async function doubtAbandoned(shop: Shop): Promise<void> {
  const { db, clock } = shop.database
  const abandoned = await db
    .selectFrom('refund')
    .selectAll()
    .where('status', '=', sql.lit('sending'))
    .where('leaseUntil', '<', nowOf(clock))
    .execute()
  for (const refund of abandoned)
    await shop.database.transact((tx) => doubt(tx, refund, 'the worker ended while sending'))
}

async function paymentOf(shop: Shop, refund: Refund): Promise<Payment> {
  const payment = await findPayment(shop.database.db, refund.paymentId)
  assert(payment, `the payment of ${refund.id} is there`)
  return payment
}

function asQuestion(refund: Refund, payment: Payment): RefundToSend {
  const money = (minor: number) => amount(minor, refund.currency)
  return {
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
    // A notice was faster and has settled it.
    if (now?.status !== refund.status) return
    switch (outcome.is) {
      case 'done':
        await settlePayments(tx, [doneFact({ refund, payment }, outcome)], shop)
        return
      case 'refused': {
        const order = await findOrder(tx, refund.orderId)
        assert(order, `the order of ${refund.id} is there`)
        const { why } = outcome
        return refuseRefund(tx, { refund: now, order, actor: payment.gatewayId, why, occurredAt: tx.now })
      }
      case 'absent':
        return moveRefund(tx, { refund: now, to: 'reserved', actor: payment.gatewayId, why: 'not executed' })
      case 'pending':
        return doubt(tx, now, 'pending', outcome.operation)
      case 'unknown':
        return doubt(tx, now, outcome.why)
    }
  })
}

/** Uncertain, with its next look; one that was uncertain before only gets another date. */
async function doubt(tx: Tx, refund: Refund, why: string, operation?: string): Promise<void> {
  const named = operation !== undefined && { operation }
  if (refund.status === 'sending') await moveRefund(tx, { refund, to: 'uncertain', actor: 'worker', why, ...named })
  const limitAt = later(refund.askedAt, limitMs)
  const nextLookAt = nextLook({ startedAt: refund.askedAt, limitAt, now: tx.now, lot: lotOf(refund.id) }) ?? null
  await tx
    .updateTable('refund')
    .set({ nextLookAt, looks: refund.looks + 1, ...named })
    .where('id', '=', refund.id)
    .execute()
}

function doneFact({ refund, payment }: Sent, outcome: RefundOutcome & { is: 'done' }): IncomingFact {
  const fact: Fact = {
    about: 'refund',
    kind: 'refunded',
    operation: outcome.operation,
    reference: payment.reference,
    account: payment.account,
    mode: payment.mode,
    amount: amount(refund.amountMinor, refund.currency),
    occurredAt: outcome.occurredAt,
    refundId: refund.id,
    detail: 'confirmed by the provider',
  }
  return { ...fact, gatewayId: payment.gatewayId, source: 'look_up' }
}
