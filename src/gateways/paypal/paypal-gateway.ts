import { z } from 'zod'
import { DAY, HOUR, later, nowOf } from '../../kit/clock.ts'
import {
  defineGateway,
  type Gateway,
  type LookUp,
  type NoticeReading,
  type Outside,
  type PaymentToStart,
  type RawNotice,
  type SettingValues,
  type StartOutcome,
  type Surroundings,
  sharedAccount,
  sharedAccountHelp,
} from '../gateway.ts'
import { createPayPalApi, type PayPalApi } from './paypal-api.ts'
import { createCertificates } from './paypal-certificates.ts'
import { lookUpDispute } from './paypal-dispute.ts'
import { factsOfEvent } from './paypal-event-facts.ts'
import { listTransactions } from './paypal-listing.ts'
import { captureOrder, findOrderId, lookUpOrder } from './paypal-look-up.ts'
import { writeMoney } from './paypal-money.ts'
import { orderBody, readOrder } from './paypal-order.ts'
import { lookUpRefund, sendRefund } from './paypal-refund.ts'
import { hintOf, proofHeaders, proveWebhook, readEvent } from './paypal-webhook.ts'

const open = (schema: z.ZodType<string>, help: string, demo: string) => ({ schema, secret: false, help, demo })

const settings = {
  clientId: open(z.string().min(10).max(200), 'Client id of the REST app.', 'demonstration-client'),
  clientSecret: {
    schema: z.string().min(10).max(200),
    secret: true,
    help: 'Secret of the REST app.',
    demo: 'demonstration-client-secret',
  },
  // The documentation's literal WEBHOOK_ID signs the events of PayPal's own test page: it must never prove money.
  webhookId: open(z.string().regex(/^[A-Za-z0-9]{5,50}$/, 'letters and digits'), 'Id of the webhook.', 'DEMOWEBHOOK1'),
  merchantId: open(
    z.string().regex(/^[2-9A-HJ-NP-Z]{13}$/, '13 capitals and digits'),
    'PayPal’s id of the merchant.',
    'DEMAMERCHANT2',
  ),
  immediatePaymentOnly: open(z.enum(['yes', 'no']).default('yes'), 'Whether payment by e-cheque is left out.', 'yes'),
  sharedAccount: open(sharedAccount, sharedAccountHelp, 'no'),
  certAuthorities: open(
    z.string().default(''),
    'Authorities of PayPal’s certificates as PEM, besides those of the runtime.',
    '',
  ),
}
export type PayPalSettings = SettingValues<typeof settings>

/** PayPal Checkout, Orders v2: order, approval at PayPal, our capture, signed webhooks, refunds. */
export const paypal = defineGateway<typeof settings>({
  id: 'paypal',
  title: 'PayPal',
  icon: 'wallet',
  words: {
    fr: {
      name: 'PayPal',
      hint: 'Avec votre compte PayPal',
      long: 'Paiement internet par PayPal',
      by: 'par PayPal',
    },
    en: { name: 'PayPal', hint: 'With your PayPal account', long: 'Internet payment by PayPal', by: 'by PayPal' },
  },
  settings,
  reference: { maxLength: 127 },
  startsByCall: true,
  attemptLifeMs: 3 * HOUR,
  noticeAnswer: { status: 200, body: '' },
  noticeHeaders: proofHeaders,
  noticeLimitBytes: 256 * 1024,
  origins: (_, around) => [hostsOf(around).approval],
  connect,
})

/** Hosts of each mode. A host from an answer or a notice is compared with these, whole. */
function hostsOf({ mode, simulatorUrl, loopbackUrl }: Surroundings) {
  const certs = '/v1/notifications/certs/'
  if (mode === 'demo') {
    const api = `${loopbackUrl}/simulated/paypal`
    return {
      api,
      approval: new URL(simulatorUrl).origin,
      certificates: [loopbackUrl],
      certificatePath: `/simulated/paypal${certs}`,
      commonName: 'messageverificationcerts.sandbox.paypal.com',
    }
  }
  const sandbox = mode === 'test' ? 'sandbox.' : ''
  return {
    api: `https://api-m.${sandbox}paypal.com`,
    approval: `https://www.${sandbox}paypal.com`,
    certificates: [`https://api.${sandbox}paypal.com`, `https://api-m.${sandbox}paypal.com`],
    certificatePath: certs,
    commonName: `messageverificationcerts.${sandbox}paypal.com`,
  }
}

function connect(values: PayPalSettings, around: Surroundings, outside: Outside): Gateway {
  const hosts = hostsOf(around)
  const api = createPayPalApi({ ...values, apiBase: hosts.api }, outside)
  const account = values.merchantId
  const authorities = around.simulatedAuthority ?? (async () => values.certAuthorities)
  const { certificates: origins, certificatePath: pathPrefix, commonName } = hosts
  const certificateAt = createCertificates({ origins, pathPrefix, commonName, authorities }, outside)
  const own = { account, mode: around.mode }
  const aroundOf = (payment: { amount: PaymentToStart['amount'] }) => ({
    ...own,
    now: nowOf(outside.clock),
    asked: payment.amount,
  })
  return {
    account,
    startPayment: (payment) => start(payment, { api, approval: hosts.approval, values, outside }),
    readNotice: (notice) => readNotice(notice, { webhookId: values.webhookId, certificateAt, own }),
    async lookUp({ dispute: disputeId, ...payment }) {
      const orderId = payment.attemptRef ?? (await findOrderId(api, payment, nowOf(outside.clock)))
      const around = aroundOf(payment)
      const order = typeof orderId === 'string' ? await lookUpOrder(api, { payment, orderId, around }) : orderId
      // An order may no longer be readable when its payment is disputed, months later.
      if (disputeId === undefined || order.is === 'unreachable') return order
      const said = order.is === 'facts' ? order.facts : []
      const dispute = await lookUpDispute(api, { payment, disputeId, around, said })
      return dispute.is === 'facts' ? { ...order, ...dispute, facts: [...said, ...dispute.facts] } : dispute
    },
    async complete(payment, completionKey): Promise<LookUp> {
      const orderId = payment.attemptRef
      if (orderId === undefined) return { is: 'not_found' }
      return captureOrder(api, { payment, orderId, around: aroundOf(payment) }, completionKey)
    },
    checkSettings: async () =>
      (await api.mayEnter()) ? [] : ['PayPal does not accept clientId with clientSecret, or cannot be asked'],
    refundKeyLifeMs: 45 * DAY,
    refund: (refund) => sendRefund(api, refund, nowOf(outside.clock)),
    lookUpRefund: (refund) => lookUpRefund(api, refund, nowOf(outside.clock)),
    list: (span) =>
      listTransactions(api, span, { ...own, now: nowOf(outside.clock), shared: values.sharedAccount === 'yes' }),
  }
}

type StartWith = { api: PayPalApi; approval: string; values: PayPalSettings; outside: Outside }

async function start(payment: PaymentToStart, at: StartWith): Promise<StartOutcome> {
  const price = writeMoney(payment.amount)
  if (!price) return { do: 'refused', why: 'PayPal cannot take this amount' }
  const body = orderBody(payment, price, at.values.immediatePaymentOnly === 'yes')
  const ask = () => at.api.post('/v2/checkout/orders', body, payment.key)
  const first = await ask()
  if (first.is === 'failed' && !first.sent) return { do: 'not_sent', why: first.why }
  // The same key: a repetition finds the order that the first call may have made.
  const answer = first.is === 'failed' ? await ask() : first
  if (answer.is === 'failed') return { do: 'unknown', why: answer.why }
  if (answer.is === 'refused') return { do: 'refused', why: `${answer.status} ${answer.issue}` }
  const order = readOrder(answer.json)
  const url = order && approvalLink(order.links ?? [], at.approval)
  if (!order || url === undefined) return { do: 'unknown', why: 'no approval link' }
  return { do: 'go_to', url, attemptRef: order.id, limitAt: later(nowOf(at.outside.clock), 3 * HOUR) }
}

/** `payer-action`, else `approve`; never built, and only to PayPal's own page. */
function approvalLink(links: ReadonlyArray<{ href: string; rel: string }>, approval: string): string | undefined {
  const link = ['payer-action', 'approve'].map((rel) => links.find((each) => each.rel === rel)).find(Boolean)
  const url = link && URL.parse(link.href)
  return url && url.origin === approval && !url.username && !url.password ? url.href : undefined
}

/** Of what the webhook is subscribed to: all of it says "look". */
const watched = /^(CHECKOUT\.|PAYMENT\.CAPTURE\.|PAYMENT\.REFUND\.|CUSTOMER\.DISPUTE\.)/

type ReadWith = Parameters<typeof proveWebhook>[1] & {
  own: { account: string; mode: Surroundings['mode'] }
}

async function readNotice(notice: RawNotice, at: ReadWith): Promise<NoticeReading> {
  const proof = await proveWebhook(notice, at)
  if (proof.is !== 'proven') return proof
  const event = readEvent(notice.body)
  const noticeKey = event?.id ?? `${notice.headers['paypal-transmission-id']}`
  if (!event) return { is: 'not_ours', noticeKey, why: 'no event' }
  if (!watched.test(event.type)) return { is: 'not_ours', noticeKey, why: event.type }
  const hint = hintOf(event)
  const facts = factsOfEvent(event, { ...at.own, now: notice.receivedAt })
  const ask = hint ? [hint] : []
  if (facts.length > 0) return { is: 'facts', noticeKey, facts, ask }
  return hint ? { is: 'ask', noticeKey, ask } : { is: 'not_ours', noticeKey, why: `${event.type} names no payment` }
}
