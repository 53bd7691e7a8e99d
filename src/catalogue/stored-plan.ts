import { z } from 'zod'
import { amount, CREDIT } from '../kit/amount.ts'
import { jsonReader } from '../kit/json.ts'
import { type ArticlePlan, isLasting, type Offer, planAt, readTexts } from './article-plan.ts'
import type { ArticleVersion } from './article-version.ts'
import { readLimits } from './buying-limits.ts'
import type { ArticleVersionRow } from './catalogue-tables.ts'

type StoredPlan = Pick<ArticlePlan, 'offers' | 'nextTariff' | 'free'>

const instant = z.string()
const readPlan = jsonReader<StoredPlan>(
  'article_version.plan',
  z.object({
    offers: z.array(
      z.object({
        kind: z.enum(['percent', 'amount', 'bonus']),
        value: z.number(),
        startsAt: instant.nullable(),
        endsAt: instant.nullable(),
      }),
    ),
    nextTariff: z
      .object({
        startsAt: instant,
        price: z.object({ minor: z.number(), unit: z.string() }),
        vatCode: z.string(),
      })
      .nullable(),
    free: z.object({ lowestMinor: z.number(), highestMinor: z.number(), stepMinor: z.number() }).nullable(),
  }),
)

/** A version as its row tells it. */
export function asVersion(row: ArticleVersionRow & { number: number }): ArticleVersion {
  const { articleId, number, version, changedBy, changedAt } = row
  const stored: StoredPlan = row.plan === null ? planOfColumns(row) : readPlan(row.plan)
  const plan: ArticlePlan = {
    titles: readTexts(row.titles),
    descriptions: readTexts(row.descriptions),
    price: amount(row.listPriceMinor, row.currency),
    credit: amount(row.creditMinor, CREDIT),
    vatCode: row.vatCode,
    offers: stored.offers,
    nextTariff: stored.nextTariff,
    free: stored.free,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    sortOrder: row.sortOrder,
    active: row.active === 1,
    limits: readLimits(row.limits),
  }
  return { articleId, number, version, plan, changedBy, changedAt }
}

/** Rows from before plans: what the struck price and the bonus say is an offer without dates. */
function planOfColumns(row: ArticleVersionRow): StoredPlan {
  const lasting = { startsAt: null, endsAt: null }
  const saved = row.listPriceMinor - row.priceMinor
  const offers: Offer[] = []
  if (saved > 0) offers.push({ kind: 'amount', value: saved, ...lasting })
  else if (row.bonusMinor > 0) offers.push({ kind: 'bonus', value: row.bonusMinor, ...lasting })
  return { offers, nextTariff: null, free: null }
}

type Stamp = Pick<ArticleVersionRow, 'articleId' | 'version' | 'changedBy' | 'changedAt'>

/** The columns of price and bonus say what holds without any dated offer. */
export function asRow(plan: ArticlePlan, stamp: Stamp): ArticleVersionRow {
  const { offers, nextTariff, free } = plan
  const lasting = planAt({ ...plan, nextTariff: null, offers: offers.filter(isLasting) }, stamp.changedAt)
  return {
    ...stamp,
    kind: free ? 'free' : 'fixed',
    titles: JSON.stringify(plan.titles),
    descriptions: JSON.stringify(plan.descriptions),
    priceMinor: lasting.price.minor,
    listPriceMinor: plan.price.minor,
    currency: plan.price.unit,
    creditMinor: plan.credit.minor,
    bonusMinor: lasting.bonus.minor,
    vatCode: plan.vatCode,
    startsAt: plan.startsAt,
    endsAt: plan.endsAt,
    sortOrder: plan.sortOrder,
    active: plan.active ? 1 : 0,
    limits: JSON.stringify(plan.limits),
    plan: JSON.stringify({ offers, nextTariff, free }),
  }
}
