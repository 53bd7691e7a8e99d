import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, SqliteDatabase } from 'kysely'
import { DatabaseUnavailable } from '../unavailable.ts'

/** So long another program may hold a lock on the file before what waits for it is given up. */
const patienceMs = 5_000
const longestPauseMs = 50

/**
 * One connection for all. SQLite is asked without any waiting of its own, which would hold up the whole process; what
 * finds the file locked by another program waits here, with nothing in its hand, so that whoever only reads goes on.
 */
export class WaitingDriver implements Driver {
  readonly #file: SqliteDatabase
  readonly #prepare: () => void
  readonly #turns = createTurns()

  constructor(file: SqliteDatabase, prepare: () => void) {
    this.#file = file
    this.#prepare = prepare
  }

  async init(): Promise<void> {
    await untilFree(async () => this.#prepare())
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new Turn(this.#file, this.#turns)
  }

  /** `immediate`: a transaction that read first and writes later would otherwise fail at once with 517. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as Turn).begin()
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const turn = connection as Turn
    turn.commit()
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const turn = connection as Turn
    turn.rollback()
  }

  async probe(statement: string): Promise<void> {
    await untilFree(() => this.#turns.whenFree(() => run(this.#file, statement, [])))
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#file.close()
  }
}

/** What one borrower does with the connection: single statements, or one transaction that keeps all others away. */
class Turn implements DatabaseConnection {
  readonly #file: SqliteDatabase
  readonly #turns: Turns
  #isOurs = false

  constructor(file: SqliteDatabase, turns: Turns) {
    this.#file = file
    this.#turns = turns
  }

  async begin(): Promise<void> {
    const begin = () => {
      run(this.#file, 'begin immediate', [])
      this.#turns.take()
      this.#isOurs = true
    }
    await untilFree(() => this.#turns.whenFree(begin))
  }

  /** One that fails leaves the transaction open, for the rollback that follows it. */
  commit(): void {
    run(this.#file, 'commit', [])
    this.#giveBack()
  }

  /** A full disk may have ended it already: then there is nothing to roll back. */
  rollback(): void {
    try {
      run(this.#file, 'rollback', [])
    } catch (error) {
      if (!/no transaction is active/.test(String(error))) throw error
    } finally {
      this.#giveBack()
    }
  }

  #giveBack(): void {
    this.#isOurs = false
    this.#turns.giveBack()
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#isOurs) return run(this.#file, sql, parameters)
    return untilFree(() => this.#turns.whenFree(() => run<Row>(this.#file, sql, parameters)))
  }

  // biome-ignore lint/correctness/useYield: nothing here reads a result in parts
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('results are read whole')
  }
}

function run<Row>(file: SqliteDatabase, sql: string, parameters: readonly unknown[]): QueryResult<Row> {
  try {
    const statement = file.prepare(sql)
    if (statement.reader) return { rows: statement.all(parameters) as Row[] }
    const { changes } = statement.run(parameters)
    return { numAffectedRows: BigInt(changes), rows: [] }
  } catch (error) {
    throw isFull(error) ? new DatabaseUnavailable(`SQLite ${codeOf(error)}`, { cause: error }) : error
  }
}

/** Tries until the file is free, with pauses that grow; throws DatabaseUnavailable after five seconds. */
async function untilFree<Result>(act: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + patienceMs
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await act()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() > until) throw new DatabaseUnavailable('locked by another program', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

/** SQLITE_BUSY (5) with its kin: recovery (261), snapshot (517). */
export const isBusy = (error: unknown): boolean => (codeOf(error) & 0xff) === 5

/** SQLITE_FULL (13), SQLITE_IOERR (10) with its kin, SQLITE_CANTOPEN (14): the disk is full or failing. */
const isFull = (error: unknown): boolean => [10, 13, 14].includes(codeOf(error) & 0xff)

const codeOf = (error: unknown): number => {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode : 0
}

type Turns = ReturnType<typeof createTurns>

/** Who has a transaction open keeps the connection; who asks meanwhile has it afterwards, in the order of asking. */
function createTurns() {
  let isTaken = false
  const waiting: Array<() => void> = []
  return {
    async whenFree<Result>(act: () => Result): Promise<Result> {
      while (isTaken) await new Promise<void>((resolve) => waiting.push(resolve))
      return act()
    },
    take(): void {
      isTaken = true
    },
    giveBack(): void {
      isTaken = false
      for (const wake of waiting.splice(0)) wake()
    },
  }
}
