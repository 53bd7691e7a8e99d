import type { NoticeReading, PaymentHint, RawNotice } from '../gateway.ts'
import { digestOf, keysInForce, keyThatProves } from '../kit/notices/proofs.ts'
import { type Params, paramOf, readForm } from '../kit/notices/raw-form.ts'
import { factsOf, isUnnamedRefund, meaningOf, type OgoneState, type Own, stateOf } from './ogone-facts.ts'
import type { OgoneSettings } from './ogone-gateway.ts'
import { isListedOut, isSignedOut } from './ogone-signature.ts'

type Keys = Pick<OgoneSettings, 'shaOut' | 'shaOutBefore' | 'hashAlgorithm'>

/** A signed notice is a fact; one that names no payment, or a refund without its number, says "look". */
export function readNotice(notice: RawNotice, { hashAlgorithm: algorithm, ...keys }: Keys, own: Own): NoticeReading {
  const form = readForm(notice)
  if ('bad' in form) return { is: 'rejected', why: form.bad }
  const { params } = form
  const get = (name: string) => paramOf(params, name)
  const signature = get('SHASIGN')
  const holds = (passphrase: string) => isSignedOut(params, signature, { passphrase, algorithm })
  if (!keyThatProves(keysInForce({ shaOut: keys.shaOut, shaOutBefore: keys.shaOutBefore }), holds))
    return { is: 'rejected', why: whyUnsigned(params) }
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
