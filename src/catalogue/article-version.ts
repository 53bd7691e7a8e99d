import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import type { ArticlePlan } from './article-plan.ts'
import { problemsOfPlan } from './check-plan.ts'
import { asRow, asVersion } from './stored-plan.ts'
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
