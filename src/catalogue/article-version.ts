import { z } from 'zod'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { amount, CREDIT } from '../kit/amount.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { jsonReader } from '../kit/json.ts'
import { type ArticlePlan, isLasting, type Offer, planAt, readTexts } from './article-plan.ts'
import { readLimits } from './buying-limits.ts'
import type { ArticleVersionRow } from './catalogue-tables.ts'
import { problemsOfPlan } from './check-plan.ts'
import { vatRates } from './vat-rate.ts'

/** One state of an article, written once: who made it, when, and the whole plan. */
export type ArticleVersion = {
  articleId: string
  number: number
  version: number
  plan: ArticlePlan
  changedBy: string
  changedAt: Instant
}

/** The newest version of every article, retired ones too, in the order of the shop window. */
export async function currentVersions(db: Db): Promise<ArticleVersion[]> {
  const rows = await versions(db)
    .where(({ eb, selectFrom }) =>
      eb(
        'articleVersion.version',
        '=',
        selectFrom('articleVersion as newer')
          .select(({ fn }) => fn.max('newer.version').as('newest'))
          .whereRef('newer.articleId', '=', 'articleVersion.articleId'),
      ),
    )
    .execute()
  return rows.map(asVersion).sort((a, b) => a.plan.sortOrder - b.plan.sortOrder || a.number - b.number)
}

/** The newest version of one article. */
export async function currentVersion(db: Db, articleId: string): Promise<ArticleVersion | undefined> {
  const ofArticle = versions(db).where('articleVersion.articleId', '=', articleId)
  const row = await ofArticle.orderBy('articleVersion.version', 'desc').limit(1).executeTakeFirst()
  return row && asVersion(row)
}

/** Every version of one article, newest first. */
export async function versionsOf(db: Db, articleId: string): Promise<ArticleVersion[]> {
  const ofArticle = versions(db).where('articleVersion.articleId', '=', articleId)
  return (await ofArticle.orderBy('articleVersion.version', 'desc').execute()).map(asVersion)
}

/** Every version of each of these articles. */
export async function versionsOfSeveral(db: Db, articleIds: readonly string[]): Promise<ArticleVersion[]> {
  const ofThem = versions(db).where('articleVersion.articleId', 'in', articleIds)
  return (await ofThem.orderBy('articleVersion.articleId').orderBy('articleVersion.version').execute()).map(asVersion)
}

const versions = (db: Db) =>
  db
    .selectFrom('articleVersion')
    .innerJoin('article', 'article.id', 'articleVersion.articleId')
    .selectAll('articleVersion')
    .select('article.number')

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

function asVersion(row: ArticleVersionRow & { number: number }): ArticleVersion {
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

/**
 * Creates an article with its first version; returns its id, undefined for a number that is taken. Throws Failure
 * `invalid` for a plan that cannot be.
 */
export async function createArticle(
  tx: Tx,
  article: { number: number; plan: ArticlePlan; by: string },
): Promise<string | undefined> {
  const articleId = newId('art', toMs(tx.now))
  const row = { id: articleId, number: article.number, createdAt: tx.now }
  const [made] = await insertRows(tx, 'article', [row], 'on conflict (number) do nothing returning id')
  if (!made) return undefined
  await addVersion(tx, { articleId, plan: article.plan, basedOn: 0, by: article.by })
  return articleId
}

/**
 * Writes the version after `basedOn`; older ones stay as they are. `stale` when somebody else wrote it meanwhile:
 * nothing is overwritten. Throws Failure `invalid` for a plan that cannot be.
 */
export async function addVersion(
  tx: Tx,
  change: { articleId: string; plan: ArticlePlan; basedOn: number; by: string },
): Promise<'written' | 'stale'> {
  const { plan, articleId, basedOn } = change
  const problems = problemsOfPlan(plan, await vatRates(tx, tx.now))
  if (problems.length > 0) throw new Failure('invalid', 'a plan that cannot be', problems)
  const last = await currentVersion(tx, articleId)
  if ((last?.version ?? 0) !== basedOn) return 'stale'
  const row = asRow(plan, { articleId, version: basedOn + 1, changedBy: change.by, changedAt: tx.now })
  const once = 'on conflict (article_id, version) do nothing returning article_id, version'
  const [inserted] = await insertRows(tx, 'articleVersion', [row], once)
  return inserted ? 'written' : 'stale'
}

type Stamp = Pick<ArticleVersionRow, 'articleId' | 'version' | 'changedBy' | 'changedAt'>

/** The columns of price and bonus say what holds without any dated offer. */
function asRow(plan: ArticlePlan, stamp: Stamp): ArticleVersionRow {
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
