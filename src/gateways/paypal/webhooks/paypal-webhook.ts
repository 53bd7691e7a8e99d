import { z } from 'zod'
import { parseJson } from '../../../kit/json.ts'
import type { Fact, NoticeReading, PaymentHint, RawNotice } from '../../gateway.ts'
import { given, instantOf } from '../../kit/provider-values.ts'
import { captureAbove, money, named, payPalRefund, takenMoney, told } from '../paypal-objects.ts'
import { type Proof, proveWebhook } from './paypal-proof.ts'

/** Of what the webhook is subscribed to: all of it says "look". */
const watched = /^(CHECKOUT\.|PAYMENT\.CAPTURE\.|PAYMENT\.REFUND\.|CUSTOMER\.DISPUTE\.)/

type Own = Pick<Fact, 'account' | 'mode'>

/** A webhook: what it is about is asked for, and what no look-up shows is a fact. */
export async function readWebhook(notice: RawNotice, at: Proof & { own: Own }): Promise<NoticeReading> {
  const proof = await proveWebhook(notice, at)
  if (proof.is !== 'proven') return proof
  const event = readEvent(notice.body)
  const noticeKey = event?.id ?? `${notice.headers['paypal-transmission-id']}`
  if (!event) return { is: 'not_ours', noticeKey, why: 'no event' }
  if (!watched.test(event.type)) return { is: 'not_ours', noticeKey, why: event.type }
  const hint = hintOf(event)
  const facts = factsOfEvent(event, at.own, notice.receivedAt)
  const ask = hint ? [hint] : []
  if (facts.length > 0) return { is: 'facts', noticeKey, facts, ask }
  return hint ? { is: 'ask', noticeKey, ask } : { is: 'not_ours', noticeKey, why: `${event.type} names no payment` }
}

export type WebhookEvent = { id: string; type: string; resource: Record<string, unknown> }

/** The event of a proven body; undefined when it is none. */
export function readEvent(body: Uint8Array): WebhookEvent | undefined {
  const json = parseJson(Buffer.from(body).toString('utf8'))
  const { id, event_type: type, resource } = (json ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || typeof type !== 'string' || typeof resource !== 'object' || !resource) return undefined
  return { id: id.slice(0, 100), type: type.slice(0, 100), resource: resource as Record<string, unknown> }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const at = (value: unknown, ...path: Array<string | number>): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown> | null | undefined)?.[name], value)

/**
 * Which payment an event speaks of: by our reference and by its order; an event of a refund carries the refund's own
 * reference and leads to the capture by a link.
 */
export function hintOf({ type, resource }: WebhookEvent): PaymentHint | undefined {
  if (/^PAYMENT\.(REFUND\.|CAPTURE\.REFUNDED)/.test(type)) {
    const capture = captureAbove(resource)
    const refunded = type.endsWith('REFUNDED') ? refundIn(resource) : undefined
    return capture === undefined ? undefined : { capture, ...given({ refunded }) }
  }
  if (type.startsWith('CUSTOMER.DISPUTE.')) return hintOfDispute(resource)
  const reference = text(resource.custom_id) ?? text(at(resource, 'purchase_units', 0, 'custom_id'))
  const attemptRef = type.startsWith('CHECKOUT.')
    ? (text(resource.id) ?? text(resource.order_id))
    : text(at(resource, 'supplementary_data', 'related_ids', 'order_id'))
  return reference === undefined && attemptRef === undefined ? undefined : given({ reference, attemptRef })
}

/** The refund that PayPal tells of: its look-up must show it. */
function refundIn(resource: object): PaymentHint['refunded'] {
  const { id: operation, amount } = payPalRefund.safeParse(resource).data ?? {}
  return operation !== undefined && amount ? { amount, operation } : undefined
}

/** A dispute names the payment as the order did, or by its capture alone. */
function hintOfDispute(resource: Record<string, unknown>): PaymentHint | undefined {
  const dispute = text(resource.dispute_id)
  const reference = text(at(resource, 'disputed_transactions', 0, 'custom'))
  const capture = text(at(resource, 'disputed_transactions', 0, 'seller_transaction_id'))
  if (dispute === undefined || (reference === undefined && capture === undefined)) return undefined
  return { dispute, ...(reference !== undefined ? { reference } : given({ capture })) }
}

/**
 * What a proven webhook says by itself, because no look-up shows it: money that PayPal took back, an approval that was
 * not captured in time. All else is asked for.
 */
export function factsOfEvent(event: WebhookEvent, own: Own, now: string): Fact[] {
  if (event.type === 'PAYMENT.CAPTURE.REVERSED') return reversal(event, own, now)
  return event.type === 'CHECKOUT.PAYMENT-APPROVAL.REVERSED' ? lapsedApproval(event, own, now) : []
}

const reversed = z.object({ id: named, custom_id: named, create_time: told, amount: takenMoney })

function reversal({ type: detail, resource }: WebhookEvent, own: Own, now: string): Fact[] {
  const { data } = reversed.safeParse(resource)
  if (!data?.amount) return []
  const { id: operation, custom_id: reference, amount } = data
  const occurredAt = instantOf(data.create_time, { now })
  const capture = given({ capture: captureAbove(resource) })
  return [
    { about: 'chargeback', kind: 'charged_back', ...own, operation, reference, amount, occurredAt, detail, ...capture },
  ]
}

const lapsed = z.object({
  order_id: named,
  purchase_units: z.array(z.object({ custom_id: named, amount: money })).nonempty(),
})

function lapsedApproval({ type: detail, resource }: WebhookEvent, own: Own, occurredAt: string): Fact[] {
  const { data } = lapsed.safeParse(resource)
  const { custom_id: reference, amount } = data?.purchase_units[0] ?? {}
  if (!data || reference === undefined || !amount) return []
  const { order_id: operation } = data
  const what = { operation, attemptRef: operation, reference, amount, occurredAt, detail }
  return [{ about: 'payment', kind: 'expired', ...own, ...what }]
}
