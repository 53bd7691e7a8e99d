import { sql } from 'kysely'
import type { Database, Db } from '../db/database.ts'
import { later, MINUTE, nowOf, toMs } from '../kit/clock.ts'

/** At most `tries` in `windowMs`, counted from the first one. */
export type Limit = { tries: number; windowMs: number }

/**
 * The one table of limits. They cost the attacker and not the person: an address that guesses is stopped for
 * everybody, a login that is guessed at is stopped only from addresses that never signed in to it.
 */
export const limits = {
  signInByAddress: { tries: 50, windowMs: 15 * MINUTE },
  signInByLoginAndAddress: { tries: 8, windowMs: 15 * MINUTE },
  signInByLogin: { tries: 40, windowMs: 15 * MINUTE },
  passwordMailByLogin: { tries: 3, windowMs: 60 * MINUTE },
  passwordMailByAddress: { tries: 20, windowMs: 60 * MINUTE },
  secondFactor: { tries: 8, windowMs: 15 * MINUTE },
  ordersByPerson: { tries: 30, windowMs: 60 * MINUTE },
} satisfies Record<string, Limit>

/** Minutes until the bucket is free again, rounded up; 0 when there is room. Counts nothing. */
export async function minutesToWait(db: Db, at: { bucket: string; limit: Limit; now: string }): Promise<number> {
  const row = await db.selectFrom('throttle').selectAll().where('bucket', '=', at.bucket).executeTakeFirst()
  if (!row || row.tries < at.limit.tries) return 0
  const leftMs = toMs(row.since) + at.limit.windowMs - toMs(at.now)
  return leftMs <= 0 ? 0 : Math.ceil(leftMs / MINUTE)
}

/** Counts one try in each bucket; a window that is over begins anew. */
export async function countTry(
  database: Database,
  buckets: ReadonlyArray<{ bucket: string; limit: Limit }>,
): Promise<void> {
  const now = nowOf(database.clock)
  await database.transact(async (tx) => {
    for (const { bucket, limit } of buckets) {
      const windowStart = later(now, -limit.windowMs)
      await tx
        .insertInto('throttle')
        .values({ bucket, tries: 1, since: now })
        .onConflict((conflict) =>
          conflict.column('bucket').doUpdateSet({
            tries: sql`case when throttle.since <= ${windowStart} then 1 else throttle.tries + 1 end`,
            since: sql`case when throttle.since <= ${windowStart} then excluded.since else throttle.since end`,
          }),
        )
        .execute()
    }
  })
}

/** The network an address belongs to: one machine of IPv4, one household of IPv6 (/64). */
export function networkOf(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
}
