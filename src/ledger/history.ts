import { z } from 'zod'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { CREDIT } from '../kit/amount.ts'
import { jsonReader } from '../kit/json.ts'
import { boughtWallet, givenWallet, personOfWallet } from './account.ts'
import { type Balances, balanceKey } from './balance.ts'
import type { HistoryEntryRow, TransferRow } from './ledger-tables.ts'

/** What a person's history says of a change of the wallet; `detail` is shown, in words of the page. */
export type HistoryLine = { kind: HistoryEntryRow['kind']; detail: HistoryDetail }
export type HistoryDetail = {
  title?: string
  pages?: number
  colour?: boolean
  category?: string
  device?: string
  orderId?: string
  receiptNumber?: string
  method?: string
  reason?: string
}

const detail: z.ZodType<HistoryDetail> = z.object({
  title: z.string().optional(),
  pages: z.number().optional(),
  colour: z.boolean().optional(),
  category: z.string().optional(),
  device: z.string().optional(),
  orderId: z.string().optional(),
  receiptNumber: z.string().optional(),
  method: z.string().optional(),
  reason: z.string().optional(),
})
const readDetail = jsonReader('history_entry.detail', detail)

type Written = {
  links: readonly TransferRow[]
  lines: ReadonlyMap<string, HistoryLine>
  balances: Balances
}

/**
 * One line for each cause that changed a person's wallets, with the balance after it. Part of postTransfers:
 * a credit without its line in the history cannot exist.
 */
export async function writeHistory(tx: Tx, written: Written): Promise<void> {
  const entries = groupByPersonAndCause(written)
  if (entries.length === 0) return
  const balances = await walletTotals(tx, written.balances, entries)
  // The totals are those after the whole list: walk back from the last line to the first.
  const rows = entries.reverse().map((entry) => {
    const balanceMinor = balances.get(entry.personId) ?? 0
    balances.set(entry.personId, balanceMinor - entry.deltaMinor)
    return { ...entry, balanceMinor }
  })
  await insertRows(tx, 'historyEntry', rows.reverse())
}

type Entry = Omit<HistoryEntryRow, 'balanceMinor'>

function groupByPersonAndCause({ links, lines }: Written): Entry[] {
  const groups = new Map<string, Entry>()
  for (const link of links) {
    for (const [account, sign] of [
      [link.fromAccount, -1],
      [link.toAccount, 1],
    ] as const) {
      const personId = personOfWallet(account)
      if (personId === undefined) continue
      const line = lines.get(link.key) ?? { kind: 'adjustment' as const, detail: {} }
      const group = groups.get(`${personId} ${link.cause}`) ?? {
        personId,
        seq: link.seq,
        kind: line.kind,
        deltaMinor: 0,
        cause: link.cause,
        detail: JSON.stringify(line.detail),
        occurredAt: link.occurredAt,
      }
      groups.set(`${personId} ${link.cause}`, { ...group, deltaMinor: group.deltaMinor + sign * link.amountMinor })
    }
  }
  return [...groups.values()]
}

/** Both pots of everybody concerned; a pot that this list did not touch is read. */
async function walletTotals(tx: Tx, after: Balances, entries: readonly Entry[]): Promise<Map<string, number>> {
  const people = [...new Set(entries.map((entry) => entry.personId))]
  const pots = people.flatMap((id) => [boughtWallet(id), givenWallet(id)])
  const missing = pots.filter((pot) => !after.has(balanceKey(pot, CREDIT)))
  const read =
    missing.length === 0
      ? []
      : await tx
          .selectFrom('balance')
          .select(['account', 'minor'])
          .where('account', 'in', missing)
          .where('unit', '=', CREDIT)
          .execute()
  const known = new Map(read.map((row) => [row.account, row.minor]))
  const minorOf = (pot: string) => after.get(balanceKey(pot, CREDIT)) ?? known.get(pot) ?? 0
  return new Map(people.map((id) => [id, minorOf(boughtWallet(id)) + minorOf(givenWallet(id))]))
}

export type HistoryPage = { entries: HistoryEntry[]; older: number | undefined }
export type HistoryEntry = Omit<HistoryEntryRow, 'detail'> & { detail: HistoryDetail }

/** A person's history, newest first, at most `limit` lines older than `before` (a sequence number). */
export async function readHistory(
  db: Db,
  page: { personId: string; limit: number; before?: number | undefined },
): Promise<HistoryPage> {
  let query = db.selectFrom('historyEntry').selectAll().where('personId', '=', page.personId)
  if (page.before !== undefined) query = query.where('seq', '<', page.before)
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(page.limit + 1)
    .execute()
  const shown = rows.slice(0, page.limit)
  return {
    entries: shown.map((row) => ({ ...row, detail: readDetail(row.detail) })),
    older: rows.length > page.limit ? shown.at(-1)?.seq : undefined,
  }
}
