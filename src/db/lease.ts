import { later, MINUTE } from '../kit/clock.ts'
import { newToken } from '../kit/id.ts'
import type { Database, Tx } from './database.ts'
import { DatabaseUnavailable } from './unavailable.ts'

const pauseMs = 100

/** Runs `act` while holding the named lease; waits for whoever holds it until it is given back or runs out. */
export async function withLease<Result>(
  database: Database,
  lease: { name: string; holdMs: number },
  act: () => Promise<Result>,
): Promise<Result> {
  const holder = newToken()
  while (!(await takeLease(database, { ...lease, holder }))) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  try {
    return await act()
  } finally {
    await giveBack(database, lease.name, holder)
  }
}

/** Runs `act` while holding the named lease, or gives undefined at once while somebody else holds it. */
export async function unlessLeased<Result>(
  database: Database,
  lease: { name: string; holdMs: number },
  act: () => Promise<Result>,
): Promise<Result | undefined> {
  const holder = newToken()
  if (!(await takeLease(database, { ...lease, holder }))) return undefined
  try {
    return await act()
  } finally {
    await giveBack(database, lease.name, holder)
  }
}

/** One that cannot be given back runs out by itself: what was done under it stays done. */
async function giveBack({ transact }: Database, name: string, holder: string): Promise<void> {
  try {
    await transact((tx) => tx.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute())
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error
  }
}

/** Takes or renews the lease in one statement; false while somebody else holds it. */
export async function takeLease(
  { transact }: Pick<Database, 'transact'>,
  lease: { name: string; holder: string; holdMs: number },
): Promise<boolean> {
  const taken = await transact((tx) => claimLease(tx, lease))
  return taken !== undefined
}

function claimLease(tx: Tx, lease: { name: string; holder: string; holdMs: number }) {
  const { now } = tx
  const until = later(now, lease.holdMs)
  return tx
    .insertInto('lease')
    .values({ name: lease.name, holder: lease.holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder: lease.holder, until })
        .where((eb) =>
          eb.or([
            eb('lease.until', '<', now),
            eb('lease.holder', '=', lease.holder),
            // Nobody holds it so long: it was taken before somebody put the clock back.
            eb('lease.until', '>', later(until, MINUTE)),
          ]),
        ),
    )
    .returning('name')
    .executeTakeFirst()
}
