import type { Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { toMs } from '../../kit/clock.ts'
import { newId, newToken } from '../../kit/id.ts'
import { postTransfers } from '../../ledger/transfer.ts'
import { recordChanges } from '../../orders/status-change.ts'
import { movePayments, type Payment } from '../payment.ts'
import type { Decided } from './decide-fact.ts'
import { intoSuspense } from './sale-transfers.ts'

/**
 * Money that no machine may attribute: visible, with its reason, until a person decides. What is on our account
 * stands in suspense. A further capture of an attempt that has one becomes a payment of its own, held.
 */
export async function holdPayments(tx: Tx, decided: readonly Decided<'hold'>[]): Promise<void> {
  for (const { fact, decision } of decided) {
    const { payment, because, ours } = decision
    const set = {
      heldWhy: because,
      capturedMinor: ours && fact.amount.unit === payment.currency ? fact.amount.minor : 0,
      capture: ours ? fact.operation : null,
      payerMark: fact.payerMark ?? null,
      paidAt: fact.occurredAt,
      nextPollAt: null,
    }
    const taken = payment.capture !== null || payment.status === 'held'
    const held = taken ? await adoptCapture(tx, { ...payment, ...set, goTo: null }, fact.operation) : payment
    if (!taken) await movePayments(tx, [{ payment, to: 'held', actor: fact.source, why: because, set }])
    if (ours)
      await postTransfers(tx, [intoSuspense({ payment: held, captured: fact.amount, occurredAt: fact.occurredAt })])
  }
}

async function adoptCapture(tx: Tx, first: Payment, operation: string): Promise<Payment> {
  const adopted: Payment = {
    ...first,
    id: newId('pay', toMs(tx.now)),
    reference: `${first.reference}:${operation}`,
    key: `${first.key}:${operation}`,
    returnToken: newToken(160),
    status: 'held',
    refundedMinor: 0,
    startedAt: tx.now,
  }
  await insertRows(tx, 'payment', [adopted])
  recordChanges(tx, [
    {
      subject: 'payment',
      subjectId: adopted.id,
      orderId: adopted.orderId,
      fromStatus: '',
      toStatus: 'held',
      actor: first.gatewayId,
      why: first.heldWhy ?? '',
    },
  ])
  return adopted
}
