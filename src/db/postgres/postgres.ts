import { createRequire } from 'node:module'
import {
  type BinaryOperationNode,
  CompiledQuery,
  Kysely,
  type KyselyPlugin,
  OperatorNode,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  sql,
} from 'kysely'
import type Pg from 'pg'
import type { EngineFacts, Pace } from '../database.ts'
import { camelName, snakeName } from '../names.ts'
import type { Schema } from '../schema.ts'
import type { Act } from '../sqlite/group-commit.ts'
import { DatabaseUnavailable } from '../unavailable.ts'
import { CommitUnknown, ConnectionLost, isConflict, isLost } from './postgres-errors.ts'
import { createPool, type PoolLimits } from './postgres-pool.ts'
import { askApart } from './postgres-pulse.ts'

const int8 = 20

class OurNamesCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snakeName(name))
  }
  /** A list is one parameter: the text is the same whatever its length, and is planned once. */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand: list } = node
    const word = OperatorNode.is(operator) ? operator.operator : undefined
    if (!PrimitiveValueListNode.is(list) || (word !== 'in' && word !== 'not in')) {
      super.visitBinaryOperation(node)
      return
    }
    this.visitNode(leftOperand)
    this.append(word === 'in' ? ' = any(' : ' <> all(')
    this.appendValue(list.values)
    this.append(')')
  }
}

type Connection = Parameters<PostgresDriver['commitTransaction']>[0]

/** The number of each transaction is asked for with its begin, so that a lost commit can be asked about afterwards. */
class NumberedDriver extends PostgresDriver {
  readonly #xids = new WeakMap<Connection, string>()

  override async beginTransaction(connection: Connection): Promise<void> {
    const begin = 'begin; select pg_current_xact_id()::text as xid'
    const { rows } = await connection.executeQuery<{ xid: string }>(CompiledQuery.raw(begin))
    this.#xids.set(connection, rows[0]?.xid ?? '')
  }

  override async commitTransaction(connection: Connection): Promise<void> {
    try {
      await super.commitTransaction(connection)
    } catch (error) {
      throw isLost(error) ? new CommitUnknown(this.#xids.get(connection) ?? '', error) : error
    }
  }

  /** Where the connection is lost the server rolls back by itself, and what was lost is the error that counts. */
  override async rollbackTransaction(connection: Parameters<PostgresDriver['rollbackTransaction']>[0]): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {})
  }
}

class OurDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig
  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }
  override createDriver(): PostgresDriver {
    return new NumberedDriver(this.#config)
  }
  override createQueryCompiler(): PostgresQueryCompiler {
    return new OurNamesCompiler()
  }
}

const ourNames: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(withOurNames) }),
}

const withOurNames = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camelName(name), value]))

/** A command of an operator may read the whole history in one statement; a page that takes so long is of no use. */
const limitsOf: Readonly<Record<Pace, PoolLimits>> = {
  pages: { connections: 10, statementMs: 15_000, transactionMs: 30_000 },
  command: { connections: 4, statementMs: 3_600_000, transactionMs: 0 },
}

/** Opens a pool on a PostgreSQL server. Whole numbers come back as checked safe integers, never as text. */
export function openPostgres(url: string, pace: Pace): EngineFacts {
  // Loaded where it is used only: most installations run on SQLite and need not hold it in memory.
  const pg = createRequire(import.meta.url)('pg') as typeof Pg
  const config = { connectionString: url }
  const types = {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      oid === int8 ? toSafeInteger : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  }
  const pool = createPool(pg, { ...config, types }, limitsOf[pace])
  const kysely = new Kysely<Schema>({ dialect: new OurDialect({ pool }), plugins: [ourNames] })
  return {
    engine: 'postgres',
    kysely,
    transaction: (act) => runOnce(kysely, act),
    isRetryable: (error) => (error instanceof DatabaseUnavailable ? error.again : isConflict(error)),
    async probe(statement) {
      await askApart(config, statement, [])
    },
    snapshot: (act) => readApart(kysely, act),
    close: () => kysely.destroy(),
  }
}

/** One state of the database for the whole reading; its end takes back nothing, for nothing was written. */
async function readApart<Result>(
  kysely: Kysely<Schema>,
  act: (db: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return kysely.connection().execute(async (db) => {
    await db.executeQuery(CompiledQuery.raw('begin isolation level repeatable read read only'))
    try {
      return await act(db)
    } finally {
      await db.executeQuery(CompiledQuery.raw('rollback'))
    }
  })
}

/** What was lost in its commit is asked about: it is there and its result stands, or it is not and is run again. */
async function runOnce<Result>(kysely: Kysely<Schema>, act: Act<Result>): Promise<Result> {
  let done: { result: Result } | undefined
  try {
    return await kysely.transaction().execute(async (trx) => {
      done = { result: await act(trx) }
      return done.result
    })
  } catch (error) {
    if (!(error instanceof CommitUnknown)) throw error
    if (done && (await wasCommitted(kysely, error))) return done.result
    throw new ConnectionLost(error)
  }
}

const askedForMs = 8_000

/** A session that was cut off before its commit arrived is "in progress" until the server ends it for being idle. */
async function wasCommitted(kysely: Kysely<Schema>, unknown: CommitUnknown): Promise<boolean> {
  const until = performance.now() + askedForMs
  for (;;) {
    const status = await statusOf(kysely, unknown.xid)
    if (status === 'committed') return true
    if (status === 'aborted') return false
    if (performance.now() > until) throw unknown
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function statusOf(kysely: Kysely<Schema>, xid: string): Promise<string | undefined> {
  try {
    const { rows } = await sql<{ status: string | null }>`select pg_xact_status(${xid}::xid8) as status`.execute(kysely)
    return rows[0]?.status ?? undefined
  } catch {
    return undefined
  }
}

function toSafeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`the database holds ${text}, beyond whole numbers we can keep`)
  return number
}
