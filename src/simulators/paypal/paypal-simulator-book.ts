import type { PayPalMoney } from '../../gateways/paypal/paypal-money.ts'
import { type Amount, amount } from '../../kit/amount.ts'
import { HOUR } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import type { PageControls } from '../engine/simulator.ts'

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
const mostOrders = 10_000

export const newPayPalId = (): string => newToken(80).slice(0, 16).toUpperCase()

/** Orders in memory, bounded: the oldest make room. What was not approved or captured in time is gone. */
export function createPayPalBook(nowMs: () => number) {
  const orders = new Map<string, SimulatedOrder>()
  const isGone = (order: SimulatedOrder): boolean =>
    order.captures.length === 0 && nowMs() - (order.status === 'APPROVED' ? order.updatedMs : order.createdMs) > lifeMs
  const all = () => [...orders.values()]
  return {
    all,
    find(orderId: string): SimulatedOrder | undefined {
      const order = orders.get(orderId)
      return order && !isGone(order) ? order : undefined
    },
    findByReference: (reference: string) => all().findLast((order) => order.reference === reference),
    findByInvoice: (invoice: string | undefined) =>
      all().find(({ wish }) => wish.purchase_units[0]?.invoice_id === invoice),
    findByCapture: (captureId: string) =>
      all().find((order) => order.captures.some((capture) => capture.id === captureId)),
    findByDispute: (disputeId: string) => all().find(({ disputes }) => disputes.some(({ id }) => id === disputeId)),
    open(wish: OrderWish, asked: Amount): SimulatedOrder {
      const order: SimulatedOrder = {
        id: newPayPalId(),
        reference: wish.purchase_units[0]?.custom_id ?? '',
        status: 'PAYER_ACTION_REQUIRED',
        asked,
        wish,
        createdMs: nowMs(),
        updatedMs: nowMs(),
        bankSays: 'yes',
        notice: 'once',
        captures: [],
        refunds: [],
        disputes: [],
        reversals: [],
      }
      orders.set(order.id, order)
      if (orders.size > mostOrders) orders.delete(orders.keys().next().value ?? '')
      return order
    },
  }
}
export type PayPalBook = ReturnType<typeof createPayPalBook>

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
