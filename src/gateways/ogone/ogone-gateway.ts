import { z } from 'zod'
import { HOUR, nowOf } from '../../kit/clock.ts'
import { withoutEnd } from '../../kit/text/plain-text.ts'
import type { Gateway } from '../gateway.ts'
import { defineGateway, type Outside, type Surroundings } from '../gateway-kind.ts'
import type { Params } from '../kit/notices/raw-notice.ts'
import {
  publicSetting,
  type SettingValues,
  secretSetting,
  sharedAccountSetting,
  yesOrNo,
} from '../kit/setting-fields.ts'
import { callDirectLink, problemsOf, readLookUp } from './ogone-direct-link.ts'
import { downloadPayments } from './ogone-download.ts'
import type { Own } from './ogone-facts.ts'
import { readNotice, startForm } from './ogone-forms.ts'
import { readRefund, readRefundState, refundParams } from './ogone-refund.ts'
import { signIn } from './ogone-signature.ts'

const passphrase = z.string().min(16, 'at least 16 characters')

const settings = {
  pspid: publicSetting('gateway.ogone.setting.pspid', z.string().min(1).max(30), 'OboleDemo'),
  shaIn: secretSetting('gateway.ogone.setting.sha_in', passphrase, 'demonstration-sha-in'),
  shaOut: secretSetting('gateway.ogone.setting.sha_out', passphrase, 'demonstration-sha-out'),
  shaOutBefore: secretSetting(
    'gateway.ogone.setting.sha_out_before',
    z.union([z.literal(''), passphrase]).default(''),
    'demonstration-sha-out-before',
  ),
  shaInDirectLink: secretSetting('gateway.ogone.setting.sha_in_direct_link', passphrase, 'demonstration-direct-link'),
  hashAlgorithm: publicSetting('gateway.ogone.setting.hash_algorithm', z.enum(['sha1', 'sha256', 'sha512']), 'sha512'),
  apiUserId: publicSetting('gateway.ogone.setting.api_user_id', z.string().min(2).max(20), 'oboleapi'),
  apiPassword: secretSetting('gateway.ogone.setting.api_password', z.string().min(1), 'demonstration'),
  baseUrl: publicSetting('gateway.ogone.setting.base_url', z.url({ protocol: /^https$/ }), 'https://secure.ogone.com'),
  sharedAccount: sharedAccountSetting,
  directLinkSignsQueries: publicSetting('gateway.ogone.setting.direct_link_signs_queries', yesOrNo, 'yes'),
}
export type OgoneSettings = SettingValues<typeof settings>

/** Ingenico ePayments (Ogone) e-Commerce: hosted page by signed form, signed notices, DirectLink look-ups. */
export const ogone = defineGateway<typeof settings>({
  id: 'ogone',
  title: 'Ingenico ePayments (Ogone)',
  icon: 'card',
  words: {
    name: 'gateway.ogone.name',
    hint: 'gateway.ogone.hint',
    long: 'gateway.ogone.long',
    by: 'gateway.ogone.by',
  },
  settings,
  reference: { maxLength: 30 },
  startsByCall: false,
  attemptLifeMs: 3 * HOUR,
  noticeAnswer: { status: 200, body: '' },
  noticeHeaders: [],
  noticeLimitBytes: 64 * 1024,
  liveWarning: 'gateway.ogone.live_warning',
  origins: (values, around) => [new URL(pageBase(values, around)).origin],
  connect,
  sign: (values, params) => signIn(params, { passphrase: values.shaIn, algorithm: values.hashAlgorithm }),
})

function pageBase(values: OgoneSettings, around: Surroundings): string {
  if (around.mode === 'demo') return `${around.simulatorUrl}/ncol/test`
  return `${withoutEnd(values.baseUrl, '/')}/ncol/${around.mode === 'live' ? 'prod' : 'test'}`
}

function directBase(values: OgoneSettings, around: Surroundings): string {
  return around.mode === 'demo' ? `${around.loopbackUrl}/simulated/ogone/ncol/test` : pageBase(values, around)
}

function connect(values: OgoneSettings, around: Surroundings, outside: Outside): Gateway {
  const base = directBase(values, around)
  const direct = (page: string, params: Params, signed = true) =>
    callDirectLink({ url: `${base}/${page}`, params, signed, settings: values }, outside)
  const query = (params: Params) => direct('querydirect_utf8.asp', params, values.directLinkSignsQueries === 'yes')
  const own = (occurredAt: string): Own => ({ account: values.pspid, mode: around.mode, occurredAt })
  const now = () => nowOf(outside.clock)
  return {
    account: values.pspid,
    startPayment: async (payment) => startForm(payment, `${pageBase(values, around)}/orderstandard_utf8.asp`, values),
    readNotice: async (notice) => readNotice(notice, values, own(notice.receivedAt)),
    lookUp: async ({ reference, refunded }) => readLookUp(await query([['ORDERID', reference]]), own(now()), refunded),
    checkSettings: async () => problemsOf(await query([['ORDERID', 'settings-check']])),
    refund: async (refund) =>
      readRefund(await direct('maintenancedirect_utf8.asp', refundParams(refund)), refund, now()),
    lookUpRefund: async (refund) => readRefundState(await query([['PAYID', refund.capture]]), refund, now()),
    list: (span) => downloadPayments({ base, settings: values, span, mode: around.mode }, outside),
  }
}
