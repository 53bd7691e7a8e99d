import { z } from 'zod'
import { DAY, HOUR, later, nowOf } from '../../kit/clock.ts'
import type { Gateway, LookUp, NoticeReading, PaymentToStart, RawNotice, StartOutcome } from '../gateway.ts'
import { defineGateway, type Outside, type Surroundings } from '../gateway-kind.ts'
import { askTwice, startWithout } from '../kit/calls/outcomes.ts'
import { safeLink } from '../kit/safe-link.ts'
import { publicSetting, type SettingValues, secretSetting, sharedAccountSetting } from '../kit/setting-fields.ts'
import { createPayPalApi, type PayPalApi } from './paypal-api.ts'
import { createCertificates } from './paypal-certificates.ts'
import { lookUpDispute } from './paypal-dispute.ts'
import { factsOfEvent } from './paypal-event-facts.ts'
import { listTransactions } from './paypal-listing.ts'
import { captureOrder, findOrderId, lookUpOrder } from './paypal-look-up.ts'
import { writeMoney } from './paypal-money.ts'
import { readOrder } from './paypal-objects.ts'
import { orderBody } from './paypal-order.ts'
import { lookUpRefund, sendRefund } from './paypal-refund.ts'
import { hintOf, proofHeaders, proveWebhook, readEvent } from './paypal-webhook.ts'

const settings = {
  clientId: publicSetting('gateway.paypal.setting.client_id', z.string().min(10).max(200), 'demonstration-client'),
  clientSecret: secretSetting(
    'gateway.paypal.setting.client_secret',
    z.string().min(10).max(200),
    'demonstration-client-secret',
  ),
  // The documentation's literal WEBHOOK_ID signs the events of PayPal's own test page: it must never prove money.
  webhookId: publicSetting(
    'gateway.paypal.setting.webhook_id',
    z.string().regex(/^[A-Za-z0-9]{5,50}$/, 'letters and digits'),
    'DEMOWEBHOOK1',
  ),
  merchantId: publicSetting(
    'gateway.paypal.setting.merchant_id',
    z.string().regex(/^[2-9A-HJ-NP-Z]{13}$/, '13 capitals and digits'),
    'DEMAMERCHANT2',
  ),
  immediatePaymentOnly: publicSetting(
    'gateway.paypal.setting.immediate_payment_only',
    z.enum(['yes', 'no']).default('yes'),
    'yes',
  ),
  sharedAccount: sharedAccountSetting,
  certAuthorities: publicSetting('gateway.paypal.setting.cert_authorities', z.string().default(''), ''),
}
export type PayPalSettings = SettingValues<typeof settings>

/** PayPal Checkout, Orders v2: order, approval at PayPal, our capture, signed webhooks, refunds. */
export const paypal = defineGateway<typeof settings>({
  id: 'paypal',
  title: 'PayPal',
  icon: 'wallet',
  words: {
    name: 'gateway.paypal.name',
    hint: 'gateway.paypal.hint',
    long: 'gateway.paypal.long',
    by: 'gateway.paypal.by',
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
    checkSettings: async () => ((await api.mayEnter()) ? [] : [{ key: 'gateway.paypal.problem.credentials' }]),
    refundKeyLifeMs: 45 * DAY,
    refund: (refund) => sendRefund(api, refund, nowOf(outside.clock)),
    lookUpRefund: (refund) => lookUpRefund(api, refund, nowOf(outside.clock)),
    list: (span) =>
      listTransactions(api, span, { ...own, now: nowOf(outside.clock), sharedAccount: values.sharedAccount }),
  }
}

type StartWith = { api: PayPalApi; approval: string; values: PayPalSettings; outside: Outside }

async function start(payment: PaymentToStart, at: StartWith): Promise<StartOutcome> {
  const price = writeMoney(payment.amount)
  if (!price) return { do: 'refused', why: 'PayPal cannot take this amount' }
  const body = orderBody(payment, price, at.values.immediatePaymentOnly === 'yes')
  const answer = await askTwice(() => at.api.post('/v2/checkout/orders', body, payment.key))
  if (answer.is !== 'ok') return startWithout(answer)
  const order = readOrder(answer.json)
  const url = order && approvalLink(order.links ?? [], at.approval)
  if (!order || url === undefined) return { do: 'unknown', why: 'no approval link' }
  return { do: 'go_to', url, attemptRef: order.id, limitAt: later(nowOf(at.outside.clock), 3 * HOUR) }
}

/** `payer-action`, else `approve`; never built, and only to PayPal's own page. */
function approvalLink(links: ReadonlyArray<{ href: string; rel: string }>, approval: string): string | undefined {
  const link = ['payer-action', 'approve'].map((rel) => links.find((each) => each.rel === rel)).find(Boolean)
  return safeLink(link?.href, [approval])
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
