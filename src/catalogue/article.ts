import type { Db } from '../db/database.ts'
import type { Amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import type { LocalText } from '../kit/language.ts'
import { type ArticlePlan, type Offer, planAt, saleState } from './article-plan.ts'
import { type ArticleVersion, currentVersion, currentVersions } from './article-version.ts'
import type { BuyingLimits } from './buying-limits.ts'
import type { FreeAmount } from './free-amount.ts'
import { type VatRates, vatRates } from './vat-rate.ts'

/** What is sold, as a person sees it on a date: credit for money. */
export type Article = {
  articleId: string
  number: number
  version: number
  titles: LocalText
  descriptions: LocalText
  price: Amount
  /** The price before a discount; equal to `price` when there is none. */
  listPrice: Amount
  credit: Amount
  bonus: Amount
  vatCode: string
  vatBp: number
  /** Where discount or bonus come from. */
  offer: Offer | undefined
  /** The person chooses the amount: `price` is then what `credit` is given for. */
  free: FreeAmount | null
  limits: BuyingLimits
}

/** What can be bought at that instant, in the order of the shop window. */
export async function articlesInForce(db: Db, at: Instant): Promise<Article[]> {
  const [versions, rates] = await Promise.all([currentVersions(db), vatRates(db, at)])
  return shopWindow(versions, { rates, at })
}

/** One article at that instant; undefined when it is not sold then. */
export async function articleInForce(db: Db, articleId: string, at: Instant): Promise<Article | undefined> {
  const [version, rates] = await Promise.all([currentVersion(db, articleId), vatRates(db, at)])
  return version && articleAt(version, { rates, at })
}

type Moment = { rates: VatRates; at: Instant }

/** The articles that these versions put on sale at that instant. */
export const shopWindow = (versions: readonly ArticleVersion[], moment: Moment): Article[] =>
  versions.flatMap((version) => articleAt(version, moment) ?? [])

/** What one version says of that instant; undefined when it is not on sale then. */
export function articleAt(version: ArticleVersion, { rates, at }: Moment): Article | undefined {
  const { articleId, number, plan } = version
  if (saleState(plan, at) !== 'on_sale') return undefined
  const { titles, descriptions, credit, free, limits }: ArticlePlan = plan
  const now = planAt(plan, at)
  const vatBp = rates.rateOf(now.vatCode, at)
  assert(vatBp !== undefined, `VAT code ${now.vatCode} is there`)
  return { articleId, number, version: version.version, titles, descriptions, credit, free, limits, vatBp, ...now }
}
