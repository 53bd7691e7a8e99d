import { XMLParser } from 'fast-xml-parser'
import type { HttpRequest } from '../../../kit/http/http-client.ts'
import type { Outside } from '../../gateway-kind.ts'
import type { NotOk } from './rest-client.ts'

export type FormCall<Value> = {
  url: string
  fields: Iterable<readonly [name: string, value: string]>
  /** What the answer says; a text is why it is none. */
  read: (text: string) => Value | string
  timeoutMs?: HttpRequest['timeoutMs']
}
export type FormAnswer<Value> = { is: 'ok'; value: Value } | Extract<NotOk, { is: 'failed' }>

/** A form in, a text out: the call of the older APIs. Any status but 200 may come after the effect. */
export async function postForm<Value extends object>(
  { url, fields, read, timeoutMs = 20_000 }: FormCall<Value>,
  { http }: Outside,
): Promise<FormAnswer<Value>> {
  const answer = await http.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...fields].map(([name, value]) => [name, value])).toString(),
    timeoutMs,
    allowedOrigins: [new URL(url).origin],
  })
  if (answer.is === 'failed') return { is: 'failed', sent: answer.sent, why: answer.why }
  const value = answer.status === 200 ? read(answer.text) : `HTTP ${answer.status}`
  return typeof value === 'string' ? { is: 'failed', sent: true, why: value } : { is: 'ok', value }
}

/** An element: its attributes and what is in it, by name. */
export type XmlElement = Readonly<Record<string, unknown>>

/**
 * The root element of a provider's XML; undefined where the text is none, is not whole, or brings declarations of its
 * own. `lists`: the elements of it that may come more than once, or not at all.
 */
export function readXml(text: string, root: string, lists: readonly string[] = []): XmlElement | undefined {
  // The parser closes what was cut off: what lacks its end is not whole.
  if (!isWhole(text.trimEnd(), root) || /<!doctype/i.test(text)) return undefined
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    processEntities: false,
    isArray: (name) => lists.includes(name),
  })
  try {
    const parsed = parser.parse(text) as Readonly<Record<string, unknown>>
    const element = Object.hasOwn(parsed, root) ? parsed[root] : undefined
    if (element === '') return {}
    return typeof element === 'object' && element !== null ? (element as XmlElement) : undefined
  } catch {
    return undefined // Whatever it is, it is not the answer.
  }
}

function isWhole(text: string, root: string): boolean {
  const last = text.slice(text.lastIndexOf('<'))
  if (last.startsWith(`</${root}`)) return last.slice(root.length + 2).trim() === '>'
  return last.startsWith(`<${root}`) && last.endsWith('/>')
}

/** The attributes and texts of an element, by their names in capitals. */
export function textsOf(element: XmlElement): ReadonlyMap<string, string> {
  const texts = Object.entries(element).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return new Map(texts.map(([name, value]) => [name.toUpperCase(), value]))
}
