import { type Instant, toMs } from '../../kit/clock.ts'

/*
 * Values of a provider's answers and notices, each taken with care.
 */

type Given<Parts> = { [Name in keyof Parts]?: Exclude<Parts[Name], undefined> }

/** Of an object the parts that are there: what a provider does not say is absent from a fact, never undefined in it. */
export function given<Parts extends object>(parts: Parts): Given<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Given<Parts>
}

const plausibleMs = 366 * 24 * 3_600_000

/** A provider's time as an instant of ours; unreadable or far off, it is now: nothing is ordered by it. */
export function instantOf(text: string | undefined, { now }: { now: Instant }): Instant {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) || Math.abs(ms - toMs(now)) > plausibleMs ? now : new Date(ms).toISOString()
}

/** A link of a provider's answer as the payer may be sent there: to one of these origins, compared whole; else none. */
export function safeLink(href: string | undefined, origins: readonly string[]): string | undefined {
  const url = href === undefined ? null : URL.parse(href)
  return url && origins.includes(url.origin) && !url.username && !url.password ? url.href : undefined
}

/** What a payer recognises a means of payment by, never more of it: a fact has it where the provider tells it. */
export type PayerMark = { payerMark?: string }

/** "VISA 1111": the brand and the last four digits, never more of a card number. */
export function cardMark(brand: string, cardNumber: string): PayerMark {
  const last = /(\d{4})$/.exec(cardNumber)?.[1]
  const words = [/^[\w .-]{1,20}$/.test(brand) ? brand : '', last ?? ''].filter((word) => word !== '')
  return words.length > 0 ? { payerMark: words.join(' ') } : {}
}

/** `j***@example.org`: enough for the payer to know which account it was. */
export function emailMark(email: string | undefined): PayerMark {
  const [local = '', host = '', ...more] = (email ?? '').split('@', 3)
  const isAddress = local !== '' && more.length === 0 && host.length <= 60 && /^[\w.-]+$/.test(host)
  return isAddress ? { payerMark: `${[...local.slice(0, 2)][0]}***@${host}` } : {}
}

/** How many of what a provider's field holds, and which signs it may not have besides control characters. */
export type Fit = { most: number; of: 'characters' | 'bytes'; without?: RegExp }

/** A text as a provider's field takes it: one line, without what is forbidden, cut between two characters. */
export function fitText(text: string, { most, of, without }: Fit): string {
  const allowed = without ? text.replace(without, ' ') : text
  const plain = allowed
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  let [cut, size] = ['', 0]
  for (const letter of plain) {
    size += of === 'bytes' ? Buffer.byteLength(letter) : 1
    if (size > most) break
    cut += letter
  }
  return cut.trim()
}
