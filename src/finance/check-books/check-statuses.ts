import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Wrong } from '../../ledger/wrong.ts'

type Found = { id: string; status: string }

/**
 * A status is where its history ends: it was entered once more than it was left. Counted and not sorted, because the
 * clock of a node may have jumped between two changes. The instants that stand beside a status are those of its change.
 */
export async function checkStatuses(db: Db): Promise<Wrong[]> {
  const [orders, payments, refunds, topUps, withdrawals, stamps] = [
    await statusesOf(db, 'orders', 'order', sql`o.id`),
    await statusesOf(db, 'payment', 'payment', sql`o.order_id`),
    await statusesOf(db, 'refund', 'refund', sql`o.order_id`),
    await topUpStatuses(db),
    await withdrawalStatuses(db),
    await checkStamps(db),
  ]
  return [...orders, ...payments, ...refunds, ...topUps, ...withdrawals, ...stamps]
}

async function statusesOf(db: Db, table: string, subject: string, orderId: ReturnType<typeof sql>): Promise<Wrong[]> {
  const { rows } = await sql<Found>`
    select o.id, o.status from ${sql.table(table)} o left join status_change c
      on c.order_id = ${orderId} and c.subject_id = o.id and c.subject = ${sql.lit(subject)}
    group by o.id, o.status
    having coalesce(sum(case when c.to_status = o.status then 1 else 0 end)
      - sum(case when c.from_status = o.status then 1 else 0 end), 0) <> 1`.execute(db)
  return rows.map(({ id, status }) => ({ table, row: id, what: `is ${status}, its history does not end there` }))
}

/** A top-up begins queued without a row that says so. */
async function topUpStatuses(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<Found>`
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

async function withdrawalStatuses(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<Found>`
    select o.id, o.status from withdrawal o left join withdrawal_change c on c.withdrawal_id = o.id
    group by o.id, o.status
    having coalesce(sum(case when c.to_status = o.status then 1 else 0 end)
      - sum(case when c.from_status = o.status then 1 else 0 end), 0) <> 1`.execute(db)
  return rows.map(({ id, status }) => ({
    table: 'withdrawal',
    row: id,
    what: `is ${status}, its history does not end there`,
  }))
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
