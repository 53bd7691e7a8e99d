import type { Database, Db } from '../db/database.ts'
import type { Instant } from '../kit/clock.ts'
import { isPublicAddress } from '../kit/http/public-address.ts'

const row = 'proxy seen'

/** Whether a request that carries forwarded addresses came from a machine of our own: a proxy, most likely. */
export const isLikelyProxy = (peer: string | undefined, headers: Readonly<Record<string, unknown>>): boolean =>
  (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) &&
  peer !== undefined &&
  isPublicAddress(peer.replace(/^::ffff:/i, '')) === false

/** Keeps that a proxy was seen whose word about addresses is not taken; other processes tell it too. */
export async function keepUnseenProxy({ transact }: Database): Promise<void> {
  await transact((tx) =>
    tx
      .insertInto('site')
      .values({ name: row, value: tx.now })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: tx.now }))
      .execute(),
  )
}

/** When such a proxy was seen last. */
export async function unseenProxyAt(db: Db): Promise<Instant | undefined> {
  const found = await db.selectFrom('site').select('value').where('name', '=', row).executeTakeFirst()
  return found?.value
}

/** Forgets it: its word is taken now. */
export async function forgetUnseenProxy({ transact }: Database): Promise<void> {
  await transact((tx) => tx.deleteFrom('site').where('name', '=', row).execute())
}
