import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { notKept, ofOrder, reviewKind, withOrder } from '../review/review-kind.ts'
import type { PaymentFactRow } from './payments-tables.ts'

/** A fact that contradicts itself or the books, and that a person must see. */
export type Contradiction = { fact: PaymentFactRow; orderId: string; why: string; isOpen: boolean }

/** The reason of a dispute of which the books had less left than it took. */
const takesMore = 'a dispute took more than was left'

/** Why, of a fact `f` that matches `isDoubtful`. */
const whyOfDoubtful = sql`case when f.decision = 'puzzle' then f.because else ${sql.lit(takesMore)} end`

/** More was taken than refunds had left; what is still on its way back may be refused yet. */
const takesMoreThanLeft = sql`f.kind = 'charged_back' and f.returned = 0 and f.currency = p.currency
  and f.decision in ('charge_back', 'nothing') and f.amount_minor > p.captured_minor - p.refunded_minor
  and not exists (select 1 from refund b where b.payment_id = p.id and b.status in ('reserved', 'sending', 'uncertain'))
  and not exists (select 1 from payment_fact w where w.payment_id = p.id and w.about = 'chargeback'
    and w.operation = f.operation and w.returned = 1)`

/** Of a fact `f` and its payment `p`: nothing could follow from it by itself, or the books could not follow it. */
const isDoubtful = sql`(f.decision = 'puzzle' or f.about = 'chargeback')
  and (f.decision = 'puzzle' or (${takesMoreThanLeft}))`

/** Something told later of the same refund or dispute answers it. */
const isAnswered = sql`f.kind = 'unknown' and exists (select 1 from payment_fact w where w.payment_id = f.payment_id
  and w.about = f.about and w.operation = f.operation and w.kind <> 'unknown' and w.decision not in ('puzzle', 'keep'))`

/** The notice that told of it waits for a person itself, or has been set aside by one since. */
const isShownByNotice = sql`exists (select 1 from notice c where c.order_id = p.order_id and c.status = 'puzzling'
  and c.why = f.because and (f.source = 'notice' or f.id = (select min(g.id) from payment_fact g
    where g.payment_id = f.payment_id and g.decision = 'puzzle' and g.because = f.because
      and g.seen_at >= c.received_at)))`

/** The daily list's line of it waits as a difference, or has ended as one. */
const isShownByDifference = sql`exists (select 1 from difference d where d.gateway_id = f.gateway_id
  and d.account = f.account and d.subject = f.operation and d.kind = 'not_booked')`

/** Another figure of money that is held, or was when the provider was asked, stands where that is decided. */
const isShownByHeld = sql`f.about = 'payment' and f.kind = 'paid'
  and (p.status = 'held' or (coalesce(p.told_minor, -1) = f.amount_minor and coalesce(p.told_unit, '') = f.currency))`

/** Of a doubtful fact: nobody has seen it yet, and nothing else at the desk shows it. */
const isOpenContradiction = sql`${isDoubtful}
  and ${notKept('contradiction', 'f.id')}
  and not (${isAnswered}) and not ${isShownByNotice} and not ${isShownByDifference}
  and not (${isShownByHeld})`

/** One of them, open or dealt with. */
export async function findContradiction(db: Db, factId: string): Promise<Contradiction | undefined> {
  const fact = await db.selectFrom('paymentFact').selectAll().where('id', '=', factId).executeTakeFirst()
  const { rows } = await sql<{ orderId: string; why: string; isOpen: number }>`select p.order_id as order_id,
    ${whyOfDoubtful} as why, case when ${isOpenContradiction} then 1 else 0 end as is_open
    from payment_fact f join payment p on p.id = f.payment_id where f.id = ${factId} and ${isDoubtful}`.execute(db)
  const [row] = rows
  return fact && row && { fact, orderId: row.orderId, why: row.why, isOpen: Number(row.isOpen) === 1 }
}

/** A provider's word that contradicts itself or the books: nothing was booked of it, and a person sees to it. */
export const openContradiction = reviewKind({
  kind: 'contradiction',
  kept: 'contradiction',
  wakes: () => [],
  query: () => sql`select f.id, f.seen_at as since, ${whyOfDoubtful} as why, f.amount_minor as minor,
    f.currency as unit, f.gateway_id as about, ${ofOrder}
    from payment_fact f join payment p on p.id = f.payment_id ${withOrder('p.order_id')}
    where ${isOpenContradiction}`,
  async choices(tx, id) {
    const found = await findContradiction(tx, id)
    return found && (found.isOpen ? ['keep'] : [])
  },
})

/** Those of an order that wait for a person. */
export async function contradictionsOf(db: Db, orderId: string): Promise<Array<{ id: string; why: string }>> {
  const { rows } = await sql<{ id: string; why: string }>`select f.id, ${whyOfDoubtful} as why
    from payment_fact f join payment p on p.id = f.payment_id
    where p.order_id = ${orderId} and ${isOpenContradiction} order by f.id`.execute(db)
  return rows
}
