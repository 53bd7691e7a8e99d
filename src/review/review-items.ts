import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Amount, amount, CREDIT } from '../kit/amount.ts'
import { DAY, HOUR, type Instant, later } from '../kit/clock.ts'
import { isOpenContradiction, whyOfDoubtful } from '../payments/contradiction.ts'
import { recordAudit } from '../people/audit/audit.ts'
import type { KeptMatterRow } from './review-tables.ts'

/** Something that no machine may decide, or that took too long: it waits on the desk for a person. */
export type ReviewKind = KeptMatterRow['kind'] | 'difference' | 'withdrawal'
export type ReviewItem = {
  kind: ReviewKind
  /** Of the payment, top-up, refund, withdrawal, difference, fact, notice or mail. */
  id: string
  since: Instant
  /** Why, as the row says it: a hold reason, what differs, a provider's words. */
  why: string
  amount: Amount | undefined
  order: { id: string; number: string; priceMinor: number; currency: string; personName: string } | undefined
  /** What became of what was decided, as far as it is known: money that is to go back. */
  effect?: { is: 'under_way' | 'refused'; why: string }
  /** Which gateway speaks of it, which kind of mail it is, or which contract was named. */
  about: string
}

/** A payment that is still undecided after this long is shown, though it goes on being asked for. */
export const longPendingMs = DAY
/** Within this time after its limit the poller has asked for it once more, and closed what nobody paid. */
const afterLimitMs = 2 * HOUR

const mostOfEach = 50

type Found = {
  id: string
  since: string
  why: string
  minor: number | null
  unit: string | null
  about: string
  orderId: string | null
  number: string | null
  priceMinor: number | null
  currency: string | null
  personName: string | null
  effect?: string | null
  effectWhy?: string | null
}

const ofOrder = sql`o.id as order_id, o.number as number, o.price_minor as price_minor, o.currency as currency,
  n.name as person_name`
const notKept = (kind: KeptMatterRow['kind'], id: string) =>
  sql`not exists (select 1 from kept_matter k where k.kind = ${sql.lit(kind)} and k.subject_id = ${sql.ref(id)})`

/** One query a kind; each walks a partial index of what is doubtful, however many rows are settled. */
function queryOf(kind: ReviewKind, now: Instant) {
  const withOrder = (id: string) =>
    sql`left join orders o on o.id = ${sql.ref(id)} left join person n on n.id = o.person_id`
  switch (kind) {
    case 'held_payment':
      return sql`select p.id, coalesce(p.paid_at, p.started_at) as since, p.held_why as why, f.amount_minor as minor,
        f.currency as unit, p.gateway_id as about, r.status as effect, r.why as effect_why, ${ofOrder}
        from payment p ${withOrder('p.order_id')}
        left join refund r on r.id = (select max(b.id) from refund b where b.payment_id = p.id)
        left join payment_fact f on f.id = (select min(g.id) from payment_fact g
          where g.payment_id = p.id and g.kind = 'paid' and g.decision = 'hold')
        where p.status = 'held' and coalesce(r.status, '') <> 'uncertain' and ${notKept(kind, 'p.id')}`
    case 'long_pending':
      return sql`select p.id, p.started_at as since, '' as why, p.amount_minor as minor, p.currency as unit,
        p.gateway_id as about, ${ofOrder} from payment p ${withOrder('p.order_id')}
        where p.status in ('started', 'pending') and p.started_at < ${later(now, -longPendingMs)}
          and p.limit_at < ${later(now, -afterLimitMs)} and ${notKept(kind, 'p.id')}`
    case 'doubtful_top_up':
      return sql`select t.id, t.created_at as since, t.evidence as why, t.credit_minor + t.bonus_minor as minor,
        ${CREDIT} as unit, t.status as about, ${ofOrder} from top_up t ${withOrder('t.order_id')}
        where t.status in ('uncertain', 'refused') and ${notKept(kind, 't.id')}`
    case 'doubtful_refund':
      return sql`select r.id, r.asked_at as since, r.why, r.amount_minor as minor, r.currency as unit,
        p.gateway_id as about, ${ofOrder} from refund r join payment p on p.id = r.payment_id ${withOrder('r.order_id')}
        where r.status = 'uncertain' and ${notKept(kind, 'r.id')}`
    case 'difference':
      return sql`select d.id, d.seen_at as since, d.kind as why, coalesce(d.listed_minor, d.ours_minor) as minor,
        coalesce(d.listed_unit, d.ours_unit) as unit, d.gateway_id as about, ${ofOrder}
        from difference d ${withOrder('d.order_id')}
        where not exists (select 1 from difference_end e where e.difference_id = d.id)
          and not exists (select 1 from payment p where p.id = d.payment_id and p.status = 'held')`
    case 'withdrawal':
      return sql`select w.id, w.declared_at as since, case when w.status = 'accepted' then 'bank_refused'
        when w.order_id is null then 'unknown' else 'open' end as why, null as minor, null as unit, w.contract as about,
        ${ofOrder} from withdrawal w ${withOrder('w.order_id')} where w.status = 'received'
        or (w.status = 'accepted' and w.refund_id in (select id from refund where status = 'refused'))`
    case 'contradiction':
      return sql`select f.id, f.seen_at as since, ${whyOfDoubtful} as why, f.amount_minor as minor,
        f.currency as unit, f.gateway_id as about, ${ofOrder}
        from payment_fact f join payment p on p.id = f.payment_id ${withOrder('p.order_id')}
        where ${isOpenContradiction}`
    case 'puzzling_notice':
      return sql`select c.id, c.received_at as since, c.why, null as minor, null as unit, c.gateway_id as about,
        ${ofOrder} from notice c ${withOrder('c.order_id')} where c.status = 'puzzling' and ${notKept(kind, 'c.id')}`
    case 'failed_mail':
      return sql`select m.id, m.created_at as since, m.why, null as minor, null as unit, m.kind as about,
        ${ofOrder} from mail m ${withOrder('m.order_id')} where m.status = 'failed' and ${notKept(kind, 'm.id')}`
  }
}

/** In the order in which they hurt: money first. */
const kinds: readonly ReviewKind[] = [
  'held_payment',
  'doubtful_refund',
  'doubtful_top_up',
  'withdrawal',
  'difference',
  'contradiction',
  'puzzling_notice',
  'long_pending',
  'failed_mail',
]

/** What waits for a person, money first, the oldest of each kind first, at most fifty of each. */
export async function listReviewItems(db: Db, now: Instant): Promise<ReviewItem[]> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const { rows } = await sql<Found>`${queryOf(kind, now)} order by since limit ${sql.lit(mostOfEach)}`.execute(db)
      return rows.map((row) => asMatter(kind, row))
    }),
  )
  return lists.flat()
}

/** How many review items wait. */
export async function countReviewItems(db: Db, now: Instant): Promise<number> {
  const counts = await Promise.all(
    kinds.map(async (kind) => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from (${queryOf(kind, now)}) as w`.execute(db)
      return rows[0]?.n ?? 0
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

function asMatter(kind: ReviewKind, row: Found): ReviewItem {
  const { id, since, why, minor, unit, about, orderId, number, priceMinor, currency, personName } = row
  return {
    kind,
    id,
    since,
    why: why ?? '',
    about,
    ...effectOf(row),
    amount: minor === null || unit === null ? undefined : amount(minor, unit),
    order:
      orderId === null || number === null || priceMinor === null || currency === null
        ? undefined
        : { id: orderId, number, priceMinor, currency, personName: personName ?? '' },
  }
}

/** Of money that was to go back: on its way, or refused by the provider with its words. */
function effectOf({ effect, effectWhy }: Found): Pick<ReviewItem, 'effect'> {
  if (effect === 'refused') return { effect: { is: 'refused', why: effectWhy ?? '' } }
  return effect === 'reserved' || effect === 'sending' ? { effect: { is: 'under_way', why: '' } } : {}
}

/** "Leave it as it is": the item leaves the list, with who and why. Keeping it twice changes nothing. */
export async function closeReviewItem(
  tx: Tx,
  keep: { kind: KeptMatterRow['kind']; id: string; by: string; why: string },
): Promise<void> {
  const { kind, id, by, why } = keep
  const row = { kind, subjectId: id, keptBy: by, keptAt: tx.now, why }
  const once = 'on conflict (kind, subject_id) do nothing returning kind, subject_id'
  const [kept] = await insertRows(tx, 'keptMatter', [row], once)
  if (kept) await recordAudit(tx, { actor: by, act: 'keep matter', about: id, detail: { kind, why } })
}
