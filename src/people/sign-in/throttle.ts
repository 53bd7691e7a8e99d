import { sql } from 'kysely'
import type { Database, Db, Tx } from '../../db/database.ts'
import { later, MINUTE, toMs } from '../../kit/clock.ts'
import { Failure } from '../../kit/failure.ts'

/** At most `tries` in `windowMs`, counted from the first one. */
export type Limit = { tries: number; windowMs: number }

/**
 * The one table of limits. They cost the attacker and not the person: a network that guesses is slowed and never shut,
 * a login that is guessed at is stopped only from addresses that never signed in to it.
 */
export const limits = {
  signInByAddress: { tries: 50, windowMs: 15 * MINUTE },
  signInPastAddress: { tries: 20, windowMs: MINUTE },
  signInByLoginAndAddress: { tries: 8, windowMs: 15 * MINUTE },
  signInByLogin: { tries: 40, windowMs: 15 * MINUTE },
  passwordLettersOfPerson: { tries: 3, windowMs: 60 * MINUTE },
  // Past these a letter goes later and is not lost: a whole university may stand behind one address.
  passwordLettersOfAddress: { tries: 100, windowMs: 60 * MINUTE },
  passwordLettersInAll: { tries: 1000, windowMs: 60 * MINUTE },
  passwordCheckByPerson: { tries: 8, windowMs: 15 * MINUTE },
  emailChangeByPerson: { tries: 5, windowMs: 60 * MINUTE },
  secondFactor: { tries: 8, windowMs: 15 * MINUTE },
  withdrawalByAddress: { tries: 20, windowMs: 60 * MINUTE },
  withdrawalPastAddress: { tries: 2, windowMs: MINUTE },
  withdrawalByEmail: { tries: 5, windowMs: 60 * MINUTE },
  ordersByPerson: { tries: 30, windowMs: 60 * MINUTE },
  // Somebody who tries stolen cards makes hundreds; a whole university may stand behind one address.
  attemptsByOrder: { tries: 8, windowMs: 60 * MINUTE },
  attemptsByPerson: { tries: 30, windowMs: 60 * MINUTE },
  attemptsByAddress: { tries: 300, windowMs: 60 * MINUTE },
  attemptsStopped: { tries: 1, windowMs: 60 * MINUTE },
} satisfies Record<string, Limit>

export type Bucket = { bucket: string; limit: Limit }

/** Minutes until the bucket is free again, rounded up; 0 when there is room. Counts nothing. */
export async function minutesToWait(db: Db, at: Bucket & { now: string }): Promise<number> {
  const row = await db.selectFrom('throttle').selectAll().where('bucket', '=', at.bucket).executeTakeFirst()
  return row && row.tries >= at.limit.tries ? minutesLeft(row, at) : 0
}

/**
 * Counts one try in each bucket before anything is tried, so that guesses sent at once find no more room than
 * guesses in turn. Returns the minutes to wait, 0 when there was room. A full bucket ends the count: who is refused
 * for one reason does not fill what other people need.
 */
export async function takeTry(database: Database, buckets: readonly Bucket[]): Promise<number> {
  return database.transact((tx) => takeTryIn(tx, buckets))
}

/** The same inside the transaction of what is tried: nothing is to be written when it returns minutes. */
export async function takeTryIn(tx: Tx, buckets: readonly Bucket[]): Promise<number> {
  const { now } = tx
  for (const each of buckets) {
    const row = await count(tx, { ...each, now })
    const minutes = row.tries > each.limit.tries ? minutesLeft(row, { ...each, now }) : 0
    if (minutes > 0) return minutes
  }
  return 0
}

/** Counts one try in a bucket and says how many it has beyond its limit. */
export async function countBeyond(tx: Tx, bucket: Bucket): Promise<number> {
  const { tries } = await count(tx, { ...bucket, now: tx.now })
  return Math.max(0, tries - bucket.limit.tries)
}

/** What a bucket has counted in its window, and since when; undefined where that is over. */
export async function readCount(
  db: Db,
  { bucket, limit, now }: Bucket & { now: string },
): Promise<{ count: number; since: string } | undefined> {
  const row = await db.selectFrom('throttle').selectAll().where('bucket', '=', bucket).executeTakeFirst()
  return row && minutesLeft(row, { limit, now }) > 0 ? { count: row.tries, since: row.since } : undefined
}

/** Counts one try in each bucket, whether or not there is room. */
export async function countTry(tx: Tx, buckets: readonly Bucket[]): Promise<void> {
  for (const each of buckets) await count(tx, { ...each, now: tx.now })
}

/** A try that was none: its owner knew the answer. */
export async function giveBackTry(tx: Tx, buckets: readonly Bucket[]): Promise<void> {
  const names = buckets.map(({ bucket }) => bucket)
  await tx
    .updateTable('throttle')
    .set((eb) => ({ tries: eb('tries', '-', 1) }))
    .where('bucket', 'in', names)
    .where('tries', '>', 0)
    .execute()
}

/** The refusal of who has to wait, said at a field. */
export const tooManyTries = (field: string, minutes: number, why = 'too many tries'): Failure =>
  new Failure('invalid', why, [{ field, message: 'problem.too_many_tries', values: { minutes } }])

/** A window that begins later than this was opened before somebody put the clock back: it is over. */
const future = (now: string): string => later(now, MINUTE)

function minutesLeft(row: { since: string }, at: { limit: Limit; now: string }): number {
  if (row.since > future(at.now)) return 0
  const leftMs = toMs(row.since) + at.limit.windowMs - toMs(at.now)
  return leftMs <= 0 ? 0 : Math.ceil(leftMs / MINUTE)
}

/** A window that is over begins anew. */
async function count(
  tx: Tx,
  { bucket, limit, now }: Bucket & { now: string },
): Promise<{ tries: number; since: string }> {
  const isOver = sql`throttle.since <= ${later(now, -limit.windowMs)} or throttle.since > ${future(now)}`
  return tx
    .insertInto('throttle')
    .values({ bucket, tries: 1, since: now })
    .onConflict((conflict) =>
      conflict.column('bucket').doUpdateSet({
        tries: sql`case when ${isOver} then 1 else throttle.tries + 1 end`,
        since: sql`case when ${isOver} then excluded.since else throttle.since end`,
      }),
    )
    .returning(['tries', 'since'])
    .executeTakeFirstOrThrow()
}

/** The network an address belongs to: one machine of IPv4, one household of IPv6 (/64). */
export function networkOf(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
}
