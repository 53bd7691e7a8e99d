import type { Outside } from '../gateway-kind.ts'
import { postForm } from '../kit/calls/form-call.ts'
import type { NotOk } from '../kit/calls/rest-client.ts'
import { readXml, textsOf } from '../kit/calls/xml-answer.ts'
import type { HashAlgorithm } from '../kit/notices/proofs.ts'
import type { Params } from '../kit/notices/raw-form.ts'
import { signIn } from './ogone-signature.ts'

export type DirectLinkSettings = Record<
  'pspid' | 'apiUserId' | 'apiPassword' | 'shaInDirectLink' | 'hashAlgorithm',
  string
>

/** The attributes of `<ncresponse>`, or why there are none. */
export type DirectLinkAnswer = { is: 'answer'; get(name: string): string } | Extract<NotOk, { is: 'failed' }>

/** One DirectLink call: form in, XML out. */
export async function callDirectLink(
  call: { url: string; params: Params; signed: boolean; settings: DirectLinkSettings },
  outside: Outside,
): Promise<DirectLinkAnswer> {
  const { url, settings } = call
  const params: Params = [...userOf(settings), ...call.params]
  const signing = { passphrase: settings.shaInDirectLink, algorithm: settings.hashAlgorithm as HashAlgorithm }
  const signature: Params = call.signed ? [['SHASIGN', signIn(params, signing)]] : []
  const answer = await postForm({ url, fields: [...params, ...signature] }, outside)
  if (answer.is === 'failed') return answer
  const texts = textsOf(readXml(answer.text, 'ncresponse') ?? {})
  if (texts.size === 0) return { is: 'failed', sent: true, why: 'not XML of ncresponse' }
  return { is: 'answer', get: (name) => texts.get(name.toUpperCase()) ?? '' }
}

/** Who calls, in every form to the platform's API. */
export const userOf = (settings: Pick<DirectLinkSettings, 'pspid' | 'apiUserId' | 'apiPassword'>): Params => [
  ['PSPID', settings.pspid],
  ['USERID', settings.apiUserId],
  ['PSWD', settings.apiPassword],
]
