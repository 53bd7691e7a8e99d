import { type Amount, amount } from '../../kit/amount.ts'
import { toMs } from '../../kit/clock.ts'
import type { Fact, FactKind, Mode } from '../gateway.ts'
import { readMoney } from './paypal-money.ts'
import type { PayPalCapture, PayPalOrder, PayPalRefund } from './paypal-order.ts'
import { captureAbove } from './paypal-webhook.ts'

/** PayPal's statuses; one that is not listed is `unknown`. An order that is COMPLETED is no money. */
export const orderStatuses: Readonly<Record<string, FactKind>> = {
  CREATED: 'pending',
  SAVED: 'pending',
  PAYER_ACTION_REQUIRED: 'pending',
  APPROVED: 'pending',
  VOIDED: 'cancelled',
}
const waitingStatuses = new Set(['CREATED', 'SAVED', 'PAYER_ACTION_REQUIRED'])
export const captureStatuses: Readonly<Record<string, FactKind>> = {
  COMPLETED: 'paid',
  PARTIALLY_REFUNDED: 'paid',
  REFUNDED: 'paid',
  PENDING: 'pending',
  DECLINED: 'refused',
  FAILED: 'refused',
}
export const refundStatuses: Readonly<Record<string, FactKind>> = {
  COMPLETED: 'refunded',
  PENDING: 'pending',
  FAILED: 'refused',
  CANCELLED: 'cancelled',
}

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
  const mark = markOf(order.payer?.email_address)
  if (captures.length > 0) {
    return [
      ...captures.map((capture) => ({
        ...factOfCapture(capture, around),
        ...common,
        ...(mark !== undefined && { payerMark: mark }),
      })),
      ...refunds.map((refund) => ({ ...factOfRefund(refund, around), ...ofCapture(refund, captures), ...common })),
    ]
  }
  const fact = {
    about: 'payment' as const,
    kind: orderStatuses[order.status] ?? ('unknown' as const),
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
    kind: read ? (captureStatuses[capture.status] ?? 'unknown') : 'unknown',
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
    kind: read ? (refundStatuses[refund.status] ?? 'unknown') : 'unknown',
    operation: refund.id,
    amount: read ?? amount(0, around.asked.unit),
    occurredAt: instantOf(refund.create_time, around),
    ...(refund.custom_id !== undefined && { refundId: refund.custom_id }),
    detail: `refund ${refund.status}`,
  }
}

/** PayPal's time as an instant of ours; unreadable, it is now: nothing is ordered by it. */
export function instantOf(text: string | undefined, around: Pick<Around, 'now'>): string {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) || Math.abs(ms - toMs(around.now)) > 366 * 24 * 3_600_000
    ? around.now
    : new Date(ms).toISOString()
}

/** `j***@example.org`: enough for the payer to know which account it was. */
function markOf(email: string | undefined): string | undefined {
  const [local = '', host = '', ...more] = (email ?? '').split('@', 3)
  const isAddress = local !== '' && more.length === 0 && host.length <= 60 && /^[\w.-]+$/.test(host)
  return isAddress ? `${[...local.slice(0, 2)][0]}***@${host}` : undefined
}
