import type { Tx } from '../../db/database.ts'
import { type Amount, equals } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { Failure, type FieldProblem, orNotFound } from '../../kit/failure.ts'
import { findOrder } from '../../orders/order.ts'
import { recordAudit } from '../../people/audit/audit.ts'
import { lockPayments, type Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import { settlePayments } from '../settlement/settle-payments.ts'
import type { SettleWith } from '../shop.ts'
import { refundableMinor } from './ask-refund.ts'

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

/**
 * Books a refund that only the provider knows, the way its own word would be: what a notice or the daily list says of
 * the same reference later changes nothing. The same person telling the same once more changes nothing either.
 * Throws Failure `not_found`, or `invalid` with the field.
 */
export async function recordRefund(tx: Tx, made: MadeRefund, by: string, shop: SettleWith): Promise<void> {
  // Of a double click the second sees the first one's refund: it waits for it here.
  const [locked] = await lockPayments(tx, 'id', [made.paymentId])
  const payment = orNotFound(locked, 'payment')
  const order = orNotFound(await findOrder(tx, payment.orderId), 'order')
  const known = await refundOf(tx, payment, made.operation)
  if (known && known.askedBy === by && isSame(known, made)) return
  await requireRecordable(tx, payment, made)
  const { operation, amount, occurredAt } = made
  const reason = made.reason.trim()
  const { gatewayId, reference, account, mode } = payment
  const of = { gatewayId, reference, account, mode, ...(payment.capture !== null && { capture: payment.capture }) }
  const said = { about: 'refund', kind: 'refunded', source: 'person', by, detail: reason } as const
  const [settled] = await settlePayments(tx, [{ ...of, ...said, operation, amount, occurredAt }], shop)
  // A refund that has no name yet is taken for this one.
  if (settled?.decision.do === 'puzzle') throw tooMuch(payment)
  if (settled?.decision.do !== 'adopt_refund') throw refused({ field: 'operation', message: 'problem.refund_unnamed' })
  const detail = { refundId: (await refundOf(tx, payment, operation))?.id ?? '', operation, amount, reason }
  await recordAudit(tx, { actor: by, act: 'record refund', about: order.id, detail })
}

/** Everything that is checked before it is booked. Throws Failure `invalid` with the field. */
export async function requireRecordable(tx: Tx, payment: Payment, made: MadeRefund): Promise<void> {
  const { amount, operation, reason, occurredAt } = made
  if (amount.unit !== payment.currency || amount.minor <= 0)
    throw refused({ field: 'amount', message: 'problem.amount_invalid' })
  if (amount.minor > refundableMinor(payment)) throw tooMuch(payment)
  if (!/^[\x21-\x7e]+$/.test(operation) || operation.length > longestOperation)
    throw refused({ field: 'operation', message: 'problem.refund_reference' })
  if (operation === payment.capture) throw refused({ field: 'operation', message: 'problem.refund_reference_paid' })
  if (await isToldAlready(tx, payment, operation))
    throw refused({ field: 'operation', message: 'problem.refund_reference_taken' })
  if (reason.trim() === '') throw refused({ field: 'reason', message: 'problem.reason_missing' })
  if (reason.length > 200) throw refused({ field: 'reason', message: 'problem.reason_long', values: { max: 200 } })
  if (occurredAt > tx.now || (payment.paidAt !== null && occurredAt < payment.paidAt))
    throw refused({ field: 'date', message: 'problem.refund_date' })
}

const refused = (problem: FieldProblem): Failure => new Failure('invalid', problem.message, [problem])

function tooMuch(payment: Payment): Failure {
  const values = { leftMinor: refundableMinor(payment), currency: payment.currency }
  return refused({ field: 'amount', message: 'problem.refund_above', values })
}

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
