import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { keepCounter } from '../db/evidence.ts'
import { restoredPrefix } from '../db/last-restore.ts'
import { insertRows } from '../db/many-rows.ts'
import { knownMigrations, migrate } from '../db/migrate.ts'
import { snakeName } from '../db/names.ts'
import { DAY, later } from '../kit/clock.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { type BackupPage, backupTables, type Counts, readLine, verifyBackup } from './back-up.ts'
import { BadBackup, readBackupFile } from './backup-file.ts'

/** How far before the back-up payments are asked for again. */
const marginMs = 3 * DAY
/** So many numbers of each series may have been used by what was lost; they are left out. */
const numbersLeftOut = 1_000

/**
 * Puts a back-up into an empty database, all of it or nothing, and prepares what follows: series jump over numbers that
 * may have been used, payments of then are asked for, lists are compared from then on. Returns rows by table.
 * Throws BadBackup for a file or a database that will not do.
 */
export async function restore(database: Database, path: string, passphrase: string | undefined): Promise<Counts> {
  const { head, counts } = await verifyBackup(path, passphrase)
  if (JSON.stringify(head.migrations) !== JSON.stringify(knownMigrations()))
    throw new BadBackup('The back-up was made by another version of Obole: restore it with that one, then upgrade.')
  await migrate(database)
  await database.transact(async (tx) => {
    await requireEmpty(tx)
    for (const table of ['site', 'chain_head']) await sql`delete from ${sql.table(table)}`.execute(tx)
    for await (const line of readBackupFile(path, passphrase)) {
      const page = readLine(line)
      if (page && 'table' in page) await insertPage(tx, page)
    }
    await afterRestore(tx, head.at)
  })
  return counts
}

async function requireEmpty(tx: Tx): Promise<void> {
  for (const table of ['person', 'orders', 'transfer', 'evidence'] as const) {
    const row = await tx.selectFrom(table).select(sql`1`.as('one')).limit(1).executeTakeFirst()
    if (row) throw new BadBackup('This database is not empty: restore into a new one. Nothing was changed.')
  }
}

const known = new Set(backupTables())

/** As it was, without new evidence: that is part of what comes back. */
async function insertPage(tx: Tx, { table, rows }: BackupPage): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (!known.has(table) || columns.length === 0) throw new BadBackup(`The back-up has a table ${table}`)
  const names = sql.join(columns.map((column) => sql.ref(snakeName(column))))
  const perStatement = Math.max(1, Math.floor(10_000 / columns.length))
  for (let start = 0; start < rows.length; start += perStatement) {
    const some = rows.slice(start, start + perStatement)
    const lines = some.map((row) => sql`(${sql.join(columns.map((column) => storedAs(row[column])))})`)
    await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(lines)}`.execute(tx)
  }
}

function storedAs(value: unknown): unknown {
  const bytes = (value as { bytes?: unknown } | null)?.bytes
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : value
}

/** What came after the back-up is known to the providers alone. */
async function afterRestore(tx: Tx, backedUpAt: string): Promise<void> {
  await jumpNumbers(tx, backedUpAt)
  const asked = await tx
    .updateTable('payment')
    .set({ nextPollAt: tx.now, unansweredPolls: 0 })
    .where('startedAt', '>=', later(backedUpAt, -marginMs))
    .where('capture', 'is', null)
    .where('status', 'not in', ['held', 'returned'])
    .returning('id')
    .execute()
  const detail = { backedUpAt, payments: asked.length, numbersLeftOut }
  await recordAudit(tx, { actor: 'command line', act: 'restore back-up', about: 'books', detail })
  await tx
    .insertInto('site')
    .values({ name: `${restoredPrefix}${tx.now}`, value: backedUpAt })
    .execute()
}

async function jumpNumbers(tx: Tx, backedUpAt: string): Promise<void> {
  for (const { series, value } of await tx.selectFrom('counter').selectAll().execute()) {
    const next = value + numbersLeftOut
    await tx.updateTable('counter').set({ value: next }).where('series', '=', series).execute()
    keepCounter(tx, series, next)
    const gap = { series, fromValue: value + 1, toValue: next, at: tx.now }
    await insertRows(tx, 'numberGap', [{ ...gap, why: `restored to ${backedUpAt}` }])
  }
}
