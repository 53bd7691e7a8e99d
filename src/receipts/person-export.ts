import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

const hidden = [
  'passwordHash',
  'loginKey',
  'emailKey',
  'numberReversed',
  'totpSecret',
  'totpLastStep',
  'recoveryCodes',
  'tokenHash',
  'key',
]

/** All that is kept about a person, for the person: without secrets, which would only help a thief. */
export async function exportPerson(db: Db, personId: string): Promise<Record<string, unknown>> {
  const [person, sessions, orders, history, usage, receipts, withdrawals] = await Promise.all([
    db.selectFrom('person').selectAll().where('id', '=', personId).execute(),
    db.selectFrom('webSession').selectAll().where('personId', '=', personId).execute(),
    db.selectFrom('orders').selectAll().where('personId', '=', personId).orderBy('placedAt').execute(),
    db.selectFrom('historyEntry').selectAll().where('personId', '=', personId).orderBy('seq').execute(),
    db.selectFrom('usageEntry').selectAll().where('personId', '=', personId).orderBy('occurredAt').execute(),
    db.selectFrom('receipt').selectAll().where('personId', '=', personId).orderBy('issuedAt').execute(),
    withdrawalsOf(db, personId),
  ])
  const open = (rows: ReadonlyArray<Record<string, unknown>>) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name))))
  return {
    person: open(person)[0],
    sessions: open(sessions),
    orders: open(orders),
    history: open(history),
    usage: open(usage),
    receipts: open(receipts),
    withdrawals,
  }
}

/** What the person declared when signed in, or under the address that is theirs; never what a stranger typed. */
const withdrawalsOf = (db: Db, personId: string) =>
  db
    .selectFrom('withdrawal')
    .select(['id', 'status', 'name', 'contract', 'email', 'language', 'orderId', 'refundId', 'declaredAt'])
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('declaredBy', '=', personId),
        eb(sql`lower(email)`, 'in', selectFrom('person').select('emailKey').where('id', '=', personId)),
      ]),
    )
    .orderBy('declaredAt')
    .execute()
