import { exponentOf } from '../../kit/amount.ts'
import type { Language } from '../../kit/language.ts'
import type { NoticeReading, PaymentHint, PaymentToStart, RawNotice, StartOutcome } from '../gateway.ts'
import { digestOf, keysInForce, keyThatProves } from '../kit/notices/proofs.ts'
import { type Params, paramOf, readForm } from '../kit/notices/raw-notice.ts'
import { fitText } from '../kit/provider-values.ts'
import { factsOf, isUnnamedRefund, meaningOf, type OgoneState, type Own, stateOf } from './ogone-facts.ts'
import type { OgoneSettings } from './ogone-gateway.ts'
import { isListedOut, isSignedOut, signIn } from './ogone-signature.ts'

/** The hosted page's own names of languages. */
const pageLocales: Readonly<Record<Language, string>> = { fr: 'fr_FR', en: 'en_US', de: 'de_DE' }

/** The signed form that leads to the hosted page. Field widths are the smaller of what the vendor's guides give. */
export function startForm(payment: PaymentToStart, action: string, settings: OgoneSettings): StartOutcome {
  const { amount, payer, returnUrl } = payment
  if (amount.minor <= 0) return { do: 'refused', why: 'amount must be positive' }
  // The guides say "times 100" and show two decimals only: how others are written is not known.
  if (exponentOf(amount.unit) !== 2) return { do: 'refused', why: 'only currencies with two decimals' }
  const fields: Params = [
    ['PSPID', settings.pspid],
    ['ORDERID', payment.reference],
    ['AMOUNT', String(amount.minor)],
    ['CURRENCY', amount.unit],
    ['LANGUAGE', pageLocales[payment.language]],
    ['CN', clean(payer.name, 35)],
    ['EMAIL', payer.email.length <= 50 ? payer.email : ''],
    ['COM', clean(payment.description, 100)],
    ['TITLE', clean(payment.shopName, 60)],
    ['OPERATION', 'SAL'],
    ['ACCEPTURL', returnUrl],
    ['DECLINEURL', returnUrl],
    ['EXCEPTIONURL', returnUrl],
    ['CANCELURL', payment.cancelUrl],
  ]
  const sent = fields.filter(([, value]) => value !== '')
  const signature = signIn(sent, { passphrase: settings.shaIn, algorithm: settings.hashAlgorithm })
  return { do: 'post', form: { action, fields: [...sent, ['SHASIGN', signature]] } }
}

const clean = (text: string, most: number): string => fitText(text, { most, of: 'characters', without: /["<>]/g })

/** A signed notice is a fact; one that names no payment, or a refund without its number, says "look". */
export function readNotice(
  notice: RawNotice,
  { shaOut, shaOutBefore, hashAlgorithm: algorithm }: OgoneSettings,
  own: Own,
): NoticeReading {
  const form = readForm(notice)
  if ('bad' in form) return { is: 'rejected', why: form.bad }
  const { params } = form
  const get = (name: string) => paramOf(params, name)
  const signature = get('SHASIGN')
  const holds = (passphrase: string) => isSignedOut(params, signature, { passphrase, algorithm })
  if (!keyThatProves(keysInForce({ shaOut, shaOutBefore }), holds)) return { is: 'rejected', why: whyUnsigned(params) }
  const noticeKey = digestOf('sha256', signature.toUpperCase())
  const reference = get('ORDERID')
  if (reference === '') return { is: 'not_ours', noticeKey, why: 'no orderID' }
  const state = stateOf(get)
  if (!state) return { is: 'ask', noticeKey, ask: [{ reference }] }
  if (isUnnamedRefund(state)) return { is: 'ask', noticeKey, ask: [hintOfRefund(state)] }
  return { is: 'facts', noticeKey, facts: factsOf(state, own) }
}

/** A parameter that the lists do not know is not hashed here, though the platform may have signed it: it is named. */
function whyUnsigned(params: Params): string {
  const unlisted = params
    .map(([name]) => name.toUpperCase())
    .filter((name) => name !== 'SHASIGN' && /^[\w.-]{1,40}$/.test(name) && !isListedOut(name))
  const more = unlisted.length > 5 ? ` and ${unlisted.length - 5} more` : ''
  return unlisted.length === 0 ? 'signature' : `signature; on no list: ${unlisted.slice(0, 5).join(', ')}${more}`
}

function hintOfRefund({ status, orderId, amount }: OgoneState): PaymentHint {
  return { reference: orderId, ...(meaningOf(status).kind === 'refunded' && { refunded: { amount } }) }
}
