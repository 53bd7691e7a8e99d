import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { BooksCheck, Wrong } from '../ledger/wrong.ts'

/** Top-ups against their history, against what was credited for them, and against the orders that count on them. */
export const checkTopUps: BooksCheck = async (db) => [
  ...(await topUpStatuses(db)),
  ...(await checkCredit(db)),
  ...(await withoutTopUp(db)),
]

/** A top-up begins queued without a row that says so. */
async function topUpStatuses(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; status: string }>`
    select o.id, o.status from top_up o left join status_change c
      on c.order_id = o.order_id and c.subject_id = o.id and c.subject = 'top_up'
    group by o.id, o.status
    having coalesce(sum(case when c.to_status = o.status then 1 else 0 end)
      - sum(case when c.from_status = o.status then 1 else 0 end), 0)
      <> case when o.status = 'queued' then 0 else 1 end`.execute(db)
  return rows.map(({ id, status }) => ({
    table: 'top_up',
    row: id,
    what: `is ${status}, its history does not end there`,
  }))
}

async function checkCredit(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; wanted: number; credited: number }>`
    select t.id, t.credit_minor + t.bonus_minor as wanted,
      (select coalesce(cast(sum(c.amount_minor) as bigint), 0) from transfer c
        where c.key in ('credit:' || t.payment_id || ':bought', 'credit:' || t.payment_id || ':given')) as credited
    from top_up t where t.status = 'applied'`.execute(db)
  return rows
    .filter((row) => row.wanted !== row.credited)
    .map((row) => ({ table: 'top_up', row: row.id, what: `adds ${row.wanted}, ${row.credited} was credited` }))
}

async function withoutTopUp(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders o where o.status = 'fulfilled' and not exists
      (select 1 from top_up t where t.order_id = o.id and t.status = 'applied')`.execute(db)
  return rows.map(({ id }) => ({ table: 'orders', row: id, what: 'counts as fulfilled without an applied top-up' }))
}
