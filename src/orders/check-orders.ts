import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { BooksCheck, Wrong } from '../ledger/wrong.ts'

/** Orders against their history, with the instants that stand beside a status. */
export const checkOrders: BooksCheck = async (db) => [
  ...(await checkStatusesOf(db, { table: 'orders', subject: 'order', orderId: 'id' })),
  ...(await checkStamps(db)),
]

/**
 * A status is where its history ends: it was entered once more than it was left. Counted and not sorted, because the
 * clock of a node may have jumped between two changes.
 */
export async function checkStatusesOf(
  db: Db,
  of: { table: 'orders' | 'payment' | 'refund'; subject: string; orderId: 'id' | 'order_id' },
): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; status: string }>`
    select o.id, o.status from ${sql.table(of.table)} o left join status_change c
      on c.order_id = o.${sql.ref(of.orderId)} and c.subject_id = o.id and c.subject = ${sql.lit(of.subject)}
    group by o.id, o.status
    having coalesce(sum(case when c.to_status = o.status then 1 else 0 end)
      - sum(case when c.from_status = o.status then 1 else 0 end), 0) <> 1`.execute(db)
  const what = (status: string) => `is ${status}, its history does not end there`
  return rows.map(({ id, status }) => ({ table: of.table, row: id, what: what(status) }))
}

async function checkStamps(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; column: string; stamp: string | null }>`
    select o.id, 'paid_at' as column, o.paid_at as stamp from orders o
      where (o.paid_at is not null or o.status in ('paid', 'fulfilled', 'refunded')) and not exists (
        select 1 from status_change c where c.order_id = o.id and c.subject_id = o.id and c.to_status = 'paid'
          and c.at = o.paid_at)
    union all
    select o.id, 'fulfilled_at' as column, o.fulfilled_at as stamp from orders o
      where (o.fulfilled_at is not null or o.status = 'fulfilled') and not exists (
        select 1 from status_change c where c.order_id = o.id and c.subject_id = o.id and c.to_status = 'fulfilled'
          and c.at = o.fulfilled_at)`.execute(db)
  return rows.map((row) => ({
    table: 'orders',
    row: row.id,
    what: `${row.column} is ${row.stamp ?? 'empty'}, its history says otherwise`,
  }))
}
