import { type PairLimits, shortForm } from '../../../kit/pairs.ts'
import type { RawNotice } from '../../gateway.ts'

/** The parameters of a form, in the order in which they came. */
export type Params = ReadonlyArray<readonly [name: string, value: string]>
export type ReadForm = { params: Params } | { bad: string }

/** The undecoded form of a notice by GET or POST, for a proof that covers it as it came; or why it is none. */
export function rawFormOf(notice: RawNotice): { text: string } | { bad: string } {
  if (notice.method === 'POST' && !isForm(notice.headers['content-type'])) return { bad: 'content type' }
  if (notice.headers['content-encoding'] !== undefined) return { bad: 'content encoding' }
  return { text: notice.method === 'GET' ? notice.query : Buffer.from(notice.body).toString('latin1') }
}

/**
 * The parameters of a notice, from its raw bytes: percent-decoded to bytes, then UTF-8 if that is valid and
 * ISO-8859-1 if not. A name that comes twice, in any letter case, is refused: nobody could say which one was signed. So
 * is what is longer than the provider sends, before anything else looks at it.
 */
export function readForm(notice: RawNotice, limits: PairLimits = shortForm): ReadForm {
  const { most, longestName, longestValue } = limits
  const raw = rawFormOf(notice)
  if ('bad' in raw) return raw
  const pairs = raw.text.split('&', most + 1)
  if (pairs.length > most) return { bad: 'too many parameters' }
  const params: Array<readonly [string, string]> = []
  const seen = new Set<string>()
  for (const pair of pairs.filter((each) => each !== '')) {
    const cut = pair.indexOf('=')
    const name = decode(cut < 0 ? pair : pair.slice(0, cut))
    const value = decode(cut < 0 ? '' : pair.slice(cut + 1))
    if (name === undefined || value === undefined || value.includes('\0')) return { bad: 'encoding' }
    if (name.length > longestName || value.length > longestValue) return { bad: 'too long a parameter' }
    if (seen.has(name.toUpperCase())) return { bad: `doubled ${name.slice(0, 30)}` }
    seen.add(name.toUpperCase())
    params.push([name, value])
  }
  return { params }
}

function isForm(contentType: string | readonly string[] | undefined): boolean {
  return typeof contentType === 'string' && /^application\/x-www-form-urlencoded\b/i.test(contentType)
}

function decode(text: string): string | undefined {
  if (/^[\w.:-]*$/.test(text)) return text
  const plain = text.replace(/\+/g, ' ')
  if (/%(?![0-9a-fA-F]{2})/.test(plain)) return undefined
  const latin = plain.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const bytes = Buffer.from(latin, 'latin1')
  const utf8 = bytes.toString('utf8')
  return utf8.includes('\ufffd') ? latin : utf8
}

/** The value of a parameter, whatever the letter case of its name; empty where it did not come. */
export const paramOf = (params: Params, name: string): string =>
  params.find(([each]) => each.toUpperCase() === name.toUpperCase())?.[1] ?? ''

const longestHeader = 1_000

/** A header of a proof: it came exactly once, is short, and is of this form; else undefined. */
export function oneHeader({ headers }: RawNotice, name: string, form: RegExp): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value.length <= longestHeader && form.test(value) ? value : undefined
}
