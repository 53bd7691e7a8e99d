import { CompiledQuery } from 'kysely'
import type { Tx } from './database.ts'
import { keepEvidence } from './evidence.ts'
import { frozenOf, keyOf } from './frozen-columns.ts'
import { snakeName } from './names.ts'
import type { Schema } from './schema.ts'

type Value = string | number | null | Uint8Array
type Column = { name: string; type: 'text' | 'bigint' }
type Returned = Array<Record<string, unknown>>

/*
 * Long lists of rows are what a settlement writes, and for these the query builder costs more than the database. So
 * their text is made here, once for each shape: SQLite takes lists of up to 64 rows one after the other, PostgreSQL the
 * whole list as one JSON parameter, so that the server plans one text whatever the list's length.
 */
const texts = new Map<string, string>()
const mostTexts = 500
const rowsAtOnce = 64

function remembered(key: string, make: () => string): string {
  const known = texts.get(key)
  if (known !== undefined) return known
  if (texts.size >= mostTexts) texts.clear()
  const text = make()
  texts.set(key, text)
  return text
}

/**
 * Inserts rows that all have the same columns. `suffix` is SQL of ours, such as `on conflict (…) do nothing returning
 * id`; what it returns comes back. What is frozen of the rows becomes evidence: where a suffix may leave rows out, it
 * returns the columns that name those it wrote.
 */
export async function insertRows<Table extends keyof Schema>(
  tx: Tx,
  table: Table,
  rows: ReadonlyArray<Schema[Table]>,
  suffix = '',
): Promise<Returned> {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first)
  const names = columns.map(snakeName).join(', ')
  const into = `insert into ${snakeName(table)} (${names})`
  const valuesOf = (row: object) => columns.map((column) => (row as Record<string, Value>)[column] ?? null)
  const returned = await writeLists(tx, rows.map(valuesOf), {
    key: `${into} ${suffix}`,
    sqlite: (count) =>
      `${into} values ${tuples(
        count,
        columns.map(() => '?'),
      )} ${suffix}`,
    postgres: () =>
      `${into} select ${names} from json_populate_recordset(null::${snakeName(table)}, $1::json) ${suffix}`,
    names: columns.map(snakeName),
  })
  if (frozenOf(table)?.once === undefined)
    keepEvidence(tx, table, suffix === '' || returned.length === rows.length ? rows : written(table, rows, returned))
  return returned
}

/**
 * Changes many rows differently in one statement, each only while it still has the status its decision was made
 * on. Rows: id, expected status, then a value per column. Returns the ids that changed.
 */
export async function updateMany(
  tx: Tx,
  change: { table: string; columns: readonly Column[]; rows: ReadonlyArray<readonly Value[]> },
): Promise<Set<string>> {
  const { table, columns, rows } = change
  const names = ['id', 'expected', ...columns.map(({ name }) => `new_${name}`)]
  const types = ['text', 'text', ...columns.map(({ type }) => type)]
  const sets = columns.map(({ name }) => `${name} = v.new_${name}`).join(', ')
  const from = `where ${table}.id = v.id and ${table}.status = v.expected returning ${table}.id`
  const moved = await writeLists(tx, rows, {
    key: `update ${table} ${names.join()}`,
    sqlite: (count) =>
      `with v(${names.join(', ')}) as (values ${tuples(
        count,
        types.map(() => '?'),
      )}) ` + `update ${table} set ${sets} from v ${from}`,
    postgres: () => {
      const typed = names.map((name, at) => `${name} ${types[at]}`).join(', ')
      return `update ${table} set ${sets} from json_to_recordset($1::json) as v (${typed}) ${from}`
    },
    names,
  })
  return new Set(moved.map((row) => row.id as string))
}

type ListStatement = {
  /** What its text depends on, besides the number of rows. */
  key: string
  sqlite(count: number): string
  postgres(): string
  names: readonly string[]
}

const tuples = (count: number, row: readonly string[]): string =>
  Array.from({ length: count }, () => `(${row.join(', ')})`).join(', ')

async function writeLists(tx: Tx, rows: ReadonlyArray<readonly Value[]>, statement: ListStatement): Promise<Returned> {
  if (rows.length === 0) return []
  if (tx.engine === 'postgres') {
    const text = remembered(`postgres ${statement.key}`, () => statement.postgres())
    return run(tx, text, [asJson(rows, statement.names)])
  }
  const returned: Returned = []
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const some = rows.slice(start, start + rowsAtOnce)
    const text = remembered(`${some.length} ${statement.key}`, () => statement.sqlite(some.length))
    returned.push(...(await run(tx, text, some.flat())))
  }
  return returned
}

async function run(tx: Tx, text: string, values: readonly unknown[]): Promise<Returned> {
  const { rows } = await tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))
  return rows
}

/** Text that is no Unicode would be refused by the server's JSON; it becomes what any other parameter makes of it. */
function asJson(rows: ReadonlyArray<readonly Value[]>, names: readonly string[]): string {
  const said = (value: Value | undefined) => {
    if (typeof value === 'string') return value.toWellFormed()
    return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value
  }
  return JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, said(row[at])]))))
}

/**
 * Rows of history that nothing reads before the transaction has ended: those of one table go in by one statement, as
 * the last that it writes before its evidence.
 */
export function insertAtEnd<Table extends keyof Schema>(
  tx: Tx,
  table: Table,
  rows: ReadonlyArray<Schema[Table]>,
): void {
  const before = tx.atEnd.get(table)
  if (before) before.push(...rows)
  else tx.atEnd.set(table, [...rows])
}

/** Writes what waits for the end of the transaction. */
export async function writeAtEnd(tx: Tx): Promise<void> {
  const waiting = [...tx.atEnd]
  tx.atEnd.clear()
  for (const [table, rows] of waiting) await insertRows(tx, table, rows as ReadonlyArray<Schema[typeof table]>)
}

/** The rows of the list that came back as written. */
function written(table: string, rows: readonly object[], returned: Returned): object[] {
  const frozen = frozenOf(table)
  if (!frozen || returned.length === 0) return []
  const names = new Set(returned.map((row) => keyOf(frozen, row).join(' ')))
  return rows.filter((row) => names.has(keyOf(frozen, row as Record<string, unknown>).join(' ')))
}
