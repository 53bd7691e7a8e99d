import { hash } from 'node:crypto'
import { z } from 'zod'
import { type Amount, amount, equals, exponentOf } from '../../kit/amount.ts'
import { HOUR, nowOf } from '../../kit/clock.ts'
import { withoutEnd } from '../../kit/without-end.ts'
import {
  defineGateway,
  type Fact,
  type Gateway,
  type LookUp,
  type NoticeReading,
  type Outside,
  type PaymentHint,
  type PaymentToStart,
  type RawNotice,
  type RefundOutcome,
  type RefundToSend,
  type SettingValues,
  type StartOutcome,
  type Surroundings,
  sharedAccount,
  sharedAccountHelp,
} from '../gateway.ts'
import { callDirectLink, type DirectLinkAnswer } from './ogone-direct-link.ts'
import { downloadPayments } from './ogone-download.ts'
import { factsOf, isUnnamedRefund, type OgoneState, operationsBefore, readMajor } from './ogone-facts.ts'
import { readForm, textOf } from './ogone-form.ts'
import { type HashAlgorithm, isListedOut, isSignedOut, type Params, signIn } from './ogone-signature.ts'
import { meaningOf } from './ogone-status.ts'

const secretText = z.string().min(16, 'at least 16 characters')
const passphrase = (help: string, demo: string) => ({ schema: secretText, secret: true, help, demo })
const open = <T extends string>(schema: z.ZodType<T>, help: string, demo: string) => ({
  schema,
  secret: false,
  help,
  demo,
})

const settings = {
  pspid: open(z.string().min(1).max(30), 'Merchant id of the account.', 'OboleDemo'),
  shaIn: passphrase('Passphrase that signs what we send to the page.', 'demonstration-sha-in'),
  shaOut: passphrase('Passphrase that signs what we receive.', 'demonstration-sha-out'),
  shaOutBefore: {
    schema: z.union([z.literal(''), secretText]).default(''),
    secret: true,
    help: 'While it is being changed: the passphrase before, accepted beside the new one.',
    demo: 'demonstration-sha-out-before',
  },
  shaInDirectLink: passphrase('Passphrase for DirectLink, a third one.', 'demonstration-direct-link'),
  hashAlgorithm: open(z.enum(['sha1', 'sha256', 'sha512']), 'As set in the back office.', 'sha512'),
  apiUserId: open(z.string().min(2).max(20), 'API user of DirectLink.', 'oboleapi'),
  apiPassword: { schema: z.string().min(1), secret: true, help: 'Password of the API user.', demo: 'demonstration' },
  baseUrl: open(
    z.url({ protocol: /^https$/ }),
    'Host of the platform or of its white label.',
    'https://secure.ogone.com',
  ),
  sharedAccount: open(sharedAccount, sharedAccountHelp, 'no'),
  directLinkSignsQueries: open(z.enum(['yes', 'no']), 'Whether queries carry a SHASIGN.', 'yes'),
}
export type OgoneSettings = SettingValues<typeof settings>

/** Ingenico ePayments (Ogone) e-Commerce: hosted page by signed form, signed notices, DirectLink look-ups. */
export const ogone = defineGateway<typeof settings>({
  id: 'ogone',
  title: 'Ingenico ePayments (Ogone)',
  icon: 'card',
  words: {
    fr: {
      name: 'Carte bancaire (Ingenico)',
      hint: 'CB, Visa, Mastercard, sur la page sécurisée de la banque',
      long: 'Paiement internet par carte bancaire',
      by: 'par carte bancaire',
    },
    en: {
      name: 'Bank card (Ingenico)',
      hint: 'CB, Visa, Mastercard, on the bank’s secure page',
      long: 'Internet payment by bank card',
      by: 'by bank card',
    },
  },
  settings,
  reference: { maxLength: 30 },
  startsByCall: false,
  attemptLifeMs: 3 * HOUR,
  noticeAnswer: { status: 200, body: '' },
  noticeHeaders: [],
  noticeLimitBytes: 64 * 1024,
  liveWarning: 'Ogone: the vendor announced the end of this platform for 31 December 2025; ask before going live.',
  origins: (values, around) => [new URL(pageBase(values, around)).origin],
  connect,
  sign: (values, params) =>
    signIn(params, { passphrase: values.shaIn, algorithm: values.hashAlgorithm as HashAlgorithm }),
})

function pageBase(values: OgoneSettings, around: Surroundings): string {
  if (around.mode === 'demo') return `${around.simulatorUrl}/ncol/test`
  return `${withoutEnd(values.baseUrl, '/')}/ncol/${around.mode === 'live' ? 'prod' : 'test'}`
}

function directBase(values: OgoneSettings, around: Surroundings): string {
  return around.mode === 'demo' ? `${around.loopbackUrl}/simulated/ogone/ncol/test` : pageBase(values, around)
}

function connect(values: OgoneSettings, around: Surroundings, outside: Outside): Gateway {
  const algorithm = values.hashAlgorithm as HashAlgorithm
  const base = directBase(values, around)
  const direct = (page: string, params: Params, signed = true) =>
    callDirectLink({ base, page, params, signed, settings: values }, outside)
  const query = (params: Params) => direct('querydirect_utf8.asp', params, values.directLinkSignsQueries === 'yes')
  const around1 = (occurredAt: string) => ({ account: values.pspid, mode: around.mode, occurredAt })
  return {
    account: values.pspid,
    startPayment: async (payment) => startForm(payment, { values, algorithm, base: pageBase(values, around) }),
    readNotice: async (notice) => readNotice(notice, { values, algorithm, around: around1(notice.receivedAt) }),
    async lookUp({ reference, refunded }) {
      const answer = await query([['ORDERID', reference]])
      return readLookUp(answer, around1(nowOf(outside.clock)), refunded)
    },
    checkSettings: async () => problemsOf(await query([['ORDERID', 'settings-check']])),
    refund: async (refund) =>
      readRefund(await direct('maintenancedirect_utf8.asp', refundParams(refund)), refund, outside),
    lookUpRefund: async (refund) => readRefundState(await query([['PAYID', refund.capture]]), refund, outside),
    list: (span) => downloadPayments({ base, settings: values, span, mode: around.mode }, outside),
  }
}

type FormWith = { values: OgoneSettings; algorithm: HashAlgorithm; base: string }

/** Field widths are the smaller of what the vendor's guides give. */
function startForm(payment: PaymentToStart, { values, algorithm, base }: FormWith): StartOutcome {
  if (payment.amount.minor <= 0) return { do: 'refused', why: 'amount must be positive' }
  // The guides say "times 100" and show two decimals only: how others are written is not known.
  if (exponentOf(payment.amount.unit) !== 2) return { do: 'refused', why: 'only currencies with two decimals' }
  const fields: Params = [
    ['PSPID', values.pspid],
    ['ORDERID', payment.reference],
    ['AMOUNT', String(payment.amount.minor)],
    ['CURRENCY', payment.amount.unit],
    ['LANGUAGE', payment.language === 'fr' ? 'fr_FR' : 'en_US'],
    ['CN', clean(payment.payer.name, 35)],
    ['EMAIL', payment.payer.email.length <= 50 ? payment.payer.email : ''],
    ['COM', clean(payment.description, 100)],
    ['TITLE', clean(payment.shopName, 60)],
    ['OPERATION', 'SAL'],
    ['ACCEPTURL', payment.returnUrl],
    ['DECLINEURL', payment.returnUrl],
    ['EXCEPTIONURL', payment.returnUrl],
    ['CANCELURL', payment.cancelUrl],
  ]
  const sent = fields.filter(([, value]) => value !== '')
  const signature = signIn(sent, { passphrase: values.shaIn, algorithm })
  return { do: 'post', form: { action: `${base}/orderstandard_utf8.asp`, fields: [...sent, ['SHASIGN', signature]] } }
}

/** No quotes, no control characters; cut by characters, never through one. */
function clean(text: string, width: number): string {
  const plain = text
    .replace(/["<>\p{Cc}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return [...plain].slice(0, width).join('').trim()
}

type ReadWith = { values: OgoneSettings; algorithm: HashAlgorithm; around: Parameters<typeof factsOf>[1] }

function readNotice(notice: RawNotice, { values, algorithm, around }: ReadWith): NoticeReading {
  const form = readForm(notice)
  if ('bad' in form) return { is: 'rejected', why: form.bad }
  const { params } = form
  const signature = textOf(params, 'SHASIGN') ?? ''
  const passphrases = [values.shaOut, values.shaOutBefore].filter((text) => text !== '')
  if (!passphrases.some((each) => isSignedOut(params, signature, { passphrase: each, algorithm })))
    return { is: 'rejected', why: whyUnsigned(params) }
  const get = (name: string) => textOf(params, name) ?? ''
  const noticeKey = hash('sha256', signature.toUpperCase(), 'hex')
  const paid = readMajor(get('AMOUNT'), get('CURRENCY'))
  const [orderId, payId] = [get('ORDERID'), get('PAYID')]
  if (orderId === '') return { is: 'not_ours', noticeKey, why: 'no orderID' }
  if (!paid || payId === '') return { is: 'ask', noticeKey, ask: [{ reference: orderId }] }
  const state = stateOf(get, paid)
  if (isUnnamedRefund(state)) return { is: 'ask', noticeKey, ask: [hintOfRefund(state)] }
  return { is: 'facts', noticeKey, facts: factsOf(state, around) }
}

/** A parameter that the lists do not know is not hashed here, though the platform may have signed it: it is named. */
function whyUnsigned(params: Params): string {
  const unlisted = params
    .map(([name]) => name.toUpperCase())
    .filter((name) => name !== 'SHASIGN' && /^[\w.-]{1,40}$/.test(name) && !isListedOut(name))
  const more = unlisted.length > 5 ? ` and ${unlisted.length - 5} more` : ''
  return unlisted.length === 0 ? 'signature' : `signature; on no list: ${unlisted.slice(0, 5).join(', ')}${more}`
}

function hintOfRefund(state: OgoneState): PaymentHint {
  const isBack = meaningOf(state.status).kind === 'refunded'
  return { reference: state.orderId, ...(isBack && { refunded: { amount: state.amount } }) }
}

function stateOf(get: (name: string) => string, paid: Amount): OgoneState {
  return {
    orderId: get('ORDERID'),
    payId: get('PAYID'),
    payIdSub: get('PAYIDSUB') || undefined,
    status: get('STATUS'),
    amount: paid,
    brand: get('BRAND'),
    cardNo: get('CARDNO'),
    ncError: get('NCERROR'),
  }
}

const unknownOrder = '50001130'

/**
 * `told`: what a notice says was given back. What a query shows as the amount after a refund is not documented: where
 * the two differ, nothing is booked by it.
 */
function readLookUp(answer: DirectLinkAnswer, around: Parameters<typeof factsOf>[1], told?: Amount): LookUp {
  if (answer.is === 'failed') return { is: 'unreachable', why: answer.why }
  if (answer.get('NCERROR') === unknownOrder) return { is: 'not_found' }
  const paid = readMajor(answer.get('amount'), answer.get('currency'))
  if (!paid || answer.get('PAYID') === '') return { is: 'unreachable', why: `error ${answer.get('NCERROR')}` }
  const state = stateOf(answer.get, paid)
  const facts = factsOf(state, around).map((fact): Fact => {
    const isTold = told === undefined || fact.about !== 'refund' || equals(fact.amount, told)
    return isTold ? fact : { ...fact, kind: 'unknown', detail: `${fact.detail}, another amount than its notice` }
  })
  return { is: 'facts', facts: [...facts, ...operationsBefore(state, around)] }
}

const settingsErrors: Readonly<Record<string, string>> = {
  50001116: 'the platform does not know this server’s address: register it for DirectLink',
  50001118: 'pspid or apiUserId is not known to the platform',
  50001119: 'apiPassword is wrong, or the API user is disabled',
  50001184: 'shaInDirectLink or hashAlgorithm is not what the back office has',
}

/** What a query for an order that cannot be there tells of the settings; SHA-IN and SHA-OUT cannot be asked for. */
function problemsOf(answer: DirectLinkAnswer): string[] {
  if (answer.is === 'failed') return [`the platform cannot be asked: ${answer.why}`]
  const problem = settingsErrors[answer.get('NCERROR')]
  return problem === undefined ? [] : [problem]
}

/** RFS closes the payment for refunds, RFD leaves it open for more. */
function refundParams(refund: RefundToSend): Params {
  const left = amount(refund.captured.minor - refund.refundedBefore.minor, refund.captured.unit)
  return [
    ['PAYID', refund.capture],
    ['AMOUNT', String(refund.amount.minor)],
    ['OPERATION', refund.amount.minor === left.minor ? 'RFS' : 'RFD'],
  ]
}

/** Codes with which the platform refuses and is sure that nothing happened. */
const refusals = ['50001126', '50001127', '50001129', '50001130', '50001186', '50001187', '50001218', '50001184']

function readRefund(answer: DirectLinkAnswer, refund: RefundToSend, outside: Outside): RefundOutcome {
  if (answer.is === 'failed')
    return answer.sent ? { is: 'unknown', why: answer.why } : { is: 'refused', why: answer.why }
  const [status, error] = [answer.get('STATUS'), answer.get('NCERROR')]
  if (refusals.includes(error)) return { is: 'refused', why: `error ${error}` }
  return stateOfRefund(status, { answer, refund, outside })
}

type RefundState = { answer: DirectLinkAnswer & { is: 'answer' }; refund: RefundToSend; outside: Outside }

function stateOfRefund(status: string, { answer, refund, outside }: RefundState): RefundOutcome {
  const number = answer.get('PAYIDSUB')
  const named = number !== '' && { operation: `${refund.capture}/${number}` }
  if (status === '8' || status === '85') return { is: 'done', ...named, occurredAt: nowOf(outside.clock) }
  if (status === '81') return { is: 'pending', ...named }
  if (status === '83') return { is: 'refused', why: 'status 83', ...named }
  return { is: 'unknown', why: `status ${status || answer.get('NCERROR')}` }
}

/**
 * The platform tells of a payment's latest operation only, by its number. It is this refund where it bears its name, or
 * where it is new to us and of this amount; it is certain that there was none where every number up to the latest is
 * another refund's.
 */
function readRefundState(answer: DirectLinkAnswer, refund: RefundToSend, outside: Outside): RefundOutcome {
  if (answer.is === 'failed') return { is: 'unknown', why: answer.why }
  const [status, number] = [answer.get('STATUS'), answer.get('PAYIDSUB')]
  const { operation, otherOperations: others } = refund
  const isFirst = operation === undefined && refund.refundedBefore.minor === 0
  if (status === '9' || status === '95')
    return isFirst && others.length === 0 ? { is: 'absent' } : { is: 'unknown', why: `status ${status}` }
  const latest = number === '' ? undefined : `${refund.capture}/${number}`
  if (latest !== undefined && latest === operation) return stateOfRefund(status, { answer, refund, outside })
  if (operation !== undefined) return { is: 'unknown', why: 'a later refund hides this one' }
  if (latest !== undefined && others.includes(latest)) {
    const all = Array.from({ length: Number(number) }, (_, at) => `${refund.capture}/${at + 1}`)
    return all.every((each) => others.includes(each))
      ? { is: 'absent' }
      : { is: 'unknown', why: 'an earlier refund is not known' }
  }
  const told = readMajor(answer.get('amount'), answer.get('currency'))
  const isSame = told?.minor === refund.amount.minor && told.unit === refund.amount.unit
  if (!isSame || (latest === undefined && !isFirst)) return { is: 'unknown', why: 'another refund hides this one' }
  return stateOfRefund(status, { answer, refund, outside })
}
