import { type Clock, nowOf } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import type { Database } from './database.ts'
import { writeEvidence } from './evidence.ts'
import { writeAtEnd } from './many-rows.ts'

/**
 * Runs `act` on a database whose transactions are parts of a single one: all that they write is there in the end, or
 * nothing of it. Parts come one after the other, each at the instant that `clock` shows, and leave evidence as
 * transactions do; one within another leaves it with that one. A part that throws, or that does not stay, ends the
 * whole. It may run several times, as any transaction.
 */
export function transactAsOne<Result>(
  database: Database,
  clock: Clock,
  act: (whole: Database) => Promise<Result>,
): Promise<Result> {
  return database.transact((tx) => {
    let depth = 0
    const whole: Database = {
      engine: database.engine,
      db: tx,
      clock,
      async transact(part, stays) {
        Object.assign(tx, { now: nowOf(clock) })
        depth += 1
        const result = await part(tx)
        assert(!stays || stays(result), 'a part is not taken back alone')
        depth -= 1
        if (depth > 0) return result
        await writeAtEnd(tx)
        await writeEvidence(tx)
        return result
      },
      snapshot: (read) => read(tx),
      isReady: async () => true,
      close: async () => {},
    }
    return act(whole)
  })
}
