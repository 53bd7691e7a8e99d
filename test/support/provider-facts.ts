import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of test/facts: what providers published, as data. */
export const readFacts = <Facts>(name: string): Facts =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'facts', name), 'utf8')) as Facts

/** A webhook that PayPal really signed, with what proves it; certificates as PEM texts. */
export type SignedWebhook = {
  headers: Record<string, string>
  webhookId: string
  rawBody: string
  certificate: string
  authority: string
}
