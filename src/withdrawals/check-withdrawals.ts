import { sql } from 'kysely'
import type { BooksCheck } from '../ledger/wrong.ts'

/** A declaration's status is where its own history ends. */
export const checkWithdrawals: BooksCheck = async (db) => {
  const { rows } = await sql<{ id: string; status: string }>`
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
