import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { unindexed } from '../db/unindexed.ts'
import { type Amount, amount } from '../kit/amount.ts'
import { DAY, type Instant, later, MINUTE, toMs } from '../kit/clock.ts'

/** From this instant on, before that one. */
export type Span = { since: Instant; until: Instant }

/** What came in and went out in one span, in one currency. */
export type Takings = { orders: number; received: Amount; refunds: number; refunded: Amount }

type Sum = { span: number; currency: string; orders: number; minor: number }

/**
 * Money received and given back, span by span: what orders were paid, and what credit notes were issued. One walk of
 * an index for each list, bounded by the spans, however old the books are. By currency; a quiet span is absent.
 */
export async function takingsOf(db: Db, spans: readonly Span[]): Promise<Array<Map<string, Takings>>> {
  const [received, refunded] = await Promise.all([
    sumsOf(db, spans, {
      of: sql`price_minor`,
      among: ({ since, until }) => sql`orders where paid_at >= ${since} and paid_at < ${until}`,
    }),
    sumsOf(db, spans, {
      of: sql`amount_minor`,
      among: ({ since, until }) =>
        sql`receipt where kind = 'credit_note' and issued_at >= ${since} and issued_at < ${until}`,
    }),
  ])
  return spans.map((_, span) => {
    const takings = new Map<string, Takings>()
    const before = (currency: string): Takings =>
      takings.get(currency) ?? { orders: 0, received: amount(0, currency), refunds: 0, refunded: amount(0, currency) }
    for (const { currency, orders, minor } of received.filter((row) => row.span === span))
      takings.set(currency, { ...before(currency), orders, received: amount(minor, currency) })
    for (const { currency, orders, minor } of refunded.filter((row) => row.span === span))
      takings.set(currency, { ...before(currency), refunds: orders, refunded: amount(minor, currency) })
    return takings
  })
}

/** A sum of its own for each span: joined with a list of them, PostgreSQL would take every row for a match. */
async function sumsOf(
  db: Db,
  spans: readonly Span[],
  { of, among }: { of: RawBuilder<unknown>; among: (span: Span) => RawBuilder<unknown> },
): Promise<Sum[]> {
  const sums = spans.map(
    (span, index) => sql`select cast(${sql.lit(index)} as bigint) as span, currency, count(*) as orders,
      cast(sum(${of}) as bigint) as minor from ${among(span)} group by currency`,
  )
  const { rows } = await sql<Sum>`${sql.join(sums, sql` union all `)} order by span, currency`.execute(db)
  return rows
}

/** Orders of the span with an attempt that ended so: what the list with this filter shows. */
export async function countEnded(db: Db, { since, until }: Span, end: 'refused' | 'cancelled'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct o.id) as count from payment p join orders o on o.id = p.order_id
    where p.status = ${sql.lit(end)} and p.started_at >= ${since}
      and ${unindexed('o.placed_at')} >= ${since} and ${unindexed('o.placed_at')} < ${until}`.execute(db)
  return rows[0]?.count ?? 0
}

/** When each order since then was placed that has an attempt which ended so. */
export async function endedSince(db: Db, since: Instant, end: 'refused' | 'cancelled'): Promise<Instant[]> {
  const { rows } = await sql<{ id: string; placedAt: string }>`
    select o.id, o.placed_at from payment p join orders o on o.id = p.order_id where p.status = ${sql.lit(end)}
      and p.started_at >= ${since} and ${unindexed('o.placed_at')} >= ${since}`.execute(db)
  // One with several such attempts counts once.
  return [...new Map(rows.map(({ id, placedAt }) => [id, placedAt])).values()]
}

/** So many of the newest are timed: a percentile of ten thousand is as good as one of a million. */
const mostTimed = 10_000

/** How long people waited from the payment at the bank to the credit on the account, in milliseconds. */
export async function timesToCredit(
  db: Db,
  { since, until }: Span,
): Promise<{ count: number; medianMs: number; p99Ms: number } | undefined> {
  const rows = await db
    .selectFrom('orders')
    .innerJoin('payment', 'payment.orderId', 'orders.id')
    .select(['payment.paidAt as paidAt', 'orders.fulfilledAt as creditedAt'])
    .where('orders.paidAt', '>=', since)
    .where('orders.paidAt', '<', until)
    .where('orders.fulfilledAt', 'is not', null)
    .where('payment.status', 'in', ['succeeded', 'charged_back'])
    .orderBy('orders.paidAt', 'desc')
    .orderBy('orders.id', 'desc')
    .limit(mostTimed)
    .execute()
  const times = rows.flatMap(({ paidAt, creditedAt }) =>
    paidAt === null || creditedAt === null ? [] : [Math.max(0, toMs(creditedAt) - toMs(paidAt))],
  )
  if (times.length === 0) return undefined
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? 0
  return { count: times.length, medianMs: at(0.5), p99Ms: at(0.99) }
}

/** Attempts that wait for the bank, and since when the oldest does. */
export async function pendingAtBank(db: Db): Promise<{ count: number; since: Instant | undefined }> {
  const { rows } = await sql<{ count: number; since: string | null }>`
    select count(*) as count, min(started_at) as since from payment where status = 'pending'`.execute(db)
  return { count: rows[0]?.count ?? 0, since: rows[0]?.since ?? undefined }
}

/** When each gateway's last proven notice came; absent for one that never sent any. */
export async function lastNotices(db: Db, gatewayIds: readonly string[]): Promise<Map<string, Instant>> {
  const found = await Promise.all(
    gatewayIds.map((gatewayId) =>
      db
        .selectFrom('notice')
        .select(['gatewayId', 'receivedAt'])
        .where('gatewayId', '=', gatewayId)
        .where('status', '!=', 'rejected')
        .orderBy('receivedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),
    ),
  )
  return new Map(found.flatMap((row) => (row ? [[row.gatewayId, row.receivedAt] as const] : [])))
}

async function hasNoticeSince(db: Db, gatewayId: string, since: Instant): Promise<boolean> {
  const found = await db
    .selectFrom('notice')
    .select('id')
    .where('gatewayId', '=', gatewayId)
    .where('receivedAt', '>=', since)
    .where('status', '!=', 'rejected')
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** So many payments in a row without a notice are no chance; a notice may be a quarter of an hour late. */
const [fewPayments, lateMs, longMs] = [3, 15 * MINUTE, 7 * DAY]

/**
 * How many of a gateway's newest payments came without any notice, where none of them had one: then its notices do not
 * reach us, and payments are found by asking alone. 0 where one came, for these or for a payment since, or where there
 * were too few to tell.
 */
export async function paymentsWithoutNotice(db: Db, gatewayId: string, now: Instant): Promise<number> {
  const newest = await db
    .selectFrom('orders')
    .innerJoin('payment', 'payment.orderId', 'orders.id')
    .select(({ selectFrom }) => [
      'orders.id',
      'orders.paidAt',
      selectFrom('notice')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .whereRef('notice.orderId', '=', 'orders.id')
        .whereRef('notice.gatewayId', '=', 'payment.gatewayId')
        .where('notice.status', '!=', 'rejected')
        .as('notices'),
    ])
    .where('orders.paidAt', '<=', later(now, -lateMs))
    .where('orders.paidAt', '>', later(now, -longMs))
    .where('payment.gatewayId', '=', gatewayId)
    .where('payment.paidAt', 'is not', null)
    .orderBy('orders.paidAt', 'desc')
    .orderBy('orders.id', 'desc')
    .limit(5)
    .execute()
  const isSilent = newest.length >= fewPayments && newest.every(({ notices }) => Number(notices) === 0)
  return isSilent && !(await hasNoticeSince(db, gatewayId, newest[0]?.paidAt ?? now)) ? newest.length : 0
}
