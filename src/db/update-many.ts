import { sql } from 'kysely'
import type { Tx } from './database.ts'

type Column = { name: string; type: 'text' | 'bigint' }
type Value = string | number | null

/**
 * Changes many rows differently in one statement, each only while it still has the status its decision was made
 * on. Rows: id, expected status, then a value per column. Returns the ids that changed.
 */
export async function updateMany(
  tx: Tx,
  change: { table: string; columns: readonly Column[]; rows: readonly Value[][] },
): Promise<Set<string>> {
  if (change.rows.length === 0) return new Set()
  // The types are needed: PostgreSQL takes every untyped value of a list for text.
  const types = ['text', 'text', ...change.columns.map((column) => column.type)]
  const lines = change.rows.map((row) => {
    const values = row.map((value, index) => sql`cast(${value} as ${sql.raw(types[index] ?? 'text')})`)
    return sql`(${sql.join(values)})`
  })
  const names = ['id', 'expected', ...change.columns.map((column) => `new_${column.name}`)]
  const sets = change.columns.map(({ name }) => sql.raw(`${name} = v.new_${name}`))
  const table = sql.raw(change.table)
  const { rows } = await sql<{ id: string }>`
    with v(${sql.raw(names.join(', '))}) as (values ${sql.join(lines)})
    update ${table} set ${sql.join(sets)} from v
    where ${table}.id = v.id and ${table}.status = v.expected returning ${table}.id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}
