import { XMLParser } from 'fast-xml-parser'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import type { Outside } from '../gateway.ts'
import { type HashAlgorithm, type Params, signIn } from './ogone-signature.ts'

export type DirectLinkSettings = {
  pspid: string
  apiUserId: string
  apiPassword: string
  shaInDirectLink: string
  hashAlgorithm: string
}

/** The attributes of `<ncresponse>`, or why there are none. `sent`: whether the call can have had an effect. */
export type DirectLinkAnswer =
  | { is: 'answer'; get(name: string): string }
  | { is: 'failed'; why: string; sent: boolean }

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', processEntities: false })

/** One DirectLink call: form in, XML out. */
export async function callDirectLink(
  call: { base: string; page: string; params: Params; signed: boolean; settings: DirectLinkSettings },
  outside: Outside,
): Promise<DirectLinkAnswer> {
  const { settings } = call
  const params: Params = [
    ['PSPID', settings.pspid],
    ['USERID', settings.apiUserId],
    ['PSWD', settings.apiPassword],
    ...call.params,
  ]
  const signing = { passphrase: settings.shaInDirectLink, algorithm: settings.hashAlgorithm as HashAlgorithm }
  const body = new URLSearchParams(params.map(([name, value]) => [name, value]))
  if (call.signed) body.append('SHASIGN', signIn(params, signing))
  const answer = await outside.http.send({
    method: 'POST',
    url: `${call.base}/${call.page}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    timeoutMs: 20_000,
    allowedOrigins: [new URL(call.base).origin],
  })
  return readAnswer(answer)
}

function readAnswer(answer: HttpAnswer): DirectLinkAnswer {
  if (answer.is === 'failed') return { is: 'failed', why: answer.why, sent: answer.sent }
  const failed = (why: string): DirectLinkAnswer => ({ is: 'failed', why, sent: true })
  if (answer.status !== 200) return failed(`HTTP ${answer.status}`)
  if (/<!doctype/i.test(answer.text)) return failed('not XML of ncresponse')
  const attributes = parse(answer.text)
  if (!attributes) return failed('not XML of ncresponse')
  return { is: 'answer', get: (name) => attributes.get(name.toUpperCase()) ?? '' }
}

function parse(text: string): Map<string, string> | undefined {
  let parsed: unknown
  try {
    parsed = parser.parse(text)
  } catch {
    return undefined // Whatever it is, it is not the answer: the caller treats it as unreachable.
  }
  const element = (parsed as { ncresponse?: unknown }).ncresponse
  if (typeof element !== 'object' || element === null) return undefined
  const entries = Object.entries(element).filter(([, value]) => typeof value === 'string')
  return new Map(entries.map(([name, value]) => [name.toUpperCase(), value as string]))
}
