import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import type { ReconciliationRow } from './reconciliation-tables.ts'

/** One comparison, as it ended. */
export type Reconciliation = ReconciliationRow

export type RunToRecord = Omit<Reconciliation, 'id' | 'ranAt' | 'fromAt'> & { from: Instant }

/** Writes how a comparison ended; its row is never changed. */
export async function recordRun(tx: Tx, { from, ...run }: RunToRecord): Promise<Reconciliation> {
  const row = { ...run, id: newId('rec', toMs(tx.now)), ranAt: tx.now, fromAt: from }
  await insertRows(tx, 'reconciliation', [row])
  return row
}

/** The last comparison that went through, or the last try of any outcome. */
export async function lastComparison(
  db: Db,
  { gatewayId, account }: { gatewayId: string; account: string },
  which: 'compared' | 'any' = 'compared',
): Promise<Reconciliation | undefined> {
  let query = db
    .selectFrom('reconciliation')
    .selectAll()
    .where('gatewayId', '=', gatewayId)
    .where('account', '=', account)
  if (which === 'compared') query = query.where('outcome', '=', 'compared')
  return query.orderBy('ranAt', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
}

/** The latest runs of all gateways, the newest first. */
export async function listRuns(db: Db, most: number): Promise<Reconciliation[]> {
  return db.selectFrom('reconciliation').selectAll().orderBy('id', 'desc').limit(most).execute()
}
