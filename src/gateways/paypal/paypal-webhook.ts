import { crc32 } from 'node:zlib'
import { DAY, HOUR, toMs } from '../../kit/clock.ts'
import { parseJson } from '../../kit/json.ts'
import type { NoticeReading, PaymentHint, RawNotice } from '../gateway.ts'
import { oneHeader } from '../kit/notices/notice-headers.ts'
import { isRsaSigned } from '../kit/notices/proofs.ts'
import type { CertificateReading } from './paypal-certificates.ts'
import { readMoney } from './paypal-money.ts'
import { readRefund } from './paypal-objects.ts'

/** Repeats are legitimate for three days; a replay is harmless, because what it says is asked for. */
const toleranceMs = 3 * DAY + HOUR
/** What a webhook proves itself with. */
export const proofHeaders = [
  'paypal-auth-algo',
  'paypal-cert-url',
  'paypal-transmission-id',
  'paypal-transmission-sig',
  'paypal-transmission-time',
]

type Proof = { webhookId: string; certificateAt(url: string, at: string): Promise<CertificateReading> }
type Headers = { id: string; time: string; signature: string; certUrl: string }

/**
 * A webhook, proved offline: CRC-32 of the raw bytes, RSA-SHA256 by a certificate of PayPal's.
 * Even proved it is no money: it names what must be looked up.
 */
export async function proveWebhook(notice: RawNotice, proof: Proof): Promise<NoticeReading | { is: 'proven' }> {
  const headers = readHeaders(notice)
  if (typeof headers === 'string') return { is: 'rejected', why: headers }
  const sentMs = Date.parse(headers.time)
  if (Number.isNaN(sentMs) || Math.abs(toMs(notice.receivedAt) - sentMs) > toleranceMs)
    return { is: 'rejected', why: 'transmission time' }
  const found = await proof.certificateAt(headers.certUrl, notice.receivedAt)
  if (found.is === 'refused') return { is: 'rejected', why: found.why }
  if (found.is === 'unreachable') return { is: 'unprovable', why: found.why }
  const message = `${headers.id}|${headers.time}|${proof.webhookId}|${crc32(notice.body)}`
  const signed = { algorithm: 'sha256', message, signature: headers.signature } as const
  return isRsaSigned(signed, found.certificate.publicKey) ? { is: 'proven' } : { is: 'rejected', why: 'signature' }
}

/** The five headers, each exactly once (twice arrives as one text with a comma); else what is wrong. */
function readHeaders(notice: RawNotice): Headers | string {
  const one = (name: string, form: RegExp) => oneHeader(notice, name, form)
  if (notice.method !== 'POST') return 'not a POST'
  if (notice.headers['content-encoding'] !== undefined) return 'compressed'
  if (one('paypal-auth-algo', /^SHA256withRSA$/) === undefined) return 'algorithm'
  const id = one('paypal-transmission-id', /^[\w-]{1,100}$/)
  const time = one('paypal-transmission-time', /^[\w:.+-]{10,40}$/)
  const signature = one('paypal-transmission-sig', /^[A-Za-z0-9+/]+={0,2}$/)
  const certUrl = one('paypal-cert-url', /^[\x21-\x7e]+$/)
  return id && time && signature && certUrl ? { id, time, signature, certUrl } : 'headers'
}

export type WebhookEvent = {
  id: string
  type: string
  resource: Record<string, unknown>
}

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
    return capture === undefined ? undefined : { capture, ...(type.endsWith('REFUNDED') && refundIn(resource)) }
  }
  if (type.startsWith('CUSTOMER.DISPUTE.')) return hintOfDispute(resource)
  const reference = text(resource.custom_id) ?? text(at(resource, 'purchase_units', 0, 'custom_id'))
  const attemptRef = type.startsWith('CHECKOUT.')
    ? (text(resource.id) ?? text(resource.order_id))
    : text(at(resource, 'supplementary_data', 'related_ids', 'order_id'))
  if (reference === undefined && attemptRef === undefined) return undefined
  return { ...(reference !== undefined && { reference }), ...(attemptRef !== undefined && { attemptRef }) }
}

/** The refund that PayPal tells of: its look-up must show it. */
function refundIn(resource: Record<string, unknown>): Pick<PaymentHint, 'refunded'> {
  const refund = readRefund(resource)
  const amount = refund?.amount && readMoney(refund.amount)
  return refund && amount ? { refunded: { amount, operation: refund.id } } : {}
}

/** A dispute names the payment as the order did, or by its capture alone. */
function hintOfDispute(resource: Record<string, unknown>): PaymentHint | undefined {
  const dispute = text(resource.dispute_id)
  const reference = text(at(resource, 'disputed_transactions', 0, 'custom'))
  const capture = text(at(resource, 'disputed_transactions', 0, 'seller_transaction_id'))
  if (dispute === undefined || (reference === undefined && capture === undefined)) return undefined
  return { dispute, ...(reference !== undefined ? { reference } : { capture: `${capture}` }) }
}

/** The capture that a refund, or money that was taken back, leads to by its link `up`. */
export function captureAbove(resource: { links?: unknown }): string | undefined {
  const links = Array.isArray(resource.links) ? (resource.links as unknown[]) : []
  const above = links.find((link) => at(link, 'rel') === 'up')
  const [, id = ''] = (text(at(above, 'href')) ?? '').split('/v2/payments/captures/')
  return id.length <= 40 && /^[A-Z0-9]+$/.test(id) ? id : undefined
}
