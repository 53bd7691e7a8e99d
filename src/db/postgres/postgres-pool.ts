import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type Pg from 'pg'
import { DatabaseUnavailable } from '../unavailable.ts'
import { asOurs, ConnectionLost, isConflict, isLost } from './postgres-errors.ts'
import { isWorking } from './postgres-pulse.ts'
import { createPreparedStatements, isOutdatedPlan, type PreparedStatements } from './prepared-statements.ts'

export type PoolLimits = { connections: number; statementMs: number; transactionMs: number }

/** Who waits longer for a connection, or comes when so many wait, is refused at once: a page within seconds. */
const waitMs = 3_000
const mostWaiting = 500
const lockMs = 2_000
/** A transaction that says nothing: its process is frozen or cut off, and others wait for its locks. */
const idleInTransactionMs = 5_000
/** So long without an answer, the server is asked by another connection whether it works on the statement at all. */
const silenceMs = 2_000

/**
 * Connections to a PostgreSQL server that may be cut, frozen or full at any moment. A cut is an error of the statement,
 * never an event without a listener; no statement waits for ever, whether the server is there to end it or not.
 */
export function createPool(pg: typeof Pg, config: Pg.PoolConfig, limits: PoolLimits): PostgresPool {
  const prepared = createPreparedStatements()
  const pool = new pg.Pool({
    ...config,
    Client: listeningClient(pg) as never,
    max: limits.connections,
    connectionTimeoutMillis: waitMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    onConnect: async (client) => {
      await ask({ client, config, limits, prepared }, setLimits, limitValues(limits))
    },
  })
  // An idle connection that the server ends is replaced at the next use.
  pool.on('error', () => {})
  let waiting = 0

  async function acquire(): Promise<Pg.PoolClient> {
    if (waiting >= mostWaiting) throw new DatabaseUnavailable('too many wait for a connection')
    waiting += 1
    try {
      return await connect(pool)
    } finally {
      waiting -= 1
    }
  }

  return {
    options: pool.options,
    Client: pg.Client as unknown as NonNullable<PostgresPool['Client']>,
    connect: async () => asKyselys(new Checkout(await acquire(), acquire, { config, limits, prepared })),
    end: () => pool.end(),
  }
}

/** A restart of the server takes a second or two: a refused connection is tried again as long as one may wait. */
async function connect(pool: Pg.Pool): Promise<Pg.PoolClient> {
  const until = performance.now() + waitMs
  for (;;) {
    try {
      return await pool.connect()
    } catch (error) {
      const why = `no connection: ${(error as Error).message}`
      if (performance.now() > until - 200) throw new DatabaseUnavailable(why, { cause: error })
      if (!isLost(error) && !(asOurs(error) instanceof DatabaseUnavailable)) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Has a listener from the moment it is made: an 'error' without one ends the process. Its queries are told too. */
function listeningClient(pg: typeof Pg): typeof Pg.Client {
  return class extends pg.Client {
    constructor(config?: Pg.ClientConfig) {
      super(config)
      this.on('error', () => {})
    }
  }
}

/** One round trip sets those that this server knows: transaction_timeout came with PostgreSQL 17. */
const setLimits = `select set_config(name, setting.value, false) from pg_settings
  join unnest($1::text[], $2::text[]) as setting (key, value) on setting.key = pg_settings.name`

function limitValues({ statementMs, transactionMs }: PoolLimits): [string[], string[]] {
  const values = {
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    transaction_timeout: transactionMs,
  }
  return [Object.keys(values), Object.values(values).map(String)]
}

type Asked = { client: Pg.ClientBase; config: Pg.PoolConfig; limits: PoolLimits; prepared: PreparedStatements }

/**
 * One statement. The server's own limit ends one that takes too long. A server that is frozen ends nothing: after a
 * silence it is asked by a connection of its own, and where it does not work on this statement the connection is
 * destroyed. One frozen in the middle of a statement ends by our own limit, a little behind the server's.
 */
async function ask(asked: Asked, text: string, values: unknown[]): Promise<Pg.QueryResult> {
  const { client, config, limits } = asked
  const latest = setTimeout(() => destroy(client), limits.statementMs + silenceMs)
  let asking = false
  const silence = setInterval(async () => {
    if (asking) return
    asking = true
    if (!(await isWorking(config, client))) destroy(client)
    asking = false
  }, silenceMs)
  try {
    const name = values.length === 0 ? undefined : asked.prepared.nameOf(text)
    const query = { text, values, ...(name !== undefined && { name }) }
    const result: Pg.QueryResult | Pg.QueryResult[] = await client.query(query)
    return Array.isArray(result) ? result.at(-1) : result
  } catch (error) {
    if (isOutdatedPlan(error)) asked.prepared.renew()
    throw asOurs(error)
  } finally {
    clearTimeout(latest)
    clearInterval(silence)
  }
}

function destroy(client: object): void {
  const { connection } = client as { connection: { stream: { destroy(error: Error): void } } }
  connection.stream.destroy(new Error('no answer'))
}

const mostTries = 5

/**
 * A connection as Kysely borrows it. A read outside any transaction that loses it is asked once more on another; any
 * statement outside one that lost a conflict with another has left nothing, and is made again.
 */
class Checkout {
  #client: Pg.PoolClient
  readonly #acquire: () => Promise<Pg.PoolClient>
  readonly #world: Omit<Asked, 'client'>
  #inTransaction = false
  #isLost = false
  #isReleased = false

  constructor(client: Pg.PoolClient, acquire: () => Promise<Pg.PoolClient>, world: Omit<Asked, 'client'>) {
    this.#client = client
    this.#acquire = acquire
    this.#world = world
  }

  get processID(): number | undefined {
    return (this.#client as { processID?: number }).processID
  }

  async query(text: string, values: unknown[]): Promise<Pg.QueryResult> {
    if (/^begin\b/.test(text)) this.#inTransaction = true
    try {
      return await this.#askThroughConflicts(text, values)
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
      this.#isLost = true
      if (this.#inTransaction || !/^select\b/i.test(text)) throw error
    }
    this.release()
    this.#client = await this.#acquire()
    this.#isReleased = false
    this.#isLost = false
    return this.#ask(text, values)
  }

  async #askThroughConflicts(text: string, values: unknown[]): Promise<Pg.QueryResult> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#ask(text, values)
      } catch (error) {
        if (this.#inTransaction || !isConflict(error) || tries === mostTries) throw error
      }
    }
  }

  #ask(text: string, values: unknown[]): Promise<Pg.QueryResult> {
    return ask({ ...this.#world, client: this.#client }, text, values)
  }

  release(discard?: boolean): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#client.release(this.#isLost || discard === true)
  }
}

/** Cursors, which its type asks for, are not used. */
const asKyselys = (checkout: Checkout): PostgresPoolClient => checkout as unknown as PostgresPoolClient
