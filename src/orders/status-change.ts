import type { Db, Tx } from '../db/database.ts'
import { insertAtEnd } from '../db/many-rows.ts'
import { toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import type { StatusChangeRow } from './orders-tables.ts'

/** Every move of every status, as a row nobody can change: who, when, from, to, why. */
export type StatusChange = Omit<StatusChangeRow, 'id' | 'at'>

/** Told by the owner of the status, in the transaction of the move; written at its end, with all others. */
export function recordChanges(tx: Tx, changes: readonly StatusChange[]): void {
  const atMs = toMs(tx.now)
  const rows = changes.map((change) => ({ ...change, id: newId('chg', atMs), at: tx.now }))
  insertAtEnd(tx, 'statusChange', rows)
}

/** All that happened to an order and what hangs on it, in the order in which it was written. */
export async function changesOfOrder(db: Db, orderId: string): Promise<StatusChangeRow[]> {
  return db.selectFrom('statusChange').selectAll().where('orderId', '=', orderId).orderBy('at').orderBy('id').execute()
}
