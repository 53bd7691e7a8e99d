import type { Kysely, Transaction } from 'kysely'
import type { Clock, Instant } from '../kit/clock.ts'
import { nowOf } from '../kit/clock.ts'
import { type Gathered, nothingGathered, writeEvidence } from './evidence.ts'
import { writeAtEnd } from './many-rows.ts'
import { openPostgres } from './postgres/postgres.ts'
import type { Schema } from './schema.ts'
import type { Act } from './sqlite/group-commit.ts'
import { openSqlite } from './sqlite/sqlite.ts'
import { createReadiness, DatabaseUnavailable } from './unavailable.ts'

/** What reads: the database itself or a transaction. It has no way to write. */
export type Db = Pick<Kysely<Schema>, 'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'dynamic' | 'getExecutor'>
/** What writes: a transaction, which carries the one instant at which everything in it happens. */
export type Tx = Transaction<Schema> & {
  readonly now: Instant
  readonly engine: Engine
  /** What becomes evidence at the end of the transaction. */
  gathered: Gathered
  /** Rows of history by their table, which are written then as well. */
  readonly atEnd: Map<keyof Schema, object[]>
}

export type Engine = 'sqlite' | 'postgres'
/**
 * How long one statement may take: what pages wait for is given up, what a command of an operator asks for is not.
 */
export type Pace = 'pages' | 'command'
export type EngineFacts = {
  engine: Engine
  kysely: Kysely<Schema>
  /** Runs `act` in one transaction, once; resolves when it is on the disk. */
  transaction<Result>(act: Act<Result>): Promise<Result>
  /** Runs `act` on one state of the database, whatever is written meanwhile. It writes nothing. */
  snapshot<Result>(act: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>
  /** True where the same transaction, run again, may succeed: another writer was faster, a connection was lost. */
  isRetryable(error: unknown): boolean
  /** Runs a small statement whatever else waits, and returns once it is on the disk; throws where that fails. */
  probe(statement: string): Promise<void>
  close(): Promise<void>
}

export interface Database {
  readonly engine: Engine
  readonly db: Db
  readonly clock: Clock
  /**
   * Runs `act` in one transaction. It may run several times, so it has no effect outside the database and
   * makes no network call. Throws what `act` throws, after a rollback, and DatabaseUnavailable when the database
   * cannot be had for some seconds: then nothing is there, unless its very commit was lost and cannot be asked about.
   * Where `stays` says no of the result, all that was written is taken back, and the result is returned.
   */
  transact<Result>(act: (tx: Tx) => Promise<Result>, stays?: (result: Result) => boolean): Promise<Result>
  /** Whether a small write is on the disk within two seconds, whatever else waits: what /readyz says. */
  isReady(): Promise<boolean>
  /** Reads one state of the database, whatever is written meanwhile. */
  snapshot<Result>(act: (db: Db) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Thrown inside a transaction when another node was faster: the whole transaction runs again. */
export class RunAgain extends Error {}

/** Two writers that meet pass each other soon; a lock that a frozen process holds ends after five seconds. */
const maxRuns = 200
const patienceMs = 8_000

/** Opens SQLite in `dataDir`, or PostgreSQL when `databaseUrl` is given. Migrations are applied apart. */
export function openDatabase(
  place: { databaseUrl?: string | undefined; dataDir: string },
  clock: Clock,
  pace: Pace = 'pages',
): Database {
  const facts = place.databaseUrl ? openPostgres(place.databaseUrl, pace) : openSqlite(place.dataDir)
  return {
    engine: facts.engine,
    db: facts.kysely,
    clock,
    transact: (act, stays) => runTransaction(facts, clock, { act, stays }),
    isReady: createReadiness(facts.probe, clock),
    snapshot: (act) => facts.snapshot(act),
    close: () => facts.close(),
  }
}

/** Thrown to have a transaction rolled back whose result is wanted all the same. */
class TakenBack extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('taken back')
    this.result = result
  }
}

type ToRun<Result> = { act: (tx: Tx) => Promise<Result>; stays: ((result: Result) => boolean) | undefined }

async function runTransaction<Result>(
  facts: EngineFacts,
  clock: Clock,
  { act, stays }: ToRun<Result>,
): Promise<Result> {
  // Real time on purpose, here and for the pause: how long a page may wait, nothing is decided by it.
  const begun = performance.now()
  for (let run = 1; ; run += 1) {
    try {
      return await facts.transaction(async (trx) => {
        const carried = { now: nowOf(clock), engine: facts.engine, gathered: nothingGathered(), atEnd: new Map() }
        const tx = Object.assign(trx, carried) as unknown as Tx
        const result = await act(tx)
        if (stays && !stays(result)) throw new TakenBack(result)
        await writeAtEnd(tx)
        await writeEvidence(tx)
        return result
      })
    } catch (error) {
      if (error instanceof TakenBack) return error.result as Result
      const again = error instanceof RunAgain || facts.isRetryable(error)
      // A process that was frozen finds its time used up when it wakes, and still has one more run.
      const isLate = run > 1 && performance.now() - begun > patienceMs
      if (!again || run >= maxRuns || isLate) throw giveUp(error)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(run * 4, 50)))
    }
  }
}

/** A conflict that would not end is no bug and no refusal: it may be tried later. */
function giveUp(error: unknown): unknown {
  return error instanceof RunAgain ? new DatabaseUnavailable('others were faster again and again') : error
}
