import { Failure } from '../kit/failure.ts'
import { type Pair, type PairLimits, readPairs } from '../kit/pairs.ts'

/** What a browser sent, by field; a name that came twice holds a list. */
export type FieldTexts = Record<string, string | string[]>

/** A page's query: a search, a choice, a quote. */
const queryLimits: PairLimits = { most: 60, longestName: 100, longestValue: 4_000 }
/** People type names, amounts and passwords. */
export const portalForm: PairLimits = { most: 300, longestName: 100, longestValue: 4_000 }
/** The operator's forms hold terms of sale in two languages. */
export const deskForm: PairLimits = { most: 1_000, longestName: 100, longestValue: 250_000 }

/** The body parser of an area's forms. Throws Failure `too_large` before any field is looked at. */
export const formReader =
  (limits: PairLimits) =>
  (text: string): FieldTexts => {
    const pairs = readPairs(text, limits)
    if (!pairs) throw new Failure('too_large', 'more or longer fields than any form of ours has')
    return byName(pairs)
  }

/** A query that no page of ours would have made is as good as none: the router reads it where nothing may throw. */
export const readQuery = (text: string): FieldTexts => byName(readPairs(text, queryLimits) ?? [])

function byName(pairs: readonly Pair[]): FieldTexts {
  const fields = Object.create(null) as FieldTexts
  for (const [name, value] of pairs) {
    const known = fields[name]
    if (known === undefined) fields[name] = value
    else if (typeof known === 'string') fields[name] = [known, value]
    else known.push(value)
  }
  return fields
}
