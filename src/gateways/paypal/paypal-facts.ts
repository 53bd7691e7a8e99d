import type { Amount } from '../../kit/amount.ts'
import type { Fact, Mode } from '../gateway.ts'
import { emailMark, given, instantOf } from '../kit/provider-values.ts'
import { moneyFact, statusTable } from '../kit/status-table.ts'
import { captureAbove, type PayPalCapture, type PayPalOrder, type PayPalRefund } from './paypal-objects.ts'

/** PayPal's statuses; one that is not listed is `unknown`. An order that is COMPLETED is no money. */
export const orderStatuses = statusTable({
  pending: 'CREATED SAVED PAYER_ACTION_REQUIRED APPROVED',
  cancelled: 'VOIDED',
})
const waitingStatuses = new Set(['CREATED', 'SAVED', 'PAYER_ACTION_REQUIRED'])
export const captureStatuses = statusTable({
  paid: 'COMPLETED PARTIALLY_REFUNDED REFUNDED',
  pending: 'PENDING',
  refused: 'DECLINED FAILED',
})
export const refundStatuses = statusTable({
  refunded: 'COMPLETED',
  pending: 'PENDING',
  refused: 'FAILED',
  cancelled: 'CANCELLED',
})

export type Around = { account: string; mode: Mode; now: string; asked: Amount }

/** Everything an order says, as facts: its captures and refunds where there are any, else its own status. */
export function factsOfOrder(order: PayPalOrder, around: Around): Fact[] {
  const [unit] = order.purchase_units ?? []
  const { captures = [], refunds = [] } = unit?.payments ?? {}
  const common = {
    account: unit?.payee?.merchant_id ?? around.account,
    mode: around.mode,
    attemptRef: order.id,
    ...given({ reference: unit?.custom_id }),
  }
  const mark = emailMark(order.payer?.email_address)
  if (captures.length > 0) {
    // A refund leads to its capture by a link; in an order of one capture it can be of no other.
    const [first] = captures.length === 1 ? captures : []
    return [
      ...captures.map((capture) => ({ ...factOfCapture(capture, around), ...common, ...mark })),
      ...refunds.map((refund) => {
        const capture = captureAbove(refund) ?? first?.id
        return { ...factOfRefund(refund, around), ...given({ capture }), ...common }
      }),
    ]
  }
  const fact = {
    about: 'payment' as const,
    kind: orderStatuses.kindOf(order.status),
    operation: order.id,
    amount: around.asked,
    occurredAt: instantOf(order.update_time ?? order.create_time, around),
    detail: `order ${order.status}`,
    ...(waitingStatuses.has(order.status) && { waitsForPayer: true }),
  }
  return [{ ...fact, ...common }]
}

type Own = Omit<Fact, 'account' | 'mode'>

function factOfCapture({ id: operation, status, ...capture }: PayPalCapture, around: Around): Own {
  const reason = capture.status_details?.reason
  return {
    about: 'payment',
    ...moneyFact(captureStatuses.kindOf(status), capture.amount, around.asked.unit),
    operation,
    occurredAt: instantOf(capture.create_time, around),
    detail: `capture ${status}${reason ? `, ${reason}` : ''}`,
  }
}

const factOfRefund = ({ id: operation, status, ...refund }: PayPalRefund, around: Around): Own => ({
  about: 'refund',
  ...moneyFact(refundStatuses.kindOf(status), refund.amount, around.asked.unit),
  operation,
  occurredAt: instantOf(refund.create_time, around),
  ...given({ refundId: refund.custom_id }),
  detail: `refund ${status}`,
})
