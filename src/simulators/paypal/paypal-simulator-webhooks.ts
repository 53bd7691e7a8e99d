import { crc32 } from 'node:zlib'
import { writeMoney } from '../../gateways/paypal/paypal-objects.ts'
import { type Clock, nowOf } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import type { Ordered } from '../engine/create-simulator.ts'
import type { WebhookDelivery } from '../engine/simulator.ts'
import { signerOf } from './paypal-simulator-certificates.ts'
import type { SimulatedOrder } from './paypal-simulator-order.ts'

type Told = { event: string; order: SimulatedOrder; resource: object }
type Sender = { loopbackUrl: string; webhookId: string; clock: Clock }

/** Where each key's certificate is served; a stranger claims ours. */
export const certificateNames = [
  ['ours', 'CERT-demonstration'],
  ['old', 'CERT-demonstration-before'],
] as const

/** A webhook, signed as PayPal signs, with the lies and the key that were ordered for it. */
export async function writeWebhook(
  { event, order, resource }: Told,
  lies: Ordered,
  sender: Sender,
): Promise<WebhookDelivery> {
  const time = nowOf(sender.clock)
  const body = writeOddly({
    id: `WH-${newToken(100)}`,
    event_version: '1.0',
    create_time: time,
    resource_type: resourceTypeOf(event),
    resource_version: '2.0',
    event_type: lies.type ?? event,
    summary: 'Événement',
    resource: lie(resource, lies, order),
    links: [],
  })
  const signer = await signerOf(lies.key, sender.clock)
  const id = newToken(120)
  const name = certificateNames.find(([each]) => each === lies.key)?.[1] ?? certificateNames[0][1]
  const headers = {
    'content-type': 'application/json',
    'paypal-transmission-id': id,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': signer.sign(`${id}|${time}|${sender.webhookId}|${crc32(Buffer.from(body))}`),
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': `${sender.loopbackUrl}/simulated/paypal/v1/notifications/certs/${name}`,
  }
  return { method: 'POST', url: `${sender.loopbackUrl}/notices/paypal`, headers, body }
}

/**
 * JSON as PayPal's own encoder writes it: blanks, `\\/`, `\\u00e9`, `1.0` and an empty object. Whoever proves decoded
 * and encoded text instead of the bytes is found out by every webhook.
 */
function writeOddly(envelope: object): string {
  const text = JSON.stringify(envelope, null, 1)
    .replaceAll('/', '\\/')
    .replace(/[^\x20-\x7e\n]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return text.replace(/\n\}$/, ',\n "attempt": 1.0,\n "metadata": {}\n}')
}

const resourceTypeOf = (event: string): string => {
  if (event.startsWith('CHECKOUT')) return 'checkout-order'
  if (event.startsWith('CUSTOMER')) return 'dispute'
  return event.includes('REFUND') ? 'refund' : 'capture'
}

/** Only the notice lies: a look-up tells what was really charged. */
function lie(resource: object, { sum, account, reference }: Ordered, order: SimulatedOrder): object {
  const told = { ...resource } as Record<string, unknown>
  const wrong = sum(order.asked)
  if ('amount' in told && wrong) told.amount = writeMoney(wrong)
  if (account !== undefined) told.payee = { merchant_id: account }
  if (reference === undefined) return told
  const unit = { custom_id: reference, amount: writeMoney(order.asked) }
  return 'purchase_units' in told
    ? { ...told, id: 'NOORDEROFYOURS', purchase_units: [unit] }
    : { ...told, custom_id: reference, supplementary_data: {} }
}
