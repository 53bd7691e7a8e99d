import { moveTopUps, type TopUp, topUpOfPayment } from '../../credit/top-up.ts'
import type { Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { toMs } from '../../kit/clock.ts'
import { assert } from '../../kit/failure.ts'
import { newId, newToken } from '../../kit/id.ts'
import { recordChanges } from '../../orders/status-change.ts'
import type { Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import type { SettleWith } from '../shop.ts'
import type { Decided } from './decide-fact.ts'
import { bookRefund } from './refund-books.ts'
import { creditToTakeBack, reserveCredit } from './refund-credit.ts'

/** Somebody gave the money back at the provider's own desk: our books follow, the credit even below zero. */
export async function recordExternalRefund(
  tx: Tx,
  { fact, decision }: Decided<'adopt_refund'>,
  { timeZone }: Pick<SettleWith, 'timeZone'>,
): Promise<void> {
  const { payment, order } = decision
  const moneyMinor = fact.amount.minor
  const fits = fact.amount.unit === payment.currency && (await raiseRefunded(tx, payment.id, moneyMinor))
  assert(fits, `a refund of ${payment.id} fits what was captured`)
  const whole = payment.refundedMinor + moneyMinor === payment.capturedMinor
  const actor = fact.by ?? fact.source
  if (whole) await parkTopUp(tx, await topUpOfPayment(tx, payment.id), actor)
  const back = await creditToTakeBack(tx, { payment, order, refundedBefore: payment.refundedMinor, moneyMinor })
  const refund: Refund = {
    ...newRefund(tx, { payment, amountMinor: moneyMinor, by: fact.by ?? payment.gatewayId, reason: fact.detail }),
    status: 'done',
    boughtMinor: back.bought,
    givenMinor: back.given,
    operation: fact.isUnnamed ? null : fact.operation,
  }
  await insertRows(tx, 'refund', [refund])
  const { id: subjectId, orderId, reason: why } = refund
  const move = { subject: 'refund', subjectId, orderId, fromStatus: '', toStatus: 'done' } as const
  recordChanges(tx, [{ ...move, actor, why }])
  await reserveCredit(tx, { refund, order })
  await bookRefund(tx, { payment, order, refund, occurredAt: fact.occurredAt, actor, timeZone })
}

/** Counts money as on its way back, within what was captured and in one statement; false when it does not fit. */
export async function raiseRefunded(tx: Tx, paymentId: string, minor: number): Promise<boolean> {
  const raised = await tx
    .updateTable('payment')
    .set((eb) => ({ refundedMinor: eb('refundedMinor', '+', minor) }))
    .where('id', '=', paymentId)
    .where((eb) => eb(eb('refundedMinor', '+', minor), '<=', eb.ref('capturedMinor')))
    .returning('refundedMinor')
    .executeTakeFirst()
  return raised !== undefined
}

/** Credit that was not sent yet need not be sent any more; what may be on its way stays as it is. */
export async function parkTopUp(tx: Tx, topUp: TopUp | undefined, actor: string): Promise<void> {
  if (topUp?.status === 'queued' || topUp?.status === 'refused')
    await moveTopUps(tx, [topUp], { to: 'parked', actor, evidence: 'its money went back' })
}

/** A refund row as it begins; its VAT and credit are known later. */
export function newRefund(
  tx: Tx,
  wish: { payment: Payment; amountMinor: number; by: string; reason: string; key?: string },
): Refund {
  const { payment } = wish
  return {
    id: newId('rfd', toMs(tx.now)),
    paymentId: payment.id,
    orderId: payment.orderId,
    status: 'asked',
    amountMinor: wish.amountMinor,
    currency: payment.currency,
    vatMinor: 0,
    boughtMinor: 0,
    givenMinor: 0,
    key: wish.key ?? newToken(),
    operation: null,
    reason: wish.reason,
    askedBy: wish.by,
    askedAt: tx.now,
    why: '',
    nextPollAt: null,
    polls: 0,
    leaseUntil: null,
    fence: 0,
    outlivedLease: 0,
  }
}
