import type { Db } from '../db/database.ts'
import type { Amount } from '../kit/amount.ts'
import { DAY, type Instant, later } from '../kit/clock.ts'
import { changesAfter, type PlanAt, planAt, saleState } from './article-plan.ts'
import { type ArticleVersion, versionsOfSeveral } from './article-version.ts'

/** A time during which one price was asked; `price` is undefined while the article was not on sale. */
type Stretch = { from: Instant; until: Instant; price: Amount | undefined; isReduced: boolean }

/**
 * The price before a reduction, which its announcement must say: the lowest of the thirty days before the reduction
 * began (article L112-1-1 of the French code de la consommation; directive 98/6/EC, article 6a). A reduction
 * that only grew, step after step, began with its first step. Undefined without a reduction at that instant, and where
 * the article was not sold before it. `versions` are all those of one article, in any order.
 */
export function priorPrice(versions: readonly ArticleVersion[], at: Instant): Amount | undefined {
  const stretches = stretchesOf(versions, at)
  const last = stretches.length - 1
  if (!stretches[last]?.isReduced) return undefined
  let first = last
  while (first > 0 && leadsTo(stretches[first - 1], stretches[first])) first -= 1
  const began = stretches[first]?.from ?? at
  const since = later(began, -30 * DAY)
  const asked = stretches.flatMap(({ from, until, price }) => (from < began && until > since && price ? [price] : []))
  return asked.reduce<Amount | undefined>((low, price) => (low && !isLess(price, low) ? low : price), undefined)
}

/** Of each article that is reduced then, the price before, in one question; `drafted` is what may be published next. */
export async function priorPrices(
  db: Db,
  articles: ReadonlyArray<Pick<PlanAt, 'price' | 'listPrice'> & { articleId: string }>,
  at: Instant,
  drafted: readonly ArticleVersion[] = [],
): Promise<ReadonlyMap<string, Amount>> {
  const reduced = articles.filter(({ price, listPrice }) => isLess(price, listPrice)).map(({ articleId }) => articleId)
  if (reduced.length === 0) return new Map()
  const byArticle = Map.groupBy([...(await versionsOfSeveral(db, reduced)), ...drafted], ({ articleId }) => articleId)
  return new Map(
    [...byArticle].flatMap(([articleId, versions]) => {
      const price = priorPrice(versions, at)
      return price ? [[articleId, price] as const] : []
    }),
  )
}

/** Whether a reduction went on in the next stretch without growing smaller. */
const leadsTo = (before: Stretch | undefined, after: Stretch | undefined): boolean =>
  Boolean(before?.isReduced && before.price && after?.price && !isLess(before.price, after.price))

/** What was asked from the first version until that instant; each version holds until the next one. */
function stretchesOf(versions: readonly ArticleVersion[], at: Instant): Stretch[] {
  const inOrder = versions.filter(({ changedAt }) => changedAt <= at).toSorted((a, b) => a.version - b.version)
  const past = inOrder.flatMap((version, index) => {
    const end = inOrder[index + 1]?.changedAt ?? at
    const edges = [
      version.changedAt,
      ...changesAfter(version.plan, version.changedAt).filter((edge) => edge < end),
      end,
    ]
    return edges.slice(0, -1).map((from, place) => stretchAt(version, from, edges[place + 1] ?? end))
  })
  const current = inOrder.at(-1)
  // The instant itself: its price may have begun with it.
  return current ? [...past.filter(({ from, until }) => from < until), stretchAt(current, at, at)] : []
}

function stretchAt({ plan }: ArticleVersion, from: Instant, until: Instant): Stretch {
  const { price, listPrice } = planAt(plan, from)
  const isOnSale = saleState(plan, from) === 'on_sale'
  return { from, until, price: isOnSale ? price : undefined, isReduced: isOnSale && isLess(price, listPrice) }
}

const isLess = (a: Amount, b: Amount): boolean => a.minor < b.minor
