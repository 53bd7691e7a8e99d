import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { later, MINUTE } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'

/** Clocks of several nodes may differ by so much. */
const tolerableMs = 5 * MINUTE
/** Two nodes that quarrel about the day must not have everything asked for without end. */
const atMostEveryMs = 10 * MINUTE

/** When something is to be done next. */
const plans = [
  { table: 'payment', column: 'next_poll_at', status: ['started', 'pending', 'refused', 'cancelled', 'expired'] },
  { table: 'refund', column: 'next_poll_at', status: ['uncertain'] },
  { table: 'notice', column: 'try_at', status: ['received'] },
  { table: 'mail', column: 'due_at', status: ['queued'] },
  { table: 'top_up', column: 'due_at', status: ['queued'] },
]
/** Until when somebody has claimed it. */
const leases = ['refund', 'mail', 'top_up']

/**
 * Notices that somebody has put the clock back, by hand or by a time server, and brings near what was planned before:
 * otherwise payments, letters and credit would wait until the clock has come so far again.
 */
export function createClockFollower(database: Database, log: Log): () => Promise<void> {
  let mendedAtMs = Number.NEGATIVE_INFINITY
  return async () => {
    const { clock } = database
    const mended = await database.transact(async (tx) => {
      const row = await tx.selectFrom('latestInstant').select('at').executeTakeFirst()
      const isBack = row !== undefined && row.at > later(tx.now, tolerableMs)
      if (isBack && clock.elapsedMs() - mendedAtMs < atMostEveryMs) return undefined
      if (row && !isBack && row.at >= tx.now) return undefined
      await tx
        .insertInto('latestInstant')
        .values({ id: 1, at: tx.now })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ at: tx.now }))
        .execute()
      if (!isBack) return undefined
      await bringNear(tx)
      return row.at
    })
    if (mended === undefined) return
    mendedAtMs = clock.elapsedMs()
    log.error({ from: mended }, 'the clock was put back: what was planned is due now')
  }
}

async function bringNear(tx: Tx): Promise<void> {
  for (const { table, column, status } of plans)
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${tx.now}
      where ${sql.ref(column)} > ${tx.now} and status in (${sql.join(status)})`.execute(tx)
  const leaseUntil = later(tx.now, tolerableMs)
  for (const table of leases)
    await sql`update ${sql.table(table)} set lease_until = ${leaseUntil} where lease_until > ${leaseUntil}`.execute(tx)
}
