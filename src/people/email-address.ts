import { domainToASCII, domainToUnicode } from 'node:url'
import { Failure } from '../kit/failure.ts'

const maxEmail = 254

/**
 * An address as it is stored and written to: one @, something on both sides, a dot in the domain. What cannot be seen,
 * turns the writing round or stands for something lost is refused and named, for nobody could tell it from the address
 * that was meant. Throws Failure `invalid`.
 */
export function goodEmail(text: string, field = 'email'): string {
  const email = text.trim()
  const problem = (message: string, values?: Record<string, string>) =>
    new Failure('invalid', 'not an address', [{ field, message: `problem.${message}`, ...(values && { values }) }])
  if (email.length > maxEmail) throw problem('email_invalid')
  const hidden = [...email].map(kindOf).find((kind) => kind !== undefined)
  if (hidden) throw problem('email_hidden', { kind: hidden })
  if (!form.test(email)) throw problem('email_invalid')
  const [local = '', domain = ''] = email.split('@')
  if ([local, domain].some((part) => part.startsWith('.') || part.endsWith('.') || part.includes('..')))
    throw problem('email_dots')
  if (!isDomain(domain)) throw problem('email_domain')
  return email
}

/** Nothing that could break a header, or that is an address only between quotes. */
const form = /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+$/

const kinds: ReadonlyArray<readonly [kind: string, is: RegExp]> = [
  ['replacement', /\ufffd/],
  ['direction', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/],
  ['control', /\p{Cc}/u],
  ['invisible', /\p{Default_Ignorable_Code_Point}|[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u],
]
const kindOf = (sign: string): string | undefined => kinds.find(([, is]) => is.test(sign))?.[0]

/** A domain with a dot that the network knows in one way only: nothing of it is quietly replaced by another sign. */
function isDomain(domain: string): boolean {
  const ascii = domainToASCII(domain)
  const asTyped = domain.toLowerCase().normalize('NFC')
  return /\.[^.]{2,}$/.test(ascii) && (ascii === asTyped || domainToUnicode(ascii) === asTyped)
}
