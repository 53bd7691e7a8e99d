import { sql } from 'kysely'
import type { Database, Tx } from './database.ts'
import { keepBooks, keepCounter, keepEvidence, writeEvidence } from './evidence.ts'
import { type Frozen, type FrozenTableName, frozenTables } from './frozen-columns.ts'
import { snakeName } from './names.ts'

const page = 1_000

/**
 * Rows that were there before the chain of evidence covered their table are taken as they are, once, and covered from
 * then on. Runs after the migrations, one node at a time; a table that becomes evidence later is taken then.
 */
export async function coverExisting(database: Database): Promise<void> {
  await database.transact(async (tx) => {
    const { rows } = await sql<{ name: string }>`select name from site where name like 'evidence:%'`.execute(tx)
    const covered = new Set(rows.map(({ name }) => name.slice('evidence:'.length)))
    const missing = (Object.keys(frozenTables) as FrozenTableName[]).filter((table) => !covered.has(table))
    if (missing.length === 0) return
    if (covered.size === 0) await coverCounters(tx)
    for (const table of missing) {
      await coverTable(tx, table)
      await tx
        .insertInto('site')
        .values({ name: `evidence:${table}`, value: tx.now })
        .execute()
    }
  })
}

async function coverCounters(tx: Tx): Promise<void> {
  for (const { series, value } of await tx.selectFrom('counter').selectAll().execute()) keepCounter(tx, series, value)
  const last = await tx
    .selectFrom('transfer')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last) keepBooks(tx, last)
}

async function coverTable(tx: Tx, table: FrozenTableName): Promise<void> {
  const { key, once }: Frozen = frozenTables[table]
  const names = sql.join(key.map((column) => sql.ref(snakeName(column))))
  const frozenOnly = once ? sql`and ${sql.ref(snakeName(once.column))} in (${sql.join(once.holds)})` : sql``
  for (let after: Record<string, unknown> | undefined; ; ) {
    const last =
      after && sql`(${names}) > (${sql.join(key.map((column) => (after as Record<string, unknown>)[column]))})`
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(snakeName(table))} where ${last ?? sql`1 = 1`} ${frozenOnly}
      order by ${names} limit ${sql.lit(page)}`.execute(tx)
    keepEvidence(tx, table, rows)
    await writeEvidence(tx)
    if (rows.length < page) return
    after = rows.at(-1)
  }
}
