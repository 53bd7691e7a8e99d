import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { longestReason, type RefundRefusal } from '../../../payments/refunds/ask-refund.ts'
import type { RecordRefusal } from '../../../payments/refunds/record-refund.ts'
import type { View } from '../../look/view.ts'

type Refusal = RefundRefusal | RecordRefusal

/** Beside which field a refusal stands, and in which words. */
const places: Readonly<Record<Refusal['because'], readonly [field: string, message: `problem.${string}`]>> = {
  payment_unknown: ['payment', 'problem.changed_meanwhile'],
  nothing_left: ['payment', 'problem.changed_meanwhile'],
  gateway_sends_none: ['payment', 'problem.changed_meanwhile'],
  amount_invalid: ['amount', 'problem.amount_invalid'],
  above_rest: ['amount', 'problem.refund_above'],
  reason_missing: ['reason', 'problem.reason_missing'],
  reason_long: ['reason', 'problem.reason_long'],
  credit_open: ['amount', 'problem.refund_credit_open'],
  whole_only: ['amount', 'problem.refund_whole_only'],
  below_zero: ['below_zero', 'problem.refund_below_zero'],
  reference_invalid: ['operation', 'problem.refund_reference'],
  reference_of_payment: ['operation', 'problem.refund_reference_paid'],
  reference_taken: ['operation', 'problem.refund_reference_taken'],
  refund_unnamed: ['operation', 'problem.refund_unnamed'],
  date_invalid: ['date', 'problem.refund_date'],
}

/** A refusal as the form shows it. */
export function refundProblem({ language }: View, refusal: Refusal): FieldProblem {
  const [field, message] = places[refusal.because]
  if (refusal.because === 'above_rest') return { field, message, values: { left: formatMoney(refusal.left, language) } }
  return refusal.because === 'reason_long' ? { field, message, values: { max: longestReason } } : { field, message }
}
