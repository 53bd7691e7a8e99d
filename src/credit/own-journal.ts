import type { Db } from '../db/database.ts'
import { amount, CREDIT } from '../kit/amount.ts'
import { readHistory } from '../ledger/history.ts'
import type { AccountHistory } from '../printing/print-system.ts'

/**
 * What our own books know of an account that is elsewhere: what was added and taken back here, without balances, which
 * only the other system knows.
 */
export async function ownJournal(
  db: Db,
  page: { personId: string; limit: number; before?: string | undefined },
): Promise<AccountHistory> {
  const seq = Number(page.before)
  const before = Number.isSafeInteger(seq) && seq > 0 ? seq : undefined
  const { entries, older } = await readHistory(db, { ...page, before })
  return {
    entries: entries.map(({ seq: line, kind, deltaMinor, occurredAt: at, cause, detail }) => ({
      ...{ key: String(line), kind, at, cause, detail },
      change: amount(deltaMinor, CREDIT),
      balance: undefined,
    })),
    older: older?.toString(),
  }
}
