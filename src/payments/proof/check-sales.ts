import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { suspenseAccount } from '../../ledger/account.ts'
import type { BooksCheck, Wrong } from '../../ledger/wrong.ts'
import { checkStatusesOf } from '../../orders/check-orders.ts'

/** Payments against their orders, their refunds, their receipts and what was posted for them. */
export const checkSales: BooksCheck = async (db) => [
  ...(await checkStatusesOf(db, { table: 'payment', subject: 'payment', orderId: 'order_id' })),
  ...(await checkPosted(db)),
  ...(await checkPaid(db)),
  ...(await checkCaptures(db)),
  ...(await checkGivenBack(db)),
  ...(await checkSuspense(db)),
  ...(await withoutReceipt(db)),
]

/** Every settled payment has its transfers. */
async function checkPosted(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; posted: number; captured: number }>`
    select p.id, p.captured_minor as captured,
      (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t
        where t.key in ('sale:' || p.id || ':net', 'sale:' || p.id || ':vat')) as posted
    from payment p where p.status in ('succeeded', 'charged_back')`.execute(db)
  return rows
    .filter((row) => row.posted !== row.captured)
    .map((row) => ({
      table: 'payment',
      row: row.id,
      what: `captured_minor is ${row.captured}, its sale posts ${row.posted}`,
    }))
}

async function checkPaid(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; what: string }>`
    select p.order_id as id, 'is paid by more than one payment' as what
      from payment p where p.status = 'succeeded' and not exists
        (select 1 from status_change c where c.order_id = p.order_id and c.subject_id = p.id
          and c.from_status = 'held' and c.to_status = 'succeeded')
      group by p.order_id having count(*) > 1
    union all
    select o.id, 'counts as paid without a payment' as what
      from orders o where o.status in ('paid', 'fulfilled') and not exists
        (select 1 from payment p where p.order_id = o.id and p.status in ('succeeded', 'charged_back'))
    union all
    select o.id, 'price or currency is not that of its payment ' || p.id as what
      from orders o join payment p on p.order_id = o.id
      where p.reference not like '%:%' and (p.amount_minor <> o.price_minor or p.currency <> o.currency
        or p.mode <> o.mode)`.execute(db)
  return rows.map(({ id, what }) => ({ table: 'orders', row: id, what }))
}

/** What was put right in suspense of a held payment, once a person had the provider asked again. */
const fixed = sql`(select coalesce(cast(sum(case when x.to_account = ${suspenseAccount} then x.amount_minor
  else -x.amount_minor end) as bigint), 0) from transfer x
  where x.cause = p.id and x.key like 'held-fix:' || p.id || ':%')`

/** What a payment says of its capture is what the provider said: the fact that names it, put right where it was. */
async function checkCaptures(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; capture: string }>`
    select p.id, p.capture from payment p where p.capture is not null and not exists (
      select 1 from payment_fact f where f.gateway_id = p.gateway_id and f.account = p.account
        and f.operation = p.capture and f.about = 'payment' and f.occurred_at = p.paid_at
        and (f.currency <> p.currency or f.amount_minor + ${fixed} = p.captured_minor))`.execute(db)
  return rows.map((row) => ({
    table: 'payment',
    row: row.id,
    what: `no fact says that capture ${row.capture} brought that much, then`,
  }))
}

async function checkGivenBack(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; kept: number; summed: number }>`
    select p.id, p.refunded_minor as kept,
      (select coalesce(cast(sum(r.amount_minor) as bigint), 0) from refund r
        where r.payment_id = p.id and r.status <> 'refused' and r.status <> 'asked') as summed
    from payment p where p.captured_minor > 0 or p.refunded_minor <> 0`.execute(db)
  const { rows: unposted } = await sql<{ id: string; money: number; posted: number; vat: number; postedVat: number }>`
    select r.id, r.amount_minor as money, r.vat_minor as vat,
      (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t where t.key in
        ('refund:' || r.id || ':net', 'refund:' || r.id || ':vat', 'refund:' || r.id || ':held')) as posted,
      (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t where
        t.key = 'refund:' || r.id || ':vat') as posted_vat
    from refund r where r.status = 'done'`.execute(db)
  return [
    ...rows
      .filter((row) => row.kept !== row.summed)
      .map((row) => ({
        table: 'payment',
        row: row.id,
        what: `counts ${row.kept} refunded, its refunds sum to ${row.summed}`,
      })),
    ...unposted
      .filter((row) => row.money !== row.posted || row.vat !== row.postedVat)
      .map((row) => ({
        table: 'refund',
        row: row.id,
        what: `is of ${row.money} with ${row.vat} of VAT, ${row.posted} with ${row.postedVat} left the books`,
      })),
  ]
}

/** Money in suspense leaves it once somebody decided, and never more than came. */
async function checkSuspense(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string; status: string; came: number; went: number }>`
    select p.id, p.status, h.amount_minor + ${fixed} as came,
      (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t where t.from_account = h.to_account
        and (t.key in ('sale:' || p.id || ':net', 'sale:' || p.id || ':vat')
          or t.key in (select 'refund:' || r.id || ':held' from refund r where r.payment_id = p.id))) as went
    from payment p join transfer h on h.key = 'held:' || p.id`.execute(db)
  return rows
    .filter((row) => row.went > row.came || (row.status !== 'held' && row.went !== row.came))
    .map((row) => ({
      table: 'payment',
      row: row.id,
      what: `is ${row.status}: ${row.came} came into suspense, ${row.went} went out of it`,
    }))
}

async function withoutReceipt(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from payment p where p.status in ('succeeded', 'charged_back') and not exists
      (select 1 from receipt r where r.payment_id = p.id and r.kind = 'receipt')`.execute(db)
  return rows.map((row) => ({ table: 'payment', row: row.id, what: 'has no receipt' }))
}
