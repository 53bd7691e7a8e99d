import type { Db } from '../db/database.ts'
import type { Instant } from '../kit/clock.ts'

/** The rows of `site` that say when a back-up was restored, each with the instant of that back-up as its value. */
export const restoredPrefix = 'restored:'

/** What the desk says of a restored database: what came between the two instants is known to the providers alone. */
export type LastRestore = { restoredAt: Instant; backedUpAt: Instant }

/** The restore that was done last; undefined where none ever was. */
export async function lastRestore(db: Db): Promise<LastRestore | undefined> {
  const row = await db
    .selectFrom('site')
    .select(['name', 'value'])
    .where('name', 'like', `${restoredPrefix}%`)
    .orderBy('name', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { restoredAt: row.name.slice(restoredPrefix.length), backedUpAt: row.value }
}
