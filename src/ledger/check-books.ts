import { sql } from 'kysely'
import type { TransferRow } from '../db/base-rows.ts'
import type { Db } from '../db/database.ts'
import { booksChain, firstHash, linkHash } from './chain.ts'

/** What is wrong in the books, in sentences with ids; `checked` says how much was looked at. */
export type BooksReport = { problems: string[]; checked: { transfers: number; payments: number; receipts: number } }

const page = 5_000

/**
 * Recomputes everything that must hold: the chain link by link, balances from transfers, zero sums, histories,
 * every settled payment with its transfers, credit at most once unless a person decided so, refunds within what was
 * captured, receipt numbers without gaps. Reads only; run nightly, by command, and at the end of every journey test.
 */
export async function checkBooks(db: Db): Promise<BooksReport> {
  const { problems, sums, transfers } = await checkChain(db)
  const found = [
    ...problems,
    ...(await checkBalances(db, sums)),
    ...(await checkHistories(db)),
    ...(await checkPayments(db)),
    ...(await checkRefunds(db)),
    ...(await checkSuspense(db)),
    ...(await checkReceipts(db)),
  ]
  return {
    problems: found,
    checked: {
      transfers,
      payments: await countOf(db, 'payment'),
      receipts: await countOf(db, 'receipt'),
    },
  }
}

type Sums = Map<string, number>

async function checkChain(db: Db): Promise<{ problems: string[]; sums: Sums; transfers: number }> {
  const problems: string[] = []
  const sums: Sums = new Map()
  let [seq, hash] = [0, firstHash]
  for (;;) {
    const rows = await db.selectFrom('transfer').selectAll().where('seq', '>', seq).orderBy('seq').limit(page).execute()
    for (const row of rows) {
      if (row.seq !== seq + 1) problems.push(`transfer ${seq + 1} is missing before ${row.seq}`)
      if (row.previousHash !== hash) problems.push(`transfer ${row.seq} does not continue its predecessor`)
      if (linkHash(row) !== row.hash) problems.push(`transfer ${row.seq} (${row.key}) was changed after it was posted`)
      addToSums(sums, row)
      seq = row.seq
      hash = row.hash
    }
    if (rows.length < page) break
  }
  const head = await db.selectFrom('chainHead').selectAll().where('chain', '=', booksChain).executeTakeFirst()
  if ((head?.seq ?? 0) !== seq || (head?.hash ?? firstHash) !== hash)
    problems.push('the chain does not end at its head')
  return { problems, sums, transfers: seq }
}

function addToSums(sums: Sums, row: TransferRow): void {
  const [from, to] = [`${row.fromAccount} ${row.unit}`, `${row.toAccount} ${row.unit}`]
  sums.set(from, (sums.get(from) ?? 0) - row.amountMinor)
  sums.set(to, (sums.get(to) ?? 0) + row.amountMinor)
}

async function checkBalances(db: Db, sums: Sums): Promise<string[]> {
  const problems: string[] = []
  const units = new Map<string, number>()
  const rows = await db.selectFrom('balance').selectAll().execute()
  for (const row of rows) {
    const key = `${row.account} ${row.unit}`
    if (sums.get(key) !== row.minor)
      problems.push(`balance of ${key} is ${row.minor}, its transfers sum to ${sums.get(key)}`)
    sums.delete(key)
    units.set(row.unit, (units.get(row.unit) ?? 0) + row.minor)
  }
  for (const key of sums.keys()) problems.push(`balance of ${key} is missing`)
  for (const [unit, sum] of units) if (sum !== 0) problems.push(`balances in ${unit} sum to ${sum}, not to zero`)
  return problems
}

/** A person's history ends at the balance of the wallets, and its lines add up to it. */
async function checkHistories(db: Db): Promise<string[]> {
  const { rows } = await sql<{ personId: string; lines: number; wallet: number }>`
    select h.person_id, cast(sum(h.delta_minor) as bigint) as lines,
      (select coalesce(cast(sum(b.minor) as bigint), 0) from balance b where b.unit = 'credit'
        and b.account in ('wallet:' || h.person_id || ':bought', 'wallet:' || h.person_id || ':given')) as wallet
    from history_entry h group by h.person_id`.execute(db)
  return rows
    .filter((row) => row.lines !== row.wallet)
    .map((row) => `history of ${row.personId} adds up to ${row.lines}, the wallet holds ${row.wallet}`)
}

async function checkPayments(db: Db): Promise<string[]> {
  const { rows: missing } = await sql<{ id: string; posted: number; captured: number }>`
    select p.id, p.captured_minor as captured,
      (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t
        where t.key in ('sale:' || p.id || ':net', 'sale:' || p.id || ':vat')) as posted
    from payment p where p.status in ('succeeded', 'charged_back')`.execute(db)
  const { rows: twice } = await sql<{ id: string }>`
    select p.order_id as id from payment p where p.status = 'succeeded' and not exists
      (select 1 from status_change c where c.order_id = p.order_id and c.subject_id = p.id
        and c.from_status = 'held' and c.to_status = 'succeeded')
      group by p.order_id having count(*) > 1`.execute(db)
  const { rows: unpaid } = await sql<{ id: string }>`
    select o.id from orders o where o.status in ('paid', 'fulfilled') and not exists
      (select 1 from payment p where p.order_id = o.id and p.status in ('succeeded', 'charged_back'))`.execute(db)
  const { rows: lost } = await sql<{ id: string }>`
    select o.id from orders o where o.status = 'fulfilled' and not exists
      (select 1 from top_up t where t.order_id = o.id and t.status = 'applied')`.execute(db)
  return [
    ...missing
      .filter((row) => row.posted !== row.captured)
      .map((row) => `payment ${row.id} captured ${row.captured}, its sale posts ${row.posted}`),
    ...twice.map((row) => `order ${row.id} is paid by more than one payment`),
    ...unpaid.map((row) => `order ${row.id} counts as paid without a payment`),
    ...lost.map((row) => `order ${row.id} counts as fulfilled without an applied top-up`),
  ]
}

async function checkRefunds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string; kept: number; summed: number }>`
    select p.id, p.refunded_minor as kept,
      (select coalesce(cast(sum(r.amount_minor) as bigint), 0) from refund r
        where r.payment_id = p.id and r.status <> 'refused' and r.status <> 'asked') as summed
    from payment p where p.captured_minor > 0`.execute(db)
  return rows
    .filter((row) => row.kept !== row.summed)
    .map((row) => `payment ${row.id} counts ${row.kept} refunded, its refunds sum to ${row.summed}`)
}

/** Money in suspense leaves it once somebody decided, and never more than came. */
async function checkSuspense(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string; status: string; came: number; went: number }>`
    select p.id, p.status, h.amount_minor as came,
      (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t where t.from_account = h.to_account
        and (t.key in ('sale:' || p.id || ':net', 'sale:' || p.id || ':vat')
          or t.key in (select 'refund:' || r.id || ':held' from refund r where r.payment_id = p.id))) as went
    from payment p join transfer h on h.key = 'held:' || p.id`.execute(db)
  return rows
    .filter((row) => row.went > row.came || (row.status !== 'held' && row.went !== row.came))
    .map((row) => `payment ${row.id} is ${row.status}: ${row.came} came into suspense, ${row.went} went out of it`)
}

/** Numbers without gaps in each series, and one receipt for each sale. */
async function checkReceipts(db: Db): Promise<string[]> {
  const { rows: series } = await sql<{ series: string; n: number; low: number; high: number }>`
    select series, count(*) as n, min(value) as low, max(value) as high from receipt group by series`.execute(db)
  const { rows: without } = await sql<{ id: string }>`
    select p.id from payment p where p.status in ('succeeded', 'charged_back') and not exists
      (select 1 from receipt r where r.payment_id = p.id and r.kind = 'receipt')`.execute(db)
  return [
    ...series
      .filter((row) => row.high - row.low + 1 !== row.n)
      .map((row) => `series ${row.series} has ${row.n} numbers between ${row.low} and ${row.high}`),
    ...without.map((row) => `payment ${row.id} has no receipt`),
  ]
}

async function countOf(db: Db, table: 'payment' | 'receipt'): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  return row?.n ?? 0
}
