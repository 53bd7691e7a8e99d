import { z } from 'zod'
import { safeReader } from '../../../kit/json.ts'
import type { SecretBox } from '../../../kit/secret-box.ts'
import { sameText } from '../../../kit/text/same-text.ts'

/**
 * What a person chose and was shown, between the choice and the order. It travels in the page, signed: no row is
 * written before the order, and no price or person of it can be changed by who carries it.
 */
export type Quote = {
  personId: string
  articleId: string
  version: number
  priceMinor: number
  /** The VAT that the summary shows, in basis points. */
  vatBp: number
  creditMinor: number
  /** Free amounts as they were typed, for who goes back. */
  amounts: Readonly<Record<string, string>>
  method: string
  termsId: string
  immediate: boolean
  /** Makes a second click the same order. */
  key: string
  atMs: number
}

const stored: z.ZodType<Quote> = z.object({
  personId: z.string(),
  articleId: z.string(),
  version: z.number(),
  priceMinor: z.number(),
  vatBp: z.number(),
  creditMinor: z.number(),
  amounts: z.record(z.string(), z.string()),
  method: z.string(),
  termsId: z.string(),
  immediate: z.boolean(),
  key: z.string(),
  atMs: z.number(),
})
const readStored = safeReader(stored)

export function writeQuote(box: SecretBox, quote: Quote): string {
  const payload = Buffer.from(JSON.stringify(quote)).toString('base64url')
  return `${payload}.${box.sign('quote', payload)}`
}

/** The quote, if it is ours and this person's, however long ago it was made: the act judges its age. */
export function openQuote(box: SecretBox, text: string, personId: string): Quote | undefined {
  const [payload = '', mark = ''] = text.split('.')
  if (!sameText(box.sign('quote', payload), mark)) return undefined
  const quote = readStored(Buffer.from(payload, 'base64url').toString('utf8'))
  return quote?.personId === personId ? quote : undefined
}
