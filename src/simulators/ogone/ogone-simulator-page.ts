import type { Surroundings } from '../../gateways/gateway-kind.ts'
import type { Params } from '../../gateways/kit/notices/raw-notice.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import { isSignedIn } from '../../gateways/ogone/ogone-signature.ts'
import { parseAmount } from '../../kit/amount.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { languageOfLocale } from '../../kit/language.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import type { Translate } from '../../messages/translate.ts'
import type { Engine } from '../engine/create-simulator.ts'
import type { ProviderPage } from '../engine/page-flow.ts'
import type { PageControls } from '../engine/simulator.ts'
import { type Attempt, finalStatuses, openAttempt } from './ogone-simulator-attempt.ts'
import { feedbackOf, wayOf } from './ogone-simulator-feedback.ts'

type World = {
  values: OgoneSettings
  around: Surroundings
  engine: Engine<Attempt>
  nextPayId(): string
  become(attempt: Attempt, status: string): void
  notify(attempt: Attempt, how: PageControls['notice']): Promise<HttpAnswer | undefined>
  /** Whether the platform waits for our answer to the notice before the payer sees the result. */
  isOnline(): boolean
}

/** The platform's hosted page: a signed form leads to it, a card is typed, the answer goes back signed. */
export const ogonePage = ({ values, around, engine: { book }, ...world }: World): ProviderPage<Attempt> => ({
  shows: /^\/ncol\/test\/orderstandard(_utf8)?\.asp$/,
  pays: '/ncol/test/pay',
  arrive(pairs) {
    const error = requestError(pairs, values)
    if (error !== undefined) return { error, status: 200 }
    const form = new Map(pairs.map(([name, value]) => [name.toUpperCase(), value]))
    return book.get(form.get('ORDERID') ?? '') ?? book.add(openAttempt(form, world.nextPayId()))
  },
  field: { name: 'ORDERID', of: ({ reference }) => reference },
  find: (reference) => book.get(reference),
  nobody: 'unknown order',
  isOpen: ({ status }) => !finalStatuses.has(status),
  language: ({ form }) => languageOfLocale(form.get('LANGUAGE')),
  words: { title: 'simulator.ogone.title', outcome: 'simulator.ogone.outcome', fine: 'simulator.ogone.fine' },
  bought({ asked: price, form, reference }) {
    return { price, merchant: form.get('TITLE') || values.pspid, what: form.get('COM') ?? '', reference }
  },
  fields: cardFields,
  async outcome(attempt, { outcome, notice }, form) {
    const digits = (form.get('CARDNO') ?? '').replace(/\D/g, '')
    attempt.cardNo = `XXXXXXXXXXXX${digits.slice(-4).padStart(4, '1')}`
    attempt.brand = digits.startsWith('5') ? 'MasterCard' : 'VISA'
    const accepted = { '4111113333333333': '2', '4111116666666666': '92' }[digits] ?? '9'
    world.become(attempt, { accept: accepted, refuse: '2', cancel: '1', pend: '91' }[outcome])
    const told = world.notify(attempt, notice)
    return world.isOnline() ? wayOf(await told) : undefined
  },
  wayBack(attempt, { outcome }) {
    const names = { accept: 'ACCEPTURL', refuse: 'DECLINEURL', cancel: 'CANCELURL', pend: 'ACCEPTURL' }
    const url = new URL(attempt.form.get(names[outcome]) ?? around.simulatorUrl)
    const signing = { passphrase: values.shaOut, algorithm: values.hashAlgorithm }
    for (const [name, value] of feedbackOf(attempt, signing)) url.searchParams.append(name, value)
    return url.href
  },
})

function cardFields({ form }: Attempt, t: Translate): string {
  const field = (name: string, label: string, value: string, hint = '') =>
    `<label class="f">${label}<input name="${name}" value="${value}" autocomplete="off"${hint && ' aria-describedby="tests"'}></label>`
  return `<fieldset><legend>${t('simulator.ogone.card')}</legend>
${field('CARDNO', t('simulator.ogone.number'), '4111 1111 1111 1111', 'tests')}<p class="hint" id="tests">${t('simulator.ogone.tests')}</p>
${field('CN', t('simulator.ogone.holder'), escapeHtml(form.get('CN') ?? ''))}
<div class="two">${field('ED', t('simulator.ogone.expiry'), '12/30')}${field('CVC', t('simulator.ogone.cvc'), '123')}</div></fieldset>`
}

/** What the platform finds wrong with a shop's form, as it says it; the signature last, as the platform does. */
function requestError(params: Params, values: OgoneSettings): string | undefined {
  const form = new Map(params.map(([name, value]) => [name.toUpperCase(), value]))
  const get = (name: string) => form.get(name) ?? ''
  if (get('PSPID') !== values.pspid) return 'PSPID not found or not active'
  const missing = ['ORDERID', 'AMOUNT', 'CURRENCY', 'LANGUAGE'].find((name) => get(name) === '')
  if (missing !== undefined) return `no ${missing.toLowerCase()}`
  if (get('ORDERID').length > 30) return 'orderID too long'
  if (!/^[1-9]\d{0,14}$/.test(get('AMOUNT'))) return 'amount too long or not numeric'
  if (!parseAmount('1', get('CURRENCY'))) return 'not a valid currency'
  const signature = form.get('SHASIGN')
  if (signature === undefined) return 'unknown order/0/s'
  const signing = { passphrase: values.shaIn, algorithm: values.hashAlgorithm }
  return isSignedIn(params, signature, signing) ? undefined : 'unknown order/1/s'
}
