import { loadById } from '../db/load-by-id.ts'
import { boughtWallet, givenWallet, usedAccount } from './account.ts'
import type { TransferRow, UsageEntryRow } from './ledger-tables.ts'
import { type CauseRules, idsNamedBy, isKey, isMove } from './wrong.ts'

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
