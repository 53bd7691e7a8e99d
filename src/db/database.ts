import type { Kysely, Transaction } from 'kysely'
import type { Clock, Instant } from '../kit/clock.ts'
import { nowOf } from '../kit/clock.ts'
import type { Act } from './group-commit.ts'
import { openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { openSqlite } from './sqlite.ts'

/** What reads: the database itself or a transaction. */
export type Db = Kysely<Schema>
/** What writes: a transaction, which carries the one instant at which everything in it happens. */
export type Tx = Transaction<Schema> & { readonly now: Instant; readonly engine: Engine }

export type Engine = 'sqlite' | 'postgres'
export type EngineFacts = {
  engine: Engine
  kysely: Kysely<Schema>
  /** Runs `act` in one transaction, once; resolves when it is on the disk. */
  transaction<Result>(act: Act<Result>): Promise<Result>
  /** True where the same transaction, run again, may succeed (another writer was faster). */
  isRetryable(error: unknown): boolean
  close(): Promise<void>
}

export interface Database {
  readonly engine: Engine
  readonly db: Db
  readonly clock: Clock
  /**
   * Runs `act` in one transaction. It may run several times, so it has no effect outside the database and
   * makes no network call. Throws what `act` throws, after a rollback.
   */
  transact<Result>(act: (tx: Tx) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Thrown inside a transaction when another node was faster: the whole transaction runs again. */
export class RunAgain extends Error {}

const maxRuns = 40

/** Opens SQLite in `dataDir`, or PostgreSQL when `databaseUrl` is given. Migrations are applied apart. */
export function openDatabase(place: { databaseUrl?: string | undefined; dataDir: string }, clock: Clock): Database {
  const facts = place.databaseUrl ? openPostgres(place.databaseUrl) : openSqlite(place.dataDir)
  return {
    engine: facts.engine,
    db: facts.kysely,
    clock,
    transact: (act) => runTransaction(facts, clock, act),
    close: () => facts.close(),
  }
}

async function runTransaction<Result>(
  facts: EngineFacts,
  clock: Clock,
  act: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  for (let run = 1; ; run += 1) {
    try {
      return await facts.transaction((trx) =>
        act(Object.assign(trx, { now: nowOf(clock), engine: facts.engine }) as unknown as Tx),
      )
    } catch (error) {
      const again = error instanceof RunAgain || facts.isRetryable(error)
      if (!again || run >= maxRuns) throw error
      // Real time on purpose: this pause only spreads out two writers, nothing is decided by it.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(run * 4, 50)))
    }
  }
}
