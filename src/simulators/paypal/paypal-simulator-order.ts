import { type PayPalMoney, readMoney, writeMoney } from '../../gateways/paypal/paypal-objects.ts'
import { type Amount, amount } from '../../kit/amount.ts'
import { HOUR } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import type { PageControls, PastPayment, SimulatedPayment } from '../engine/simulator.ts'

export type SimulatedCapture = { id: string; status: string; reason?: string; amount: Amount; atMs: number }
export type SimulatedRefund = { id: string; status: string; customId: string; amount: Amount; atMs: number }
export type SimulatedDispute = {
  id: string
  capture: SimulatedCapture
  openedMs: number
  updatedMs: number
  /** Undefined while it is open. */
  outcome: string | undefined
}

/** What the shop asked for, kept as it was sent. */
export type OrderWish = {
  purchase_units: Array<{
    custom_id?: string
    invoice_id?: string
    description?: string
    amount: PayPalMoney & { breakdown?: Record<string, PayPalMoney> }
    items?: Array<{ name: string; quantity: string; unit_amount?: PayPalMoney; tax?: PayPalMoney }>
  }>
  payment_source?: { paypal?: { experience_context?: Record<string, string> } }
}

/** The simulated PayPal's own truth about one order. */
export type SimulatedOrder = {
  id: string
  reference: string
  status: 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED'
  asked: Amount
  wish: OrderWish
  createdMs: number
  updatedMs: number
  /** What the payer's bank will say to the capture. */
  bankSays: 'yes' | 'no' | 'later'
  notice: PageControls['notice']
  /** Ordered faults: another merchant's money, a link that leads elsewhere. */
  payee?: string
  foreignLink?: string
  captures: SimulatedCapture[]
  refunds: SimulatedRefund[]
  disputes: SimulatedDispute[]
  /** Money that a dispute or a bank took back. */
  reversals: Array<{ id: string; amount: Amount; atMs: number }>
}

const lifeMs = 3 * HOUR

export const newPayPalId = (): string => newToken(80).slice(0, 16).toUpperCase()

/** What was not approved or captured in time is gone. */
export const isGone = ({ captures, status, updatedMs, createdMs }: SimulatedOrder, nowMs: number): boolean =>
  captures.length === 0 && nowMs - (status === 'APPROVED' ? updatedMs : createdMs) > lifeMs

/** An order as the shop has asked for it. */
export const newOrder = (wish: OrderWish, asked: Amount, nowMs: number): SimulatedOrder => ({
  id: newPayPalId(),
  reference: wish.purchase_units[0]?.custom_id ?? '',
  status: 'PAYER_ACTION_REQUIRED',
  asked,
  wish,
  createdMs: nowMs,
  updatedMs: nowMs,
  bankSays: 'yes',
  notice: 'once',
  captures: [],
  refunds: [],
  disputes: [],
  reversals: [],
})

/** An order whose money was taken before this process. */
export function recallOrder({ reference, attemptRef, operation, amount: asked, paidAtMs, ...past }: PastPayment) {
  const wish: OrderWish = { purchase_units: [{ custom_id: reference, amount: writeMoney(asked) as PayPalMoney }] }
  const order: SimulatedOrder = { ...newOrder(wish, asked, paidAtMs), id: attemptRef, status: 'COMPLETED' }
  order.captures.push({ id: operation, status: 'COMPLETED', amount: asked, atMs: paidAtMs })
  for (const { operation: id, refundId: customId, amount: sum, atMs } of past.refunds)
    order.refunds.push({ id, status: 'COMPLETED', customId, amount: sum, atMs })
  return order
}

/** What PayPal finds wrong with the sums of an order: rules that no schema expresses. */
export function sumIssue(unit: OrderWish['purchase_units'][number], asked: Amount | undefined): string | undefined {
  if (!asked) return 'DECIMAL_PRECISION'
  if (asked.minor <= 0) return 'CANNOT_BE_ZERO_OR_NEGATIVE'
  const parts = Object.values(unit.amount.breakdown ?? {}).map(readMoney)
  const itemTotal = unit.amount.breakdown?.item_total && readMoney(unit.amount.breakdown.item_total)
  const prices = (unit.items ?? []).map((item) => ({ price: item.unit_amount && readMoney(item.unit_amount), item }))
  const all = [...parts, ...prices.map(({ price }) => price)]
  if (all.some((part) => part && part.unit !== asked.unit)) return 'MULTI_CURRENCY_ORDER'
  if (prices.some(({ price }) => price) && !itemTotal) return 'ITEM_TOTAL_REQUIRED'
  const sumOfItems = prices.reduce((sum, { price, item }) => sum + (price?.minor ?? 0) * Number(item.quantity), 0)
  if (itemTotal && prices.length > 0 && sumOfItems !== itemTotal.minor) return 'ITEM_TOTAL_MISMATCH'
  const taxes = (unit.items ?? []).flatMap(({ tax, quantity }) => (tax ? [{ tax: readMoney(tax), quantity }] : []))
  const taxTotal = unit.amount.breakdown?.tax_total && readMoney(unit.amount.breakdown.tax_total)
  if (taxes.length > 0 && !taxTotal) return 'TAX_TOTAL_REQUIRED'
  const sumOfTaxes = taxes.reduce((sum, { tax, quantity }) => sum + (tax?.minor ?? 0) * Number(quantity), 0)
  if (taxes.length > 0 && taxTotal && sumOfTaxes !== taxTotal.minor) return 'TAX_TOTAL_MISMATCH'
  const sumOfParts = parts.reduce((sum, part) => sum + (part?.minor ?? 0), 0)
  return parts.length > 0 && sumOfParts !== asked.minor ? 'AMOUNT_MISMATCH' : undefined
}

/** The open dispute about a capture, opened if there is none; `outcome` ends it. */
export function disputeOf(order: SimulatedOrder, capture: SimulatedCapture, at: { nowMs: number; outcome?: string }) {
  const known = order.disputes.findLast((dispute) => dispute.outcome === undefined)
  const fresh = {
    id: `PP-D-${newPayPalId().slice(0, 8)}`,
    capture,
    openedMs: at.nowMs,
    updatedMs: at.nowMs,
    outcome: undefined,
  }
  const dispute: SimulatedDispute = known ?? fresh
  if (!known) order.disputes.push(dispute)
  dispute.outcome = at.outcome
  dispute.updatedMs = at.nowMs
  return dispute
}

/** What of a capture has not been given back. */
export function leftOf(order: SimulatedOrder): Amount {
  const [capture] = order.captures
  const back = order.refunds
    .filter(({ status }) => status !== 'FAILED')
    .reduce((sum, each) => sum + each.amount.minor, 0)
  return amount((capture?.amount.minor ?? 0) - back, order.asked.unit)
}

/** The order as a checker of the books reads it. */
export function asSimulated(order: SimulatedOrder): SimulatedPayment {
  const capture = order.captures.at(-1)
  const byCapture: Record<string, 'paid' | 'pending' | 'refused'> = { COMPLETED: 'paid', PENDING: 'pending' }
  return {
    reference: order.reference,
    attemptRef: order.id,
    operation: capture?.id ?? order.id,
    amount: capture?.amount ?? order.asked,
    status: capture ? (byCapture[capture.status] ?? 'refused') : 'open',
    refundedMinor: order.refunds.reduce((sum, refund) => sum + refund.amount.minor, 0),
  }
}
