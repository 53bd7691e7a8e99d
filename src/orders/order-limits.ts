import type { Article } from '../catalogue/article.ts'
import { type BuyingLimits, type LimitName, limitNames, shopLimits } from '../catalogue/buying-limits.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Instant } from '../kit/clock.ts'
import { addDays, firstOfMonth, firstOfNextMonth, localDay, startOfDay } from '../kit/day.ts'
import { walletOf } from '../ledger/balance.ts'
import type { Order } from './order.ts'
import { findPlacedOrder, type OrderToPlace, placeOrder } from './place-order.ts'

/** Which limit stands in the way, what it still leaves, and when it leaves more. */
export type LimitRefusal = {
  limit: LimitName
  /** The article's own limit, or the whole shop's. */
  of: 'article' | 'shop'
  most: number
  /** Orders, or minor units of money or of credit. */
  left: number
  /** By how much the order would go beyond. */
  over: number
  /** When the day or the month is over; a balance has no such day: it falls by printing. */
  againAt: Instant | null
}

type Wish = { personId: string; article: Article; timeZone: string }

/**
 * Places the order unless a limit forbids it. The person's row is taken first, so that of two orders at once the
 * second one sees the first. An order that is there already is returned whatever the limits say. Money that arrives
 * is never asked about limits: this is the only place that is.
 */
export async function placeWithinLimits(
  tx: Tx,
  wish: OrderToPlace,
  timeZone: string,
): Promise<{ refusal: LimitRefusal } | { order: Order; isNew: boolean }> {
  await tx
    .updateTable('person')
    .set((eb) => ({ theme: eb.ref('theme') }))
    .where('id', '=', wish.personId)
    .execute()
  const known = await findPlacedOrder(tx, wish)
  const refusal = known ? undefined : await findLimit(tx, { ...wish, timeZone }, tx.now)
  return refusal ? { refusal } : placeOrder(tx, wish)
}

/** The first limit that an order would break now; undefined when it may be placed. */
export async function findLimit(db: Db, wish: Wish, now: Instant): Promise<LimitRefusal | undefined> {
  const shop = await shopLimits(db)
  const sets = [
    { of: 'article', limits: wish.article.limits, articleId: wish.article.articleId },
    { of: 'shop', limits: shop, articleId: undefined },
  ] as const
  if (sets.every(({ limits }) => limitNames.every((name) => limits[name] === null))) return undefined
  const facts = await factsOf(db, wish, now)
  for (const { of, limits, articleId } of sets) {
    const used = usedOf(facts, articleId)
    const broken = limitNames.flatMap((name) => breach(name, { limits, used, article: wish.article }) ?? [])
    const [first] = broken
    if (first) return { ...first, of, againAt: againAt(first.limit, wish.timeZone, now) }
  }
  return undefined
}

type Facts = { orders: Array<Pick<Order, 'articleId' | 'placedAt' | 'priceMinor'>>; dayStart: Instant; balance: number }

/** Open and paid orders of the month; the balance with all that is ordered and not credited yet. */
async function factsOf(db: Db, { personId, timeZone }: Wish, now: Instant): Promise<Facts> {
  const today = localDay(now, timeZone)
  const ofPerson = db.selectFrom('orders').where('personId', '=', personId)
  const [orders, open, wallet] = await Promise.all([
    ofPerson
      .select(['articleId', 'placedAt', 'priceMinor'])
      .where('placedAt', '>=', startOfDay(firstOfMonth(today), timeZone))
      .where('status', 'in', ['placed', 'paid', 'fulfilled'])
      .execute(),
    ofPerson.select(['creditMinor', 'bonusMinor']).where('status', 'in', ['placed', 'paid']).execute(),
    walletOf(db, personId),
  ])
  const ordered = open.reduce((sum, { creditMinor, bonusMinor }) => sum + creditMinor + bonusMinor, 0)
  return { orders, dayStart: startOfDay(today, timeZone), balance: wallet.total.minor + ordered }
}

/** What is used up of each limit, by the orders of one article or by all. */
function usedOf({ orders, dayStart, balance }: Facts, articleId: string | undefined): Record<LimitName, number> {
  const ofMonth = orders.filter((order) => articleId === undefined || order.articleId === articleId)
  const ofDay = ofMonth.filter((order) => order.placedAt >= dayStart)
  const spent = (some: typeof orders) => some.reduce((sum, order) => sum + order.priceMinor, 0)
  return {
    ordersPerDay: ofDay.length,
    ordersPerMonth: ofMonth.length,
    spentPerDay: spent(ofDay),
    spentPerMonth: spent(ofMonth),
    balance,
  }
}

function breach(
  limit: LimitName,
  at: { limits: BuyingLimits; used: Record<LimitName, number>; article: Article },
): Pick<LimitRefusal, 'limit' | 'most' | 'left' | 'over'> | undefined {
  const { limits, used, article } = at
  const most = limits[limit]
  if (most === null) return undefined
  const wanted: Record<LimitName, number> = {
    ordersPerDay: 1,
    ordersPerMonth: 1,
    spentPerDay: article.price.minor,
    spentPerMonth: article.price.minor,
    balance: article.credit.minor + article.bonus.minor,
  }
  const over = used[limit] + wanted[limit] - most
  return over <= 0 ? undefined : { limit, most, over, left: Math.max(0, most - used[limit]) }
}

function againAt(limit: LimitName, timeZone: string, now: Instant): Instant | null {
  const today = localDay(now, timeZone)
  if (limit === 'balance') return null
  const perDay = limit === 'ordersPerDay' || limit === 'spentPerDay'
  return startOfDay(perDay ? addDays(today, 1) : firstOfNextMonth(today), timeZone)
}
