import { RunAgain, type Tx } from '../db/database.ts'
import type { FieldProblem } from '../kit/failure.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { type ArticlePlan, samePlan, upToDate } from './article-plan.ts'
import { type ArticleVersion, addVersion, createArticle, currentVersion, currentVersions } from './article-version.ts'
import { problemsOfPlan } from './check-plan.ts'
import { vatRates } from './vat-rate.ts'

type Refused = { is: 'refused'; because: 'plan'; problems: readonly FieldProblem[] }

export type PublishWish = {
  articleId: string
  plan: ArticlePlan
  /** The version that whoever decides has seen. */
  basedOn: number
  /** A person's id. */
  by: string
  /** Of an earlier state that is brought back: its version. */
  backTo?: number
}

export type PublishOutcome =
  | { is: 'published'; version: number }
  /** It says that already. */
  | { is: 'unchanged' }
  /** Somebody else published meanwhile: nothing is overwritten. */
  | { is: 'stale' }
  | { is: 'refused'; because: 'article_unknown' }
  | Refused

/**
 * Publishes what an article costs, gives and says from now on, as its next version: a changed tariff, an earlier state
 * brought back, an article taken off sale or put back. Orders that are there keep what they froze.
 */
export async function publishArticle(tx: Tx, wish: PublishWish): Promise<PublishOutcome> {
  const { articleId, plan, basedOn, by, backTo } = wish
  const current = await currentVersion(tx, articleId)
  if (!current) return { is: 'refused', because: 'article_unknown' }
  const before = upToDate(current.plan, tx.now)
  if (samePlan(before, plan)) return { is: 'unchanged' }
  const refusal = await refusalOf(tx, plan)
  if (refusal) return refusal
  if ((await addVersion(tx, { articleId, plan, basedOn, by })) === 'stale') return { is: 'stale' }
  const version = basedOn + 1
  const isSale = backTo === undefined && samePlan({ ...before, active: plan.active }, plan)
  const changed = isSale ? (plan.active ? 'put article on sale' : 'retire article') : 'change article'
  const act = backTo === undefined ? changed : 'undo article'
  const detail = { ...(backTo !== undefined && { to: backTo }), version }
  await recordAudit(tx, { actor: by, act, about: articleId, detail })
  return { is: 'published', version }
}

export type NewArticleOutcome =
  | { is: 'published'; articleId: string }
  | { is: 'refused'; because: 'number_taken' }
  | Refused

/** Publishes an article that was not there, under a number that nobody has used. */
export async function publishNewArticle(
  tx: Tx,
  { number, plan, by }: { number: number; plan: ArticlePlan; by: string },
): Promise<NewArticleOutcome> {
  const refusal = await refusalOf(tx, plan)
  if (refusal) return refusal
  const articleId = await createArticle(tx, { number, plan, by })
  if (articleId === undefined) return { is: 'refused', because: 'number_taken' }
  await recordAudit(tx, { actor: by, act: 'create article', about: articleId, detail: { number } })
  return { is: 'published', articleId }
}

async function refusalOf(tx: Tx, plan: ArticlePlan): Promise<Refused | undefined> {
  const problems = problemsOfPlan(plan, await vatRates(tx, tx.now))
  return problems.length > 0 ? { is: 'refused', because: 'plan', problems } : undefined
}

export type MoveOutcome = { is: 'moved' } | { is: 'unchanged' }

/** Moves one article one place up or down in the shop window; the first goes no higher, the last no lower. */
export async function moveInWindow(
  tx: Tx,
  { articleId, direction, by }: { articleId: string; direction: 'up' | 'down'; by: string },
): Promise<MoveOutcome> {
  const versions = await currentVersions(tx)
  const from = versions.findIndex((each) => each.articleId === articleId)
  const to = direction === 'up' ? from - 1 : from + 1
  const [moved, other] = [versions[from], versions[to]]
  if (!moved || !other) return { is: 'unchanged' }
  versions[from] = other
  versions[to] = moved
  for (const change of newPlaces(versions)) {
    if ((await addVersion(tx, { ...change, by })) === 'stale') throw new RunAgain()
  }
  await recordAudit(tx, { actor: by, act: 'move article', about: articleId, detail: { direction } })
  return { is: 'moved' }
}

/** The places of these articles in this order: their own places again, or new ones where two are the same. */
function newPlaces(versions: readonly ArticleVersion[]) {
  const known = versions.map(({ plan }) => plan.sortOrder).sort((a, b) => a - b)
  const distinct = new Set(known).size === known.length
  return versions.flatMap(({ articleId, version, plan }, index) => {
    const sortOrder = distinct ? (known[index] ?? 0) : (index + 1) * 10
    return sortOrder === plan.sortOrder ? [] : [{ articleId, basedOn: version, plan: { ...plan, sortOrder } }]
  })
}
