import type { Tx } from '../db/database.ts'
import { Failure, orNotFound } from '../kit/failure.ts'
import { findOrder } from '../orders/order.ts'
import { findPayment } from '../payments/payment.ts'
import { findRefund } from '../payments/refund.ts'
import { executedFact } from '../payments/settlement/executed-fact.ts'
import { refuseRefund } from '../payments/settlement/refund-books.ts'
import { settlePayments } from '../payments/settlement/settle-payments.ts'
import type { SettleWith } from '../payments/shop.ts'
import { recordAudit } from '../people/audit/audit.ts'

export type RefundChoice = 'happened' | 'did_not_happen'

/**
 * What a person found in the provider's own back office about a refund whose outcome no machine can learn: our books
 * follow. Throws Failure `not_found`, or `conflict` when it was settled meanwhile.
 */
export async function resolveRefund(
  tx: Tx,
  decision: { refundId: string; choice: RefundChoice; by: string; why: string },
  shop: SettleWith,
): Promise<void> {
  const { refundId, choice, by, why } = decision
  const refund = orNotFound(await findRefund(tx, refundId), 'refund')
  const payment = orNotFound(await findPayment(tx, refund.paymentId), 'payment')
  const order = orNotFound(await findOrder(tx, refund.orderId), 'order')
  if (refund.status !== 'uncertain') throw new Failure('conflict', `${refundId} is ${refund.status}`)
  if (choice === 'did_not_happen') await refuseRefund(tx, { refund, order, actor: by, why, occurredAt: tx.now })
  else await settlePayments(tx, [executedFact(payment, refund, { occurredAt: tx.now, detail: why })], shop)
  await recordAudit(tx, { actor: by, act: `refund ${choice}`, about: order.id, detail: { refundId, why } })
}
