import { unescape as decode } from 'node:querystring'

/** How many pairs of a form or a query are read, and how long a name and a value may be. */
export type PairLimits = { most: number; longestName: number; longestValue: number }
export type Pair = readonly [name: string, value: string]

/** A form of a few short fields, as pages of providers and their simulators send it. */
export const shortForm: PairLimits = { most: 200, longestName: 100, longestValue: 4_000 }

/**
 * `a=1&b=2`, decoded; what is badly encoded means itself. Undefined as soon as there is more than the limits allow:
 * what a stranger sends is measured before anything reads it.
 */
export function readPairs(text: string, { most, longestName, longestValue }: PairLimits): Pair[] | undefined {
  const parts = text.split('&', most + 1)
  if (parts.length > most) return undefined
  const pairs: Pair[] = []
  for (const part of parts) {
    if (part === '') continue
    const cut = part.indexOf('=')
    const name = meaning(cut < 0 ? part : part.slice(0, cut))
    const value = cut < 0 ? '' : meaning(part.slice(cut + 1))
    if (name.length > longestName || value.length > longestValue) return undefined
    pairs.push([name, value])
  }
  return pairs
}

const meaning = (text: string): string => decode(text.replaceAll('+', ' '))
