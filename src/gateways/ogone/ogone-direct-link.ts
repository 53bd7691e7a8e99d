import { type Amount, equals } from '../../kit/amount.ts'
import type { MessageKey, Said } from '../../messages/translate.ts'
import type { Fact, LookUp } from '../gateway.ts'
import type { Outside } from '../gateway-kind.ts'
import { type FormAnswer, postForm, readXml, textsOf } from '../kit/calls/form-call.ts'
import { lookUpWithout } from '../kit/calls/outcomes.ts'
import type { Params } from '../kit/notices/raw-notice.ts'
import { factsOf, type Own, operationsBefore, stateOf } from './ogone-facts.ts'
import type { OgoneSettings } from './ogone-gateway.ts'
import { signIn } from './ogone-signature.ts'

/** The value of an attribute of `<ncresponse>`, empty where there is none. */
export type Get = (name: string) => string
export type DirectLinkAnswer = FormAnswer<{ get: Get }>

type Call = { url: string; params: Params; signed: boolean; settings: OgoneSettings }

/** One DirectLink call: form in, XML out. */
export function callDirectLink(call: Call, outside: Outside): Promise<DirectLinkAnswer> {
  const { url, settings } = call
  const params = [...userOf(settings), ...call.params]
  const signing = { passphrase: settings.shaInDirectLink, algorithm: settings.hashAlgorithm }
  const fields = call.signed ? [...params, ['SHASIGN', signIn(params, signing)] as const] : params
  return postForm({ url, fields, read: readAnswer }, outside)
}

function readAnswer(text: string): { get: Get } | string {
  const texts = textsOf(readXml(text, 'ncresponse') ?? {})
  if (texts.size === 0) return 'not XML of ncresponse'
  return { get: (name) => texts.get(name.toUpperCase()) ?? '' }
}

/** Who calls, in every form to the platform's API. */
export const userOf = (settings: Pick<OgoneSettings, 'pspid' | 'apiUserId' | 'apiPassword'>): Params => [
  ['PSPID', settings.pspid],
  ['USERID', settings.apiUserId],
  ['PSWD', settings.apiPassword],
]

const unknownOrder = '50001130'

/**
 * What a query says of a payment. `told`: what a notice says was given back. What a query shows as the amount after a
 * refund is not documented: where the two differ, nothing is booked by it.
 */
export function readLookUp(answer: DirectLinkAnswer, own: Own, told?: Amount): LookUp {
  if (answer.is === 'failed') return lookUpWithout(answer)
  const { get } = answer.value
  if (get('NCERROR') === unknownOrder) return { is: 'not_found' }
  const state = stateOf(get)
  if (!state) return { is: 'unreachable', why: `error ${get('NCERROR')}` }
  const facts = factsOf(state, own).map((fact): Fact => {
    const isTold = told === undefined || fact.about !== 'refund' || equals(fact.amount, told)
    return isTold ? fact : { ...fact, kind: 'unknown', detail: `${fact.detail}, another amount than its notice` }
  })
  return { is: 'facts', facts: [...facts, ...operationsBefore(state, own)] }
}

const settingsErrors: ReadonlyMap<string, MessageKey> = new Map([
  ['50001116', 'gateway.ogone.problem.address'],
  ['50001118', 'gateway.ogone.problem.user'],
  ['50001119', 'gateway.ogone.problem.password'],
  ['50001184', 'gateway.ogone.problem.signature'],
])

/** What a query for an order that cannot be there tells of the settings; SHA-IN and SHA-OUT cannot be asked for. */
export function problemsOf(answer: DirectLinkAnswer): Said[] {
  if (answer.is === 'failed') return [{ key: 'gateway.problem.unreachable', values: { why: answer.why } }]
  const key = settingsErrors.get(answer.value.get('NCERROR'))
  return key === undefined ? [] : [{ key }]
}
