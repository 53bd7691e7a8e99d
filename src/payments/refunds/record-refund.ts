import type { Tx } from '../../db/database.ts'
import { type Amount, amount, equals } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { findOrder } from '../../orders/order.ts'
import { recordAudit } from '../../people/audit/audit.ts'
import { lockPayments, type Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import { settlePayments } from '../settlement/settle-payments.ts'
import type { SettleWith } from '../shop.ts'
import { longestReason, refundableMinor } from './ask-refund.ts'

/** A refund that somebody made at the provider's own desk, as a person tells of it. */
export type MadeRefund = {
  paymentId: string
  amount: Amount
  /** The provider's own name of it, by which its notices and its list speak of it. */
  operation: string
  reason: string
  occurredAt: Instant
}

/** The longest name that a provider gives an operation. */
const longestOperation = 100

export type RecordRefusal =
  | { is: 'refused'; because: 'above_rest'; left: Amount }
  | {
      is: 'refused'
      because:
        | 'payment_unknown'
        | 'amount_invalid'
        | 'reference_invalid'
        /** It names the payment itself. */
        | 'reference_of_payment'
        | 'reference_taken'
        /** A refund of ours still waits for its name: this may be it. */
        | 'refund_unnamed'
        | 'reason_missing'
        | 'reason_long'
        | 'date_invalid'
    }
export type RecordRefundOutcome = { is: 'recorded'; refundId: string } | RecordRefusal

/**
 * Books a refund that only the provider knows, the way its own word would be: what a notice or the daily list says of
 * the same reference later changes nothing. The same person telling the same once more changes nothing either. To be
 * run by `perform`: what the settlement has kept of a refund that is refused must not stay.
 */
export async function recordRefund(
  tx: Tx,
  made: MadeRefund,
  by: string,
  shop: SettleWith,
): Promise<RecordRefundOutcome> {
  // Of a double click the second sees the first one's refund: it waits for it here.
  const [payment] = await lockPayments(tx, 'id', [made.paymentId])
  const order = payment && (await findOrder(tx, payment.orderId))
  if (!payment || !order) return refused('payment_unknown')
  const known = await refundOf(tx, payment, made.operation)
  if (known && known.askedBy === by && isSame(known, made)) return { is: 'recorded', refundId: known.id }
  const refusal = await refusalOf(tx, payment, made)
  if (refusal) return refusal
  const { operation, amount: given, occurredAt } = made
  const reason = made.reason.trim()
  const { gatewayId, reference, account, mode } = payment
  const of = { gatewayId, reference, account, mode, ...(payment.capture !== null && { capture: payment.capture }) }
  const said = { about: 'refund', kind: 'refunded', source: 'person', by, detail: reason } as const
  const [settled] = await settlePayments(tx, [{ ...of, ...said, operation, amount: given, occurredAt }], shop)
  if (settled?.decision.do === 'puzzle') return aboveRest(payment)
  // A refund that has no name yet is taken for this one.
  if (settled?.decision.do !== 'adopt_refund') return refused('refund_unnamed')
  const refundId = (await refundOf(tx, payment, operation))?.id ?? ''
  const detail = { refundId, operation, amount: given, reason }
  await recordAudit(tx, { actor: by, act: 'record refund', about: order.id, detail })
  return { is: 'recorded', refundId }
}

async function refusalOf(tx: Tx, payment: Payment, made: MadeRefund): Promise<RecordRefusal | undefined> {
  const { amount: given, operation, reason, occurredAt } = made
  if (given.unit !== payment.currency || given.minor <= 0) return refused('amount_invalid')
  if (given.minor > refundableMinor(payment)) return aboveRest(payment)
  if (!/^[\x21-\x7e]+$/.test(operation) || operation.length > longestOperation) return refused('reference_invalid')
  if (operation === payment.capture) return refused('reference_of_payment')
  if (await isToldAlready(tx, payment, operation)) return refused('reference_taken')
  if (reason.trim() === '') return refused('reason_missing')
  if (reason.length > longestReason) return refused('reason_long')
  const isTooEarly = payment.paidAt !== null && occurredAt < payment.paidAt
  return occurredAt > tx.now || isTooEarly ? refused('date_invalid') : undefined
}

type Plain = Exclude<RecordRefusal, { because: 'above_rest' }>
const refused = (because: Plain['because']): Plain => ({ is: 'refused', because })

const aboveRest = (payment: Payment): RecordRefusal => ({
  is: 'refused',
  because: 'above_rest',
  left: amount(refundableMinor(payment), payment.currency),
})

const isSame = (refund: Refund, made: MadeRefund): boolean =>
  refund.paymentId === made.paymentId &&
  equals({ minor: refund.amountMinor, unit: refund.currency }, made.amount) &&
  refund.reason === made.reason.trim()

/** Names of operations are unique within an account at a provider. */
const refundOf = (tx: Tx, { gatewayId, account }: Payment, operation: string): Promise<Refund | undefined> =>
  tx
    .selectFrom('refund')
    .selectAll('refund')
    .innerJoin('payment', 'payment.id', 'refund.paymentId')
    .where('refund.operation', '=', operation)
    .where('payment.gatewayId', '=', gatewayId)
    .where('payment.account', '=', account)
    .executeTakeFirst()

async function isToldAlready(tx: Tx, payment: Payment, operation: string): Promise<boolean> {
  if (await refundOf(tx, payment, operation)) return true
  const { gatewayId, account } = payment
  const fact = await tx
    .selectFrom('paymentFact')
    .select('id')
    .where('gatewayId', '=', gatewayId)
    .where('account', '=', account)
    .where('about', '=', 'refund')
    .where('kind', '=', 'refunded')
    .where('operation', '=', operation)
    .executeTakeFirst()
  return fact !== undefined
}
