import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { assert } from '../kit/failure.ts'
import { appendOnlyStatements } from './append-only.ts'
import { coverExisting } from './cover-existing.ts'
import type { Database, Engine, Tx } from './database.ts'
import { withLease } from './lease.ts'

const folder = new URL('./migrations/', import.meta.url)

type Migration = { name: string; text: string; sha256: string }

/** The program is older than its database: a sentence for the operator. */
export class NewerDatabase extends Error {}

/**
 * Applies what is missing, each file in one transaction, one node at a time (a lease row). Returns the names. With
 * `upTo`, stops after that file: the database is then as an earlier version left it.
 * Throws NewerDatabase when the database has a migration that the program lacks, and when a file was changed since.
 */
export async function migrate(database: Database, upTo?: string): Promise<string[]> {
  await createBootstrapTables(database)
  return withLease(database, { name: 'migrate', holdMs: 60_000 }, async () => {
    const applied = await appliedMigrations(database)
    const files = migrationFiles()
    refuseNewer(applied, files)
    const missing = files.filter((each) => !isApplied(applied, each) && (upTo === undefined || each.name <= upTo))
    for (const migration of missing) await database.transact((tx) => apply(tx, database.engine, migration))
    // What is frozen is told of the schema as it is in the end.
    if (upTo === undefined) await coverExisting(database)
    return missing.map((migration) => migration.name)
  })
}

/** A migration that this program does not know was applied by a newer one: what it meant cannot be guessed. */
function refuseNewer(applied: ReadonlyMap<string, string>, files: readonly Migration[]): void {
  const known = new Set(files.map(({ name }) => name))
  const newer = [...applied.keys()].filter((name) => !known.has(name)).sort()
  if (newer.length === 0) return
  throw new NewerDatabase(
    `This database was written by a newer Obole (it has ${newer.join(', ')}). Start that program, or restore a ` +
      'back-up from before its upgrade. Nothing was changed.',
  )
}

/** Names of migrations that are in the program and not yet in the database; on an empty one, all of them. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  await createBootstrapTables(database)
  const applied = await appliedMigrations(database)
  const files = migrationFiles()
  refuseNewer(applied, files)
  return files.filter((migration) => !isApplied(applied, migration)).map((migration) => migration.name)
}

/** The names of all migrations of this program, in their order. */
export const knownMigrations = (): string[] => migrationFiles().map(({ name }) => name)

/** All tables as the last migration leaves them, each after those it refers to. */
export function tablesInOrder(): string[] {
  const tables = new Set<string>()
  for (const line of migrationFiles().flatMap(({ text }) => text.split('\n'))) {
    const [verb, what, name = '', how, to, after = ''] = line.replace(/;$/, '').split(' ')
    if (what !== 'table') continue
    if (verb === 'create') tables.add(name)
    // Not `rename column … to`.
    const isRenamed = how === 'rename' && to === 'to'
    if (verb === 'drop' || isRenamed) tables.delete(name)
    if (isRenamed) tables.add(after)
  }
  return [...tables]
}

function migrationFiles(): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
  })
}

/** Two nodes may start at once: `create table if not exists` can then fail on one of them, and is repeated. */
async function createBootstrapTables({ db }: Database): Promise<void> {
  const create = async () => {
    const columns = sql`name text primary key, sha256 text not null, applied_at text not null`
    await sql`create table if not exists migration (${columns})`.execute(db)
    const leaseColumns = sql`name text primary key, holder text not null, until text not null`
    await sql`create table if not exists lease (${leaseColumns})`.execute(db)
  }
  await create().catch(create)
}

async function appliedMigrations({ db }: Database): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; sha256: string }>`select name, sha256 from migration`.execute(db)
  return new Map(rows.map((row) => [row.name, row.sha256]))
}

function isApplied(applied: ReadonlyMap<string, string>, migration: Migration): boolean {
  const sha256 = applied.get(migration.name)
  assert(
    sha256 === undefined || sha256 === migration.sha256,
    `migration ${migration.name} was changed after it was applied`,
  )
  return sha256 !== undefined
}

async function apply(tx: Tx, engine: Engine, migration: Migration): Promise<void> {
  for (const statement of statementsFor(engine, migration.text)) await sql.raw(statement).execute(tx)
  const { name, sha256 } = migration
  const values = sql`${name}, ${sha256}, ${tx.now}`
  await sql`insert into migration (name, sha256, applied_at) values (${values})`.execute(tx)
}

const appendOnlyMark = '-- append-only: '

/**
 * One text for both engines: `bigint` and `bytes` become the engine's own. SQLite's tables are strict and clustered
 * by their key, but for those marked `wide`, whose rows are too long for that; a line marked `postgres` is not for it.
 */
function statementsFor(engine: Engine, text: string): string[] {
  const lines = text.split('\n')
  const appendOnly = lines
    .filter((line) => line.startsWith(appendOnlyMark))
    .flatMap((line) => appendOnlyStatements(engine, line.slice(appendOnlyMark.length)))
  const translated =
    engine === 'sqlite'
      ? lines
          .filter((line) => !line.endsWith('; -- postgres'))
          .join('\n')
          .replace(/\bbigint\b/g, 'integer')
          .replace(/\bbytes\b/g, 'blob')
          .replace(/\n\); -- wide$/gm, '\n) strict;')
          .replace(/\n\);$/gm, '\n) strict, without rowid;')
      : text.replace(/\bbytes\b/g, 'bytea')
  const statements = translated.replace(/--.*$/gm, '').split(/;\s*$/m)
  return [...statements.map((statement) => statement.trim()).filter((statement) => statement !== ''), ...appendOnly]
}

/** The mode is written at the first start; a database never changes from demonstration to money or back. */
export async function stampMode(database: Database, mode: string): Promise<void> {
  await database.transact(async (tx) => {
    await tx
      .insertInto('site')
      .values({ name: 'mode', value: mode })
      .onConflict((c) => c.column('name').doNothing())
      .execute()
    const { value } = await tx.selectFrom('site').select('value').where('name', '=', 'mode').executeTakeFirstOrThrow()
    if (value !== mode) {
      throw new Error(
        `This database was started in ${value} mode. Use another OBOLE_DATA_DIR or DATABASE_URL for ${mode} mode.`,
      )
    }
  })
}
