import { CompiledQuery, type Kysely, type Transaction } from 'kysely'
import { createBatcher } from '../../kit/batcher.ts'
import type { Schema } from '../schema.ts'
import { DatabaseUnavailable } from '../unavailable.ts'

export type Act<Result> = (trx: Transaction<Schema>) => Promise<Result>
type Outcome = { value: unknown } | { error: unknown }

const mostAtOnce = 64
const mostWaiting = 2_000
const savepoint = {
  set: CompiledQuery.raw('savepoint one'),
  goBack: CompiledQuery.raw('rollback to one'),
  release: CompiledQuery.raw('release one'),
}

/**
 * For a database with one connection, whose every commit keeps the whole process waiting for the disk: transactions
 * that are asked for in the same turn are committed together. Each stands in a savepoint of its own, so that one that
 * throws takes nothing with it, and none is answered before all are on the disk. A group that cannot be committed is
 * taken one by one, unless `isRetryable` says that the database was busy, or it cannot be had at all.
 */
export function createGroupCommit(
  kysely: Kysely<Schema>,
  isRetryable: (error: unknown) => boolean,
): <Result>(act: Act<Result>) => Promise<Result> {
  const commitAll = async (acts: ReadonlyArray<Act<unknown>>) => {
    if (acts.length === 1) return oneByOne(kysely, acts)
    try {
      return await together(kysely, acts)
    } catch (error) {
      if (isRetryable(error) || error instanceof DatabaseUnavailable) throw error
      return oneByOne(kysely, acts)
    }
  }
  const commit = createBatcher<Act<unknown>, Outcome>(commitAll, { most: mostAtOnce, mostWaiting })
  return async <Result>(act: Act<Result>) => {
    const outcome = await commit(act)
    if ('error' in outcome) throw outcome.error
    return outcome.value as Result
  }
}

async function oneByOne(kysely: Kysely<Schema>, acts: ReadonlyArray<Act<unknown>>): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const act of acts) outcomes.push(await outcomeOf(() => kysely.transaction().execute(act)))
  return outcomes
}

const together = (kysely: Kysely<Schema>, acts: ReadonlyArray<Act<unknown>>): Promise<Outcome[]> =>
  kysely.transaction().execute(async (trx) => {
    const outcomes: Outcome[] = []
    for (const act of acts) {
      await trx.executeQuery(savepoint.set)
      const outcome = await outcomeOf(() => act(trx))
      // Where the database itself gave up the whole transaction, this fails, and so does the group.
      if ('error' in outcome) await trx.executeQuery(savepoint.goBack)
      await trx.executeQuery(savepoint.release)
      outcomes.push(outcome)
    }
    return outcomes
  })

async function outcomeOf(act: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await act() }
  } catch (error) {
    return { error }
  }
}
