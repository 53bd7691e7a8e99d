import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Wrong } from './wrong.ts'

/** Kept sums against the transfers' own, zero for each unit, and people's histories and totals of use against both. */
export async function checkBalances(db: Db, sums: ReadonlyMap<string, number>): Promise<Wrong[]> {
  return [...(await checkSums(db, sums)), ...(await checkHistories(db)), ...(await checkUsage(db))]
}

async function checkSums(db: Db, known: ReadonlyMap<string, number>): Promise<Wrong[]> {
  const wrong: Wrong[] = []
  const sums = new Map(known)
  const units = new Map<string, number>()
  for (const { account, unit, minor } of await db.selectFrom('balance').selectAll().execute()) {
    const row = `${account} ${unit}`
    const sum = sums.get(row)
    if (sum !== minor) wrong.push({ table: 'balance', row, what: `is ${minor}, its transfers sum to ${sum ?? 0}` })
    sums.delete(row)
    units.set(unit, (units.get(unit) ?? 0) + minor)
  }
  for (const row of sums.keys()) wrong.push({ table: 'balance', row, what: 'is missing' })
  for (const [unit, sum] of units)
    if (sum !== 0) wrong.push({ table: 'balance', row: unit, what: `all in ${unit} sum to ${sum}, not to zero` })
  return wrong
}

/** A person's history ends at the balance of the wallets, each line follows from the one before, and says why. */
async function checkHistories(db: Db): Promise<Wrong[]> {
  const { rows: ends } = await sql<{ personId: string; lines: number; wallet: number }>`
    select h.person_id, cast(sum(h.delta_minor) as bigint) as lines,
      (select coalesce(cast(sum(b.minor) as bigint), 0) from balance b where b.unit = 'credit'
        and b.account in ('wallet:' || h.person_id || ':bought', 'wallet:' || h.person_id || ':given')) as wallet
    from history_entry h group by h.person_id`.execute(db)
  const { rows: steps } = await sql<{ personId: string; seq: number; balance: number; before: number }>`
    select person_id, seq, balance_minor as balance, before from (
      select person_id, seq, delta_minor, balance_minor,
        coalesce(lag(balance_minor) over (partition by person_id order by seq), 0) as before
      from history_entry) line
    where balance_minor <> before + delta_minor`.execute(db)
  return [
    ...ends
      .filter((row) => row.lines !== row.wallet)
      .map((row) => ({
        table: 'history_entry',
        row: row.personId,
        what: `adds up to ${row.lines}, the wallet holds ${row.wallet}`,
      })),
    ...steps.map((row) => ({
      table: 'history_entry',
      row: `${row.personId} ${row.seq}`,
      what: `says ${row.balance} after ${row.before}`,
    })),
  ]
}

/** What was printed costs what was debited, and its sums are those of its entries. */
async function checkUsage(db: Db): Promise<Wrong[]> {
  const { rows: entries } = await sql<{ id: string; cost: number; debited: number }>`
    select u.id, u.cost_minor as cost, (select coalesce(cast(sum(t.amount_minor) as bigint), 0) from transfer t
      where t.cause = u.id and t.key in ('usage:' || u.id || ':given', 'usage:' || u.id || ':bought')) as debited
    from usage_entry u`.execute(db)
  const { rows: totals } = await sql<{ personId: string; category: string; kept: number; summed: number }>`
    select t.person_id, t.category, cast(sum(t.cost_minor + t.pages) as bigint) as kept,
      (select coalesce(cast(sum(u.cost_minor + u.pages) as bigint), 0) from usage_entry u
        where u.person_id = t.person_id and u.category = t.category) as summed
    from usage_total t where length(t.period) = 7 group by t.person_id, t.category`.execute(db)
  const { rows: months } = await sql<{ personId: string; category: string; month: string }>`
    select m.person_id, m.category, m.period as month from usage_total m where length(m.period) = 7
      and m.cost_minor + m.pages <> (select coalesce(sum(d.cost_minor + d.pages), 0) from usage_total d
        where d.person_id = m.person_id and d.category = m.category and length(d.period) = 10
          and d.period like m.period || '-%')`.execute(db)
  return [
    ...entries
      .filter((row) => row.cost !== row.debited)
      .map((row) => ({ table: 'usage_entry', row: row.id, what: `costs ${row.cost}, ${row.debited} was debited` })),
    ...totals
      .filter((row) => row.kept !== row.summed)
      .map((row) => ({
        table: 'usage_total',
        row: `${row.personId} ${row.category}`,
        what: `months hold ${row.kept}, the entries ${row.summed} (cost and pages together)`,
      })),
    ...months.map((row) => ({
      table: 'usage_total',
      row: `${row.personId} ${row.month} ${row.category}`,
      what: 'the month is not the sum of its days',
    })),
  ]
}
