import type { Instant } from '../kit/clock.ts'
import type { Db } from './database.ts'

/** The rows of `site` that say when a back-up was restored, each with the instant of that back-up as its value. */
export const restoredPrefix = 'restored:'

/** What the desk says of a restored database: what came between the two instants is known to the providers alone. */
export type LastRestore = { restoredAt: Instant; backedUpAt: Instant }

/** Every restore, the first one first. */
export async function allRestores(db: Db): Promise<LastRestore[]> {
  const rows = await db
    .selectFrom('site')
    .select(['name', 'value'])
    .where('name', 'like', `${restoredPrefix}%`)
    .orderBy('name')
    .execute()
  return rows.map(({ name, value }) => ({ restoredAt: name.slice(restoredPrefix.length), backedUpAt: value }))
}

/** The restore that was done last; undefined where none ever was. */
export async function lastRestore(db: Db): Promise<LastRestore | undefined> {
  return (await allRestores(db)).at(-1)
}
