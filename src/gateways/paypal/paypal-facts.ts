import { type Amount, amount } from '../../kit/amount.ts'
import type { Fact, Mode } from '../gateway.ts'
import { emailMark } from '../kit/notices/payer-mark.ts'
import { instantOf } from '../kit/provider-time.ts'
import { statusTable } from '../kit/status-table.ts'
import { readMoney } from './paypal-money.ts'
import type { PayPalCapture, PayPalOrder, PayPalRefund } from './paypal-objects.ts'
import { captureAbove } from './paypal-webhook.ts'

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
  const captures = unit?.payments?.captures ?? []
  const refunds = unit?.payments?.refunds ?? []
  const common = {
    account: unit?.payee?.merchant_id ?? around.account,
    mode: around.mode,
    attemptRef: order.id,
    ...(unit?.custom_id !== undefined && { reference: unit.custom_id }),
  }
  const mark = emailMark(order.payer?.email_address)
  if (captures.length > 0) {
    return [
      ...captures.map((capture) => ({ ...factOfCapture(capture, around), ...common, ...mark })),
      ...refunds.map((refund) => ({ ...factOfRefund(refund, around), ...ofCapture(refund, captures), ...common })),
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

/** A refund leads to its capture by a link; in an order of one capture it can be of no other. */
function ofCapture(refund: PayPalRefund, captures: readonly PayPalCapture[]): { capture?: string } {
  const capture = captureAbove(refund) ?? (captures.length === 1 ? captures[0]?.id : undefined)
  return capture === undefined ? {} : { capture }
}

type Own = Omit<Fact, 'account' | 'mode'>

function factOfCapture(capture: PayPalCapture, around: Around): Own {
  const read = readMoney(capture.amount)
  const reason = capture.status_details?.reason
  return {
    about: 'payment',
    // An amount that cannot be read is never money.
    kind: read ? captureStatuses.kindOf(capture.status) : 'unknown',
    operation: capture.id,
    amount: read ?? amount(0, around.asked.unit),
    occurredAt: instantOf(capture.create_time, around),
    detail: `capture ${capture.status}${reason ? `, ${reason}` : ''}`,
  }
}

function factOfRefund(refund: PayPalRefund, around: Around): Own {
  const read = refund.amount && readMoney(refund.amount)
  return {
    about: 'refund',
    kind: read ? refundStatuses.kindOf(refund.status) : 'unknown',
    operation: refund.id,
    amount: read ?? amount(0, around.asked.unit),
    occurredAt: instantOf(refund.create_time, around),
    ...(refund.custom_id !== undefined && { refundId: refund.custom_id }),
    detail: `refund ${refund.status}`,
  }
}
