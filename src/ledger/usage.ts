import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import { loadById } from '../db/load-by-id.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Amount, amount, CREDIT, credit } from '../kit/amount.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { boughtWallet, givenWallet, type PrintCategory, printCategories, usedAccount } from './account.ts'
import { spendGivenFirst, walletOf } from './balance.ts'
import type { TransferRow, UsageEntryRow } from './ledger-tables.ts'
import { type NewTransfer, postTransfers } from './transfer.ts'
import { type CauseRules, idsNamedBy, isKey, isMove } from './wrong.ts'

export type Usage = {
  personId: string
  category: PrintCategory
  pages: number
  colour: boolean
  cost: Amount
  device: string
  document: string
  occurredAt: Instant
  mode: NewTransfer['mode']
}

/**
 * Debits a print, copy, scan or fax from the person's wallet, given credit first, and keeps it for the chart.
 * Throws Failure `conflict` when the wallet does not hold enough.
 */
export async function recordUsage(tx: Tx, usage: Usage, timeZone: string): Promise<string> {
  const usageId = newId('usg', toMs(tx.now))
  const wallet = await walletOf(tx, usage.personId)
  if (wallet.total.minor < usage.cost.minor) throw new Failure('conflict', 'not enough credit')
  await insertRows(tx, 'usageEntry', [
    {
      id: usageId,
      personId: usage.personId,
      category: usage.category,
      pages: usage.pages,
      colour: usage.colour ? 1 : 0,
      costMinor: usage.cost.minor,
      device: usage.device,
      document: usage.document,
      occurredAt: usage.occurredAt,
    },
  ])
  await addToTotals(tx, usage, timeZone)
  const parts = spendGivenFirst(wallet, usage.cost.minor)
  const { category, pages, colour, device, document } = usage
  const common = {
    to: usedAccount(category),
    cause: usageId,
    mode: usage.mode,
    occurredAt: usage.occurredAt,
    line: { kind: 'usage' as const, detail: { category, pages, colour, device, title: document } },
  }
  const debits = [
    { ...common, key: `usage:${usageId}:given`, from: givenWallet(usage.personId), amount: credit(parts.given) },
    { ...common, key: `usage:${usageId}:bought`, from: boughtWallet(usage.personId), amount: credit(parts.bought) },
  ]
  await postTransfers(
    tx,
    debits.filter((debit) => debit.amount.minor > 0),
  )
  return usageId
}

/** Sums by day and by month: a chart costs the same after years of printing. */
async function addToTotals(tx: Tx, usage: Usage, timeZone: string): Promise<void> {
  const day = localDay(usage.occurredAt, timeZone)
  const rows = [day, day.slice(0, 7)].map((period) => ({
    personId: usage.personId,
    period,
    category: usage.category,
    pages: usage.pages,
    costMinor: usage.cost.minor,
  }))
  await tx
    .insertInto('usageTotal')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['personId', 'period', 'category']).doUpdateSet({
        pages: sql`usage_total.pages + excluded.pages`,
        costMinor: sql`usage_total.cost_minor + excluded.cost_minor`,
      }),
    )
    .execute()
}

export type UsageShare = { category: PrintCategory; pages: number; cost: Amount }

/** What a person used from a day (`2026-11-01`) or a month (`2026-09`) on, by category, in a fixed order. */
export async function usageSince(db: Db, wish: { personId: string; from: string }): Promise<UsageShare[]> {
  const rows = await db
    .selectFrom('usageTotal')
    .select(['category'])
    .select(sql<number>`cast(sum(pages) as bigint)`.as('pages'))
    .select(sql<number>`cast(sum(cost_minor) as bigint)`.as('costMinor'))
    .where('personId', '=', wish.personId)
    .where('period', '>=', wish.from)
    .where(sql<number>`length(period)`, '=', wish.from.length)
    .groupBy('category')
    .execute()
  return printCategories.map((category) => {
    const row = rows.find((each) => each.category === category)
    return { category, pages: row?.pages ?? 0, cost: amount(row?.costMinor ?? 0, CREDIT) }
  })
}

/** A debit rests on what was printed. */
export const usageCauses: CauseRules = {
  kinds: ['usage'],
  async findWrong(db, rows) {
    const entries = await loadById(idsNamedBy(rows, 'usg_'), (some) =>
      db.selectFrom('usageEntry').selectAll().where('id', 'in', some).execute(),
    )
    const wrong = new Map<string, string>()
    for (const row of rows) {
      const [, id = '', pot = ''] = row.key.split(':')
      const what = wrongUsage(row, entries.get(id), pot)
      if (what !== undefined) wrong.set(row.key, what)
    }
    return wrong
  },
}

function wrongUsage(row: TransferRow, entry: UsageEntryRow | undefined, pot: string): string | undefined {
  if (!entry) return 'debits for nothing that was printed'
  const from = pot === 'given' ? givenWallet(entry.personId) : boughtWallet(entry.personId)
  const isIt = isKey(row, ['usage', entry.id], ['bought', 'given'])
  return isIt && isMove(row, from, usedAccount(entry.category)) ? undefined : `does not fit usage ${entry.id}`
}
