import { newestBrandNumber, publishedContent } from '../brand/brand.ts'
import { publishProblems } from '../brand/check-brand.ts'
import { articlesInForce } from '../catalogue/article.ts'
import { termsInForce } from '../catalogue/terms-of-sale.ts'
import { hasVatRate } from '../catalogue/vat-rate.ts'
import type { Database, Db } from '../db/database.ts'
import { type Instant, MINUTE, nowOf } from '../kit/clock.ts'
import type { TrustProxy } from '../kit/http/trust-proxy.ts'
import { isHeld } from '../people/find-people.ts'
import { unseenProxyAt } from './unseen-proxy.ts'

/** What a shop needs before it may sell, in the order in which it is best done. */
export const openingNames = ['manager', 'mail', 'brand', 'terms', 'vat', 'article', 'gateway'] as const
export type OpeningName = (typeof openingNames)[number]

export type OpeningPoint = {
  name: OpeningName
  isDone: boolean
  /** Of the brand: the fields that keep it from being whole. */
  fields: readonly string[]
}

export type OpeningList = {
  points: readonly OpeningPoint[]
  isComplete: boolean
  /** Since when a proxy is seen whose word about addresses is not taken. */
  proxySeenAt: Instant | undefined
}

/** What of the settings the list looks at. */
export type OpeningFacts = { gatewayIds: readonly string[]; sendsMail: boolean; trustsProxy: boolean }

/** Those of a configuration. A demonstration keeps its letters: nothing is missing there. */
export const openingFactsOf = (
  config: { mode: string; smtpUrl: string | undefined; trustProxy: TrustProxy },
  gatewayIds: readonly string[],
): OpeningFacts => ({
  gatewayIds,
  sendsMail: config.smtpUrl !== undefined || config.mode === 'demo',
  trustsProxy: config.trustProxy !== false,
})

/**
 * What is there and what is missing: the one function behind the desk's page, `check-config`, `set-up`, the start and
 * the question whether anything may be sold.
 */
export async function readOpeningList(db: Db, facts: OpeningFacts, now: Instant): Promise<OpeningList> {
  const [manager, brandNumber, content, terms, vat, articles, proxySeenAt] = await Promise.all([
    isHeld(db, 'manager'),
    newestBrandNumber(db),
    publishedContent(db),
    termsInForce(db, now),
    hasVatRate(db),
    articlesInForce(db, now),
    facts.trustsProxy ? undefined : unseenProxyAt(db),
  ])
  const fields = publishProblems(content).map(({ field }) => field)
  const done: Readonly<Record<OpeningName, boolean>> = {
    manager,
    mail: facts.sendsMail,
    brand: brandNumber > 0 && fields.length === 0,
    terms: terms !== undefined,
    vat,
    article: articles.length > 0,
    gateway: facts.gatewayIds.length > 0,
  }
  return {
    points: openingNames.map((name) => ({ name, isDone: done[name], fields: name === 'brand' ? fields : [] })),
    isComplete: openingNames.every((name) => done[name]),
    proxySeenAt,
  }
}

/** Whether this shop may sell, and what is missing. */
export type Opening = {
  read(): Promise<OpeningList>
  /** Live mode only: elsewhere nothing is sold for money, and nothing is closed. */
  isOpen(): Promise<boolean>
}

const believedForMs = MINUTE

/** A list that was found complete is believed for a minute: every page asks, and little can have changed. */
export function createOpening(database: Database, facts: OpeningFacts & { mode: 'demo' | 'test' | 'live' }): Opening {
  let completeAtMs = Number.NEGATIVE_INFINITY
  const read = () => readOpeningList(database.db, facts, nowOf(database.clock))
  return {
    read,
    async isOpen() {
      if (facts.mode !== 'live' || database.clock.nowMs() - completeAtMs < believedForMs) return true
      const { isComplete } = await read()
      if (isComplete) completeAtMs = database.clock.nowMs()
      return isComplete
    },
  }
}
