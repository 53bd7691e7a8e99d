import { sql } from 'kysely'
import { z } from 'zod'
import type { Database, Db } from '../db/database.ts'
import { knownMigrations, tablesInOrder } from '../db/migrate.ts'
import { snakeName } from '../db/names.ts'
import { nowOf } from '../kit/clock.ts'
import { safeReader } from '../kit/json.ts'
import { BadBackup, readBackupFile, writeBackupFile } from './backup-file.ts'

/** The first line: what the rest is. */
export type BackupHead = { obole: 1; at: string; engine: string; migrations: string[] }
export type BackupPage = { table: string; rows: Array<Record<string, unknown>> }
export type Counts = Record<string, number>

const row = z.record(z.string(), z.unknown())
const head = z.object({
  obole: z.literal(1),
  at: z.string(),
  engine: z.string(),
  migrations: z.array(z.string()),
})
/** One line of a back-up: its head, or a page of rows. */
export const readLine = safeReader<BackupHead | BackupPage>(
  z.union([z.object({ table: z.string(), rows: z.array(row) }), head]),
)

/** What a node does now, and what the program itself writes: neither is restored. */
const leftOut = new Set(['lease', 'migration'])
const pageRows = 500

/** Tables of a back-up, each after those it refers to. */
export const backupTables = (): string[] => tablesInOrder().filter((table) => !leftOut.has(table))

/**
 * Writes one state of the database to a file that either engine takes back, whatever is written meanwhile, and reads it
 * again before it counts. Returns rows by table.
 */
export async function backUp(database: Database, path: string, passphrase: string | undefined): Promise<Counts> {
  const counts: Counts = {}
  await database.snapshot((db) => writeBackupFile(path, linesOf(db, database, counts), passphrase))
  const found = await verifyBackup(path, passphrase)
  if (JSON.stringify(found.counts) !== JSON.stringify(counts))
    throw new BadBackup(`${path} does not hold what was read`)
  return counts
}

/** Reads a back-up to its end: its checksum and the rows of each table. Throws BadBackup. */
export async function verifyBackup(
  path: string,
  passphrase: string | undefined,
): Promise<{ head: BackupHead; counts: Counts }> {
  const counts: Counts = {}
  let head: BackupHead | undefined
  for await (const line of readBackupFile(path, passphrase)) {
    const read = readLine(line)
    if (!read) throw new BadBackup(`${path} has a line that is none of a back-up`)
    if ('obole' in read) head = read
    else counts[read.table] = (counts[read.table] ?? 0) + read.rows.length
  }
  if (!head) throw new BadBackup(`${path} is no back-up of Obole`)
  return { head, counts }
}

async function* linesOf(db: Db, database: Database, counts: Counts): AsyncIterable<string> {
  const head: BackupHead = {
    obole: 1,
    at: nowOf(database.clock),
    engine: database.engine,
    migrations: knownMigrations(),
  }
  yield JSON.stringify(head)
  for (const table of backupTables()) {
    for await (const rows of pagesOf(db, database, table)) {
      counts[table] = (counts[table] ?? 0) + rows.length
      const page: BackupPage = { table, rows: rows.map(asText) }
      yield JSON.stringify(page)
    }
  }
}

type Row = Record<string, unknown>

async function* pagesOf(db: Db, database: Database, table: string): AsyncIterable<Row[]> {
  const key = await keyOfTable(db, database, table)
  const names = sql.join(key.map((column) => sql.ref(snakeName(column))))
  for (let last: Row | undefined; ; ) {
    const values = last && sql.join(key.map((column) => (last as Row)[column]))
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} where ${values ? sql`(${names}) > (${values})` : sql`1 = 1`}
      order by ${names} limit ${sql.lit(pageRows)}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < pageRows) return
    last = rows.at(-1)
  }
}

async function keyOfTable(db: Db, { engine }: Database, table: string): Promise<string[]> {
  const { rows } =
    engine === 'sqlite'
      ? await sql<{ name: string }>`select name from pragma_table_info(${table}) where pk > 0 order by pk`.execute(db)
      : await sql<{ name: string }>`
          select a.attname as name from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
          where i.indrelid = cast(${table} as regclass) and i.indisprimary
          order by array_position(cast(i.indkey as int[]), cast(a.attnum as int))`.execute(db)
  return rows.map(({ name }) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))
}

/** Bytes as base 64, marked. */
const asText = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value,
    ]),
  )
