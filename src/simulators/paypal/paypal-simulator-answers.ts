import { type PayPalMoney, writeMoney } from '../../gateways/paypal/paypal-objects.ts'
import { negated } from '../../kit/amount.ts'
import type { SimulatorAnswer } from '../engine/simulator.ts'
import { issues, names } from './paypal-simulator-issues.ts'
import {
  leftOf,
  type SimulatedCapture,
  type SimulatedDispute,
  type SimulatedOrder,
  type SimulatedRefund,
} from './paypal-simulator-order.ts'

/** PayPal's way to write an instant. */
export const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
/** Any sum as PayPal writes it, a negative one too. */
export function moneyOf(sum: SimulatedOrder['asked']): PayPalMoney {
  const written = writeMoney(sum.minor < 0 ? negated(sum) : sum)
  if (!written) return { currency_code: sum.unit, value: '0.00' }
  return sum.minor < 0 ? { ...written, value: `-${written.value}` } : written
}

export type At = { apiBase: string; pageBase: string; merchantId: string }

/** An order as `return=representation` shows it. */
export function orderJson(order: SimulatedOrder, at: At): object {
  const [unit] = order.wish.purchase_units
  const { custom_id, invoice_id, description, amount, items } = unit ?? {}
  const paid = order.captures.length > 0
  const approved = order.status !== 'PAYER_ACTION_REQUIRED'
  return {
    id: order.id,
    intent: 'CAPTURE',
    status: order.status,
    ...(approved && {
      payer: { email_address: 'payer@example.org', payer_id: 'QYR5Z8XDVJNXQ' },
      payment_source: { paypal: { email_address: 'payer@example.org', account_id: 'QYR5Z8XDVJNXQ' } },
    }),
    purchase_units: [
      {
        reference_id: 'default',
        custom_id,
        invoice_id,
        description,
        amount,
        items,
        payee: { merchant_id: order.payee ?? at.merchantId },
        ...(paid && {
          payments: {
            captures: order.captures.map((capture) => captureJson(capture, order, at)),
            ...(order.refunds.length > 0 && { refunds: order.refunds.map((refund) => refundJson(refund, order, at)) }),
          },
        }),
      },
    ],
    create_time: iso(order.createdMs),
    update_time: iso(order.updatedMs),
    links: linksOf(order, at),
  }
}

/** `return=minimal` really is minimal. */
export const minimalJson = (order: SimulatedOrder, at: At): object => ({
  id: order.id,
  status: order.status,
  links: linksOf(order, at),
})

function linksOf(order: SimulatedOrder, at: At): object[] {
  const self = { href: `${at.apiBase}/v2/checkout/orders/${order.id}`, rel: 'self', method: 'GET' }
  if (order.status !== 'PAYER_ACTION_REQUIRED') return [self]
  return [
    self,
    { href: order.foreignLink ?? `${at.pageBase}/checkoutnow?token=${order.id}`, rel: 'payer-action', method: 'GET' },
  ]
}

/** A capture as it stands in its order. */
export function captureJson(capture: SimulatedCapture, order: SimulatedOrder, at: At): object {
  const left = leftOf(order)
  const back = left.minor === 0 ? 'REFUNDED' : left.minor < capture.amount.minor ? 'PARTIALLY_REFUNDED' : capture.status
  return {
    id: capture.id,
    status: capture.status === 'COMPLETED' ? back : capture.status,
    ...(capture.reason && { status_details: { reason: capture.reason } }),
    amount: moneyOf(capture.amount),
    final_capture: true,
    invoice_id: order.wish.purchase_units[0]?.invoice_id,
    custom_id: order.reference,
    create_time: iso(capture.atMs),
    update_time: iso(capture.atMs),
    links: [{ href: `${at.apiBase}/v2/checkout/orders/${order.id}`, rel: 'up', method: 'GET' }],
  }
}

/** A capture by itself names its order (the Payments API's `capture-2`). */
export const loneCaptureJson = (capture: SimulatedCapture, order: SimulatedOrder, at: At): object => ({
  ...captureJson(capture, order, at),
  supplementary_data: { related_ids: { order_id: order.id } },
  payee: { merchant_id: order.payee ?? at.merchantId },
})

/** A refund, with the link to the capture it came from. */
export function refundJson(refund: SimulatedRefund, order: SimulatedOrder, at: At): object {
  return {
    id: refund.id,
    status: refund.status,
    amount: moneyOf(refund.amount),
    ...(refund.customId !== '' && { custom_id: refund.customId }),
    create_time: iso(refund.atMs),
    update_time: iso(refund.atMs),
    links: [{ href: `${at.apiBase}/v2/payments/captures/${order.captures[0]?.id}`, rel: 'up', method: 'GET' }],
  }
}

/** A dispute about a capture: open, or resolved with an outcome (specs: disputes `dispute`). */
export function disputeJson({ id, capture, openedMs, updatedMs, outcome }: SimulatedDispute, order: SimulatedOrder) {
  const isLost = outcome === 'RESOLVED_BUYER_FAVOUR' || outcome === 'ACCEPTED'
  return {
    dispute_id: id,
    create_time: iso(openedMs),
    update_time: iso(updatedMs),
    disputed_transactions: [{ seller_transaction_id: capture.id, custom: order.reference }],
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    status: outcome === undefined ? 'OPEN' : 'RESOLVED',
    dispute_amount: moneyOf(capture.amount),
    dispute_life_cycle_stage: outcome === undefined ? 'INQUIRY' : 'CHARGEBACK',
    ...(outcome !== undefined && {
      dispute_outcome: { outcome_code: outcome, ...(isLost && { amount_refunded: moneyOf(capture.amount) }) },
    }),
    ...(outcome === undefined && { seller_response_due_date: iso(openedMs + 10 * 24 * 3_600_000) }),
  }
}

/** An answer in PayPal's own shape; any status without words of its own is an internal error. */
export function paypalError(status: number, issue?: string): SimulatorAnswer {
  const [name, message] = names[status] ?? names[500] ?? ['', '']
  const details = issue === undefined ? {} : { details: [{ issue, description: issues[issue] ?? 'Not listed.' }] }
  return asJson(status, { name, message, debug_id: 'f1d8a6c2b4e00', ...details })
}

export const asJson = (status: number, json: object): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'paypal-debug-id': 'f1d8a6c2b4e00' },
  body: JSON.stringify(json),
})
