import { CompiledQuery } from 'kysely'
import type { Engine, Tx } from './database.ts'
import { keepEvidence } from './evidence.ts'
import { frozenOf, keyOf } from './frozen-columns.ts'
import { snakeName } from './names.ts'
import type { Schema } from './schema.ts'

type Value = string | number | null | Uint8Array
type Column = { name: string; type: 'text' | 'bigint' }

/*
 * Lists of 64 rows are what a settlement writes. For these the query builder costs more than the database, so their
 * text is made here, once for each shape, with the same words on both engines.
 */
const texts = new Map<string, string>()
const mostTexts = 500

function remembered(key: string, make: () => string): string {
  const known = texts.get(key)
  if (known !== undefined) return known
  if (texts.size >= mostTexts) texts.clear()
  const text = make()
  texts.set(key, text)
  return text
}

/** `?` for SQLite, `$7` for PostgreSQL. */
const placeholder = (engine: Engine, index: number): string => (engine === 'sqlite' ? '?' : `$${index + 1}`)

/**
 * Inserts rows that all have the same columns, in one statement. `suffix` is SQL of ours, such as
 * `on conflict (…) do nothing returning id`; what it returns comes back. What is frozen of the rows becomes evidence:
 * where a suffix may leave rows out, it returns the columns that name those it wrote.
 */
export async function insertRows<Table extends keyof Schema>(
  tx: Tx,
  table: Table,
  rows: ReadonlyArray<Schema[Table]>,
  suffix = '',
): Promise<Array<Record<string, unknown>>> {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first)
  const text = remembered(`${tx.engine} ${table} ${rows.length} ${columns.join()} ${suffix}`, () => {
    const lines = rows.map((_, row) => {
      const values = columns.map((_, column) => placeholder(tx.engine, row * columns.length + column))
      return `(${values.join(', ')})`
    })
    return `insert into ${snakeName(table)} (${columns.map(snakeName).join(', ')}) values ${lines.join(', ')} ${suffix}`
  })
  const values = rows.flatMap((row) => columns.map((column) => (row as Record<string, Value>)[column] ?? null))
  const { rows: returned } = await tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values))
  if (frozenOf(table)?.once === undefined)
    keepEvidence(tx, table, suffix === '' || returned.length === rows.length ? rows : written(table, rows, returned))
  return returned
}

/** The rows of the list that came back as written. */
function written(table: string, rows: readonly object[], returned: ReadonlyArray<Record<string, unknown>>): object[] {
  const frozen = frozenOf(table)
  if (!frozen || returned.length === 0) return []
  const names = new Set(returned.map((row) => keyOf(frozen, row).join(' ')))
  return rows.filter((row) => names.has(keyOf(frozen, row as Record<string, unknown>).join(' ')))
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
  if (rows.length === 0) return new Set()
  const text = remembered(
    `${tx.engine} update ${table} ${rows.length} ${columns.map(({ name }) => name).join()}`,
    () => {
      // The types are needed: PostgreSQL takes every untyped value of a list for text.
      const types = ['text', 'text', ...columns.map(({ type }) => type)]
      const lines = rows.map((_, row) => {
        const values = types.map((type, at) => `cast(${placeholder(tx.engine, row * types.length + at)} as ${type})`)
        return `(${values.join(', ')})`
      })
      const names = ['id', 'expected', ...columns.map(({ name }) => `new_${name}`)]
      const sets = columns.map(({ name }) => `${name} = v.new_${name}`)
      return (
        `with v(${names.join(', ')}) as (values ${lines.join(', ')}) update ${table} set ${sets.join(', ')} from v ` +
        `where ${table}.id = v.id and ${table}.status = v.expected returning ${table}.id`
      )
    },
  )
  const { rows: moved } = await tx.executeQuery<{ id: string }>(CompiledQuery.raw(text, rows.flat()))
  return new Set(moved.map((row) => row.id))
}
