import type { Db, Tx } from '../../db/database.ts'
import { DAY, type Instant } from '../../kit/clock.ts'
import { type Bucket, countBeyond, countTry, type Limit, limits, networkOf, readCount, takeTryIn } from './throttle.ts'

/** What the desk is told: counted for a day from the first one. */
const told = { tries: 0, windowMs: DAY }

/** What a network may do so often at once, and afterwards slowly: it is never shut for longer than a minute. */
const turns = {
  signIn: {
    atOnce: limits.signInByAddress,
    afterwards: limits.signInPastAddress,
    bucket: 'sign-in address',
    slowed: { bucket: 'sign-ins slowed', limit: told },
  },
  withdrawal: {
    atOnce: limits.withdrawalByAddress,
    afterwards: limits.withdrawalPastAddress,
    bucket: 'withdrawal address',
    slowed: { bucket: 'withdrawals slowed', limit: told },
  },
} satisfies Record<string, { atOnce: Limit; afterwards: Limit; bucket: string; slowed: Bucket }>

type TurnKind = keyof typeof turns

/** Where the tries of the address's network are counted. */
export const networkBucket = (kind: TurnKind, address: string): Bucket => ({
  bucket: `${turns[kind].bucket} ${networkOf(address)}`,
  limit: turns[kind].atOnce,
})

/**
 * Counts one try of the network: a whole university may stand behind one address. Returns the minutes to wait, 0 when
 * there was room, and what was counted, for who gives it back. A try that has to wait is tallied for the desk.
 */
export async function takeNetworkTurn(
  tx: Tx,
  kind: TurnKind,
  address: string,
): Promise<{ minutes: number; taken: Bucket[] }> {
  const atOnce = networkBucket(kind, address)
  if ((await countBeyond(tx, atOnce)) === 0) return { minutes: 0, taken: [atOnce] }
  const afterwards = { bucket: `${atOnce.bucket} afterwards`, limit: turns[kind].afterwards }
  const minutes = await takeTryIn(tx, [afterwards])
  if (minutes > 0) await countTry(tx, [turns[kind].slowed])
  return { minutes, taken: [atOnce, afterwards] }
}

export type SlowedCounts = Record<TurnKind, { count: number; since: Instant } | undefined>

/** How many had to wait for their network in the last day, without a word of whom. */
export async function countSlowed(db: Db, now: Instant): Promise<SlowedCounts> {
  const [signIn, withdrawal] = await Promise.all([
    readCount(db, { ...turns.signIn.slowed, now }),
    readCount(db, { ...turns.withdrawal.slowed, now }),
  ])
  return { signIn, withdrawal }
}
