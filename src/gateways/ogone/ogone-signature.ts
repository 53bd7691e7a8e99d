import { withoutEnd } from '../../kit/without-end.ts'
import { type Charset, digestOf, type HashAlgorithm, isSameHex } from '../kit/notices/proofs.ts'
import type { Params } from '../kit/notices/raw-form.ts'
import { shaInParameters, shaOutParameters } from './ogone-parameters.ts'

export type Signing = { passphrase: string; algorithm: HashAlgorithm; charset?: Charset }

/** SHASIGN over what we send (page and DirectLink): "each parameter followed by the passphrase", upper-case hex. */
export const signIn = (params: Params, signing: Signing): string => shaSign(params, shaInParameters, signing)

/** SHASIGN over what the platform sends. */
export const signOut = (params: Params, signing: Signing): string => shaSign(params, shaOutParameters, signing)

function shaSign(params: Params, list: ReadonlySet<string>, signing: Signing): string {
  const covered = params
    .map(([name, value]) => [name.toUpperCase(), value] as const)
    .filter(([name, value]) => value !== '' && name !== 'SHASIGN' && isListed(name, list))
    .sort(([a], [b]) => compareNames(a, b))
  const text = covered.map(([name, value]) => `${name}=${value}${signing.passphrase}`).join('')
  return digestOf(signing.algorithm, text, signing.charset).toUpperCase()
}

/** ITEMNAME12 is covered by ITEMNAME*XX*. */
function isListed(name: string, list: ReadonlySet<string>): boolean {
  const stem = stemOf(name)
  return list.has(name) || (stem !== name && list.has(`${stem}*XX*`))
}

/** ITEMNAME of ITEMNAME12. */
const stemOf = (name: string): string => withoutEnd(name, '0123456789')

/** Plain ordinal order; numbered line items by their number: ITEMNAME2 before ITEMNAME10. */
function compareNames(a: string, b: string): number {
  const [stemA, stemB] = [stemOf(a), stemOf(b)]
  if (stemA === stemB && a !== stemA && b !== stemB)
    return Number(a.slice(stemA.length)) - Number(b.slice(stemB.length))
  return a < b ? -1 : a > b ? 1 : 0
}

/** True when the received signature fits, hashed over UTF-8 or, as some payment methods do, over ISO-8859-1. */
export function isSignedOut(params: Params, received: string, signing: Signing): boolean {
  const charsets = ['utf8', 'latin1'] as const
  return charsets.some((charset) => isSameHex(signOut(params, { ...signing, charset }), received))
}

/** The page's check of what the shop sent, for the simulator. */
export function isSignedIn(params: Params, received: string, signing: Signing): boolean {
  return isSameHex(signIn(params, signing), received)
}

/** Accounts of before May 2010 sign a fixed row of values: only what comes back needs it. */
export function signLegacyOut(params: Params, { passphrase, algorithm }: Signing): string {
  const values = new Map(params.map(([name, value]) => [name.toUpperCase(), value]))
  const names = ['ORDERID', 'CURRENCY', 'AMOUNT', 'PM', 'ACCEPTANCE', 'STATUS', 'CARDNO', 'PAYID', 'NCERROR', 'BRAND']
  const text = names.map((name) => values.get(name) ?? '').join('') + passphrase
  return digestOf(algorithm, text).toUpperCase()
}

/** Whether the platform's signature covers a parameter of this name, in capitals. */
export const isListedOut = (name: string): boolean => isListed(name, shaOutParameters)
