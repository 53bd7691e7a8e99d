import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { BooksCheck, Wrong } from '../../ledger/wrong.ts'
import { checkStatusesOf } from '../../orders/check-orders.ts'

/**
 * Money that went back, against what providers said of it: more than came in, a refund that nobody has told of, one
 * operation booked twice, money out of the books for a refund that is not done, a sale given back without its note.
 */
export const checkRefunds: BooksCheck = async (db) => [
  ...(await checkStatusesOf(db, { table: 'refund', subject: 'refund', orderId: 'order_id' })),
  ...(await beyondCapture(db)),
  ...(await withoutWord(db)),
  ...(await bookedTwice(db)),
  ...(await notDone(db)),
  ...(await withoutNote(db)),
]

/** Refunds that are done and what a dispute took, by their transfers: a provider cannot give back more than it took. */
async function beyondCapture(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; captured: number; went: number }>`
    select p.id, p.captured_minor as captured,
      (select coalesce(cast(sum(r.amount_minor) as bigint), 0) from refund r
        where r.payment_id = p.id and r.status = 'done')
      + (select coalesce(cast(sum(case when t.key like '%:won' then -t.amount_minor else t.amount_minor end)
          as bigint), 0)
        from transfer t where t.unit = p.currency and t.key like 'back:' || p.id || ':%') as went
    from payment p where p.refunded_minor > 0 or p.status = 'charged_back'`.execute(db)
  return rows
    .filter((row) => row.went > row.captured)
    .map((row) => ({ table: 'payment', row: row.id, what: `captured ${row.captured}, ${row.went} of it went back` }))
}

/** Every refund that is done follows from a fact of that sum: by its name, or by one of ours where it has none. */
async function withoutWord(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from refund r where r.status = 'done' and not exists
      (select 1 from payment_fact f where f.payment_id = r.payment_id and f.about = 'refund' and f.kind = 'refunded'
        and f.amount_minor = r.amount_minor
        and (f.operation = r.operation or f.operation in ('by hand ' || r.id, 'answer of ' || r.id)))`.execute(db)
  return rows.map(({ id }) => ({ table: 'refund', row: id, what: 'is done, and nobody has said so' }))
}

async function bookedTwice(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; operation: string; n: number }>`
    select max(r.id) as id, r.operation, count(*) as n from refund r join payment p on p.id = r.payment_id
    where r.status = 'done' and r.operation is not null
    group by p.gateway_id, p.account, r.operation having count(*) > 1`.execute(db)
  return rows.map(({ id, operation, n }) => ({
    table: 'refund',
    row: id,
    what: `operation ${operation} is booked as ${n} refunds`,
  }))
}

/** Money leaves sales and VAT, or suspense, for a refund that is done, and a credit note is of such a one. */
async function notDone(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; status: string }>`
    select r.id, r.status from refund r where r.status <> 'done' and (
      exists (select 1 from transfer t where t.key in
        ('refund:' || r.id || ':net', 'refund:' || r.id || ':vat', 'refund:' || r.id || ':held'))
      or exists (select 1 from receipt c where c.refund_id = r.id))`.execute(db)
  return rows.map(({ id, status }) => ({ table: 'refund', row: id, what: `is ${status}, and the books gave it back` }))
}

async function withoutNote(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from refund r where r.status = 'done'
      and exists (select 1 from transfer t where t.key = 'refund:' || r.id || ':net')
      and not exists (select 1 from receipt c where c.refund_id = r.id and c.amount_minor = r.amount_minor)`.execute(db)
  return rows.map(({ id }) => ({ table: 'refund', row: id, what: 'is done without its credit note' }))
}
