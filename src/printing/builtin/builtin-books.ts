import type { Database } from '../../db/database.ts'
import { amount, CREDIT } from '../../kit/amount.ts'
import { nowOf } from '../../kit/clock.ts'
import { walletOf } from '../../ledger/balance.ts'
import { type HistoryEntry, readHistory } from '../../ledger/history.ts'
import { usageSince } from '../../ledger/usage.ts'
import type { AccountEntry, PrintSystem, Reading } from '../print-system.ts'

type Around = { database: Database }

/** Accounts kept by Obole's own books: the default. Credit and debit are transfers, applied where they are decided. */
export const builtin = { id: 'builtin', title: 'Obole', connect }

function connect({ database }: Around): PrintSystem {
  const { db, clock } = database
  const read = <Value>(value: Value): Reading<Value> => ({ is: 'read', value, readAt: nowOf(clock) })
  return {
    id: builtin.id,
    title: builtin.title,
    balances: 'ours',
    accounts: {
      async find({ personId }) {
        const person = await db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst()
        if (!person) return { is: 'no_account' }
        return read({ login: person.login, name: person.name, isDisabled: person.disabledAt !== null })
      },
      async balance({ personId }) {
        const { total, ...pots } = await walletOf(db, personId)
        return read({ total, pots })
      },
      async history({ personId }, { limit, before }) {
        const page = await readHistory(db, { personId, limit, before: seqOf(before) })
        return read({ entries: page.entries.map(asEntry), older: page.older?.toString() })
      },
    },
    usage: { since: async ({ personId }, from) => read(await usageSince(db, { personId, from })) },
  }
}

const asEntry = (entry: HistoryEntry): AccountEntry => ({
  key: String(entry.seq),
  kind: entry.kind,
  change: amount(entry.deltaMinor, CREDIT),
  balance: amount(entry.balanceMinor, CREDIT),
  at: entry.occurredAt,
  cause: entry.cause,
  detail: entry.detail,
})

/** A cursor that was changed on the way begins anew. */
function seqOf(before: string | undefined): number | undefined {
  const seq = Number(before)
  return Number.isSafeInteger(seq) && seq > 0 ? seq : undefined
}
