import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type BinaryOperationNode,
  CompiledQuery,
  Kysely,
  LimitNode,
  PrimitiveValueListNode,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteQueryCompiler,
  type SqliteStatement,
  ValueNode,
} from 'kysely'
import type { EngineFacts } from '../database.ts'
import { camelName, snakeName } from '../names.ts'
import type { Schema } from '../schema.ts'
import { DatabaseUnavailable } from '../unavailable.ts'
import { createGroupCommit } from './group-commit.ts'
import { isBusy, WaitingDriver } from './sqlite-driver.ts'

/** A shorter list costs less as so many parameters than as JSON that is read. */
const longestSpelledOut = 4

class OurNamesCompiler extends SqliteQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snakeName(name))
  }
  /** As a figure in the text: SQLite plans a statement anew, each time it runs, whose limit is a parameter. */
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node
    super.visitLimit(ValueNode.is(limit) ? LimitNode.create(ValueNode.createImmediate(limit.value)) : node)
  }
  /** A long list is one parameter: its text is the same whatever its length, so that the statement is prepared once. */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand: list } = node
    if (!PrimitiveValueListNode.is(list) || list.values.length <= longestSpelledOut) {
      super.visitBinaryOperation(node)
      return
    }
    this.visitNode(leftOperand)
    this.append(' ')
    this.visitNode(operator)
    this.append(' (select value from json_each(')
    this.appendValue(JSON.stringify(list.values))
    this.append('))')
  }
}

/** Who may use the one connection, and when, is the driver's business: what waits for a lock must not keep it. */
class OurAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class OurDialect extends SqliteDialect {
  readonly #driver: WaitingDriver
  constructor(config: SqliteDialectConfig, driver: WaitingDriver) {
    super(config)
    this.#driver = driver
  }
  override createDriver(): WaitingDriver {
    return this.#driver
  }
  override createAdapter(): SqliteAdapter {
    return new OurAdapter()
  }
  override createQueryCompiler(): SqliteQueryCompiler {
    return new OurNamesCompiler()
  }
}

const pragmas =
  'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; ' +
  'pragma cache_size = -32000; pragma wal_autocheckpoint = 4000'

/**
 * Opens `<dataDir>/obole.sqlite`, creating both. WAL and full synchronisation: a commit survives a power cut.
 * SQLite itself never waits: its waiting would hold up the whole process, so the driver waits instead.
 */
export function openSqlite(dataDir: string): EngineFacts {
  mkdirSync(dataDir, { recursive: true })
  const file = new DatabaseSync(join(dataDir, 'obole.sqlite'), { timeout: 0 })
  const database = shim(file)
  const driver = new WaitingDriver(database, () => file.exec(pragmas))
  const kysely = new Kysely<Schema>({ dialect: new OurDialect({ database }, driver) })
  return {
    engine: 'sqlite',
    kysely,
    transaction: createGroupCommit(kysely, isRetryable),
    snapshot: (act) => readApart(dataDir, act),
    isRetryable,
    probe: (statement) => driver.probe(statement),
    async close() {
      await kysely.destroy()
      if (file.isOpen) file.close()
    },
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof DatabaseUnavailable ? error.again : isBusy(error)
}

/** A connection of its own, so that neither the process nor another one waits for a long reading. */
async function readApart<Result>(dataDir: string, act: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> {
  const file = new DatabaseSync(join(dataDir, 'obole.sqlite'), { timeout: 0, readOnly: true })
  const database = shim(file)
  const kysely = new Kysely<Schema>({ dialect: new OurDialect({ database }, new WaitingDriver(database, () => {})) })
  try {
    return await kysely.connection().execute(async (db) => {
      await db.executeQuery(CompiledQuery.raw('begin'))
      return act(db)
    })
  } finally {
    await kysely.destroy()
    if (file.isOpen) file.close()
  }
}

/** Whether no other process has the database open: only then can it leave its write-ahead log. */
export function isAlone(dataDir: string): boolean {
  const file = new DatabaseSync(join(dataDir, 'obole.sqlite'), { timeout: 0 })
  try {
    return file.prepare('pragma journal_mode = delete').get()?.journal_mode === 'delete'
  } catch (error) {
    if (!isBusy(error)) throw error
    return false
  } finally {
    file.close()
  }
}

const maxCached = 400

/**
 * Kysely's SQLite dialect was made for another driver: it asks a statement whether it returns rows and hands
 * parameters over as a list. Statements are kept, bounded, because preparing costs more than running.
 */
function shim(file: DatabaseSync) {
  const cache = new Map<string, SqliteStatement>()
  return {
    prepare(sql: string): SqliteStatement {
      const known = cache.get(sql)
      if (known) return known
      const statement = wrap(file.prepare(sql))
      if (cache.size >= maxCached) cache.delete(cache.keys().next().value as string)
      cache.set(sql, statement)
      return statement
    },
    close: () => file.close(),
  }
}

function wrap(statement: StatementSync): SqliteStatement {
  const reader = statement.columns().length > 0
  statement.setReturnArrays(reader)
  const asRow = rowReader(statement)
  return {
    reader,
    all: (parameters: readonly unknown[]) => (statement.all(...checked(parameters)) as unknown as Values[]).map(asRow),
    run: (parameters: readonly unknown[]) => statement.run(...checked(parameters)),
  } as SqliteStatement
}

type Values = readonly unknown[]

/** Names a row's values. A `select *` has more of them once another process has added a column. */
function rowReader(statement: StatementSync): (values: Values) => Record<string, unknown> {
  const readNames = () => statement.columns().map(({ name }) => camelName(name))
  let names = readNames()
  return (values) => {
    if (values.length !== names.length) names = readNames()
    const row: Record<string, unknown> = {}
    names.forEach((name, index) => {
      row[name] = values[index]
    })
    return row
  }
}

/** node:sqlite takes a Date as first parameter for a list of names and stores null: refused here instead. */
function checked(parameters: readonly unknown[]): SQLInputValue[] {
  for (const value of parameters) {
    const fine = value === null || typeof value !== 'object' || value instanceof Uint8Array
    if (!fine || value === undefined || typeof value === 'boolean') {
      throw new TypeError(`a ${typeof value} is not something the database stores`)
    }
  }
  return parameters as SQLInputValue[]
}
