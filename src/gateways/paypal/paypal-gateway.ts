import { z } from 'zod'
import { DAY, HOUR, nowOf } from '../../kit/clock.ts'
import type { Gateway, PaymentToLookUp } from '../gateway.ts'
import { defineGateway, type Outside, type Surroundings } from '../gateway-kind.ts'
import {
  publicSetting,
  type SettingValues,
  secretSetting,
  sharedAccountSetting,
  yesOrNo,
} from '../kit/setting-fields.ts'
import { createPayPalApi } from './paypal-api.ts'
import { listTransactions } from './paypal-listing.ts'
import { captureOrder, lookUpPayment } from './paypal-look-up.ts'
import { startOrder } from './paypal-order.ts'
import { lookUpRefund, sendRefund } from './paypal-refund.ts'
import { createCertificates, proofHeaders } from './webhooks/paypal-proof.ts'
import { readWebhook } from './webhooks/paypal-webhook.ts'

const credential = z.string().min(10).max(200)

const settings = {
  clientId: publicSetting('gateway.paypal.setting.client_id', credential, 'demonstration-client'),
  clientSecret: secretSetting('gateway.paypal.setting.client_secret', credential, 'demonstration-client-secret'),
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
  immediatePaymentOnly: publicSetting('gateway.paypal.setting.immediate_payment_only', yesOrNo.default('yes'), 'yes'),
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
  const sandbox = mode === 'live' ? '' : 'sandbox.'
  const [pathPrefix, commonName] = ['/v1/notifications/certs/', `messageverificationcerts.${sandbox}paypal.com`]
  if (mode === 'demo') {
    const certificates = { origins: [loopbackUrl], pathPrefix: `/simulated/paypal${pathPrefix}`, commonName }
    return { api: `${loopbackUrl}/simulated/paypal`, approval: new URL(simulatorUrl).origin, certificates }
  }
  const origins = [`https://api.${sandbox}paypal.com`, `https://api-m.${sandbox}paypal.com`]
  return {
    api: `https://api-m.${sandbox}paypal.com`,
    approval: `https://www.${sandbox}paypal.com`,
    certificates: { origins, pathPrefix, commonName },
  }
}

function connect(values: PayPalSettings, around: Surroundings, outside: Outside): Gateway {
  const { api: apiBase, approval, certificates } = hostsOf(around)
  const api = createPayPalApi({ ...values, apiBase }, outside)
  const authorities = around.simulatedAuthority ?? (async () => values.certAuthorities)
  const certificateAt = createCertificates({ ...certificates, authorities }, outside)
  const proof = { webhookId: values.webhookId, certificateAt }
  const own = { account: values.merchantId, mode: around.mode }
  const now = () => nowOf(outside.clock)
  const aroundOf = ({ amount: asked }: PaymentToLookUp) => ({ ...own, now: now(), asked })
  const payNow = values.immediatePaymentOnly === 'yes'
  return {
    account: own.account,
    startPayment: (payment) => startOrder(api, payment, { approval, payNow, now: now() }),
    readNotice: (notice) => readWebhook(notice, { ...proof, own }),
    lookUp: (payment) => lookUpPayment(api, payment, aroundOf(payment)),
    async complete(payment, completionKey) {
      const orderId = payment.attemptRef
      if (orderId === undefined) return { is: 'not_found' }
      return captureOrder(api, { payment, orderId, around: aroundOf(payment) }, completionKey)
    },
    checkSettings: async () => ((await api.mayEnter()) ? [] : [{ key: 'gateway.paypal.problem.credentials' }]),
    refundKeyLifeMs: 45 * DAY,
    refund: (refund) => sendRefund(api, refund, now()),
    lookUpRefund: (refund) => lookUpRefund(api, refund, now()),
    list: (span) => listTransactions(api, span, { ...own, now: now(), sharedAccount: values.sharedAccount }),
  }
}
