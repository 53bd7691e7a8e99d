import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import {
  beforeFirst,
  type EvidenceContent,
  type EvidenceOfRow,
  evidenceChain,
  evidenceHash,
  readEvidence,
} from '../../db/evidence.ts'
import {
  type Frozen,
  type FrozenTableName,
  frozenContent,
  frozenOf,
  frozenTables,
  keyOf,
} from '../../db/frozen-columns.ts'
import { snakeName } from '../../db/names.ts'
import type { Schema } from '../../db/schema.ts'
import type { ChainFound } from '../../ledger/chain.ts'
import type { Wrong } from '../../ledger/wrong.ts'

type EvidenceRow = Schema['evidence']

/** Rows of so many links are read together and held in memory. */
const linksPerPage = 50
const rowsPerQuery = 200

type Seen = { wrong: Wrong[]; counters: Map<string, number>; present: Map<string, number>; links: number }

/**
 * The chain of evidence, link by link, and every row that it covers: changed, gone, or never written by the program.
 * The counters are where the last link left them, and the chain of transfers passes where links say it did.
 */
export async function checkEvidence(db: Db, books: ChainFound): Promise<{ wrong: Wrong[]; links: number }> {
  const seen: Seen = { wrong: [], counters: new Map(), present: new Map(), links: 0 }
  let hash = beforeFirst
  for (;;) {
    const links = await db
      .selectFrom('evidence')
      .selectAll()
      .where('seq', '>', seen.links)
      .orderBy('seq')
      .limit(linksPerPage)
      .execute()
    const contents = links.map((link) => readEvidence(link.content))
    const loaded = await loadNamedRows(db, contents)
    for (const [at, link] of links.entries()) {
      await checkLink(seen, link, { hash, books, content: contents[at], loaded })
      seen.links = link.seq
      hash = link.hash
    }
    if (links.length < linksPerPage) break
  }
  await checkHead(db, seen, hash)
  await checkCounters(db, seen)
  for (const table of Object.keys(frozenTables)) await findUnnamed(db, seen, table as FrozenTableName)
  return seen
}

const say = (seen: Seen, table: string, row: string | number, what: string): void => {
  seen.wrong.push({ table, row: String(row), what })
}

type Link = { hash: string; books: ChainFound; content: EvidenceContent | undefined; loaded: LoadedRows }

async function checkLink(seen: Seen, link: EvidenceRow, { hash, books, content, loaded }: Link): Promise<void> {
  if (link.seq !== seen.links + 1) say(seen, 'evidence', seen.links + 1, `is missing before ${link.seq}`)
  if (link.previousHash !== hash) say(seen, 'evidence', link.seq, 'does not continue its predecessor')
  if (evidenceHash(link) !== link.hash) say(seen, 'evidence', link.seq, 'was changed after it was written')
  if (!content) return say(seen, 'evidence', link.seq, 'cannot be read')
  for (const [series, value] of Object.entries(content.counters ?? {})) seen.counters.set(series, value)
  const found = seen.wrong.length
  const digest = createHash('sha256')
  for (const [table, rows] of content.rows) checkRows(seen, { table, rows, digest, loaded: loaded.get(table) })
  if (seen.wrong.length === found && digest.digest('hex') !== content.digest)
    say(seen, 'evidence', link.seq, 'its rows are not those that were written, though their checksums hold')
  const passed = content.books
  if (passed && (await books.hashAt(passed.seq)) !== passed.hash)
    say(seen, 'transfer', passed.seq, `is not where the books ended after evidence ${link.seq}`)
}

type Row = Readonly<Record<string, unknown>>
/** By table, then by the key in one text. */
type LoadedRows = ReadonlyMap<string, ReadonlyMap<string, Row>>

/** All rows that some links name: a link is a few rows of many tables, and each query costs more than its rows. */
async function loadNamedRows(
  db: Db,
  contents: ReadonlyArray<EvidenceContent | undefined>,
): Promise<Map<string, Map<string, Row>>> {
  const named = Map.groupBy(
    contents.flatMap((content) => content?.rows ?? []),
    ([table]) => table,
  )
  const loaded = new Map<string, Map<string, Row>>()
  for (const [table, lists] of named) {
    const frozen = frozenOf(table)
    if (!frozen) continue
    const rows = lists.flatMap(([, some]) => some)
    const found = new Map<string, Row>()
    for (let start = 0; start < rows.length; start += rowsPerQuery)
      await loadRows(db, { table: snakeName(table), frozen, named: rows.slice(start, start + rowsPerQuery) }, found)
    loaded.set(table, found)
  }
  return loaded
}

type OfTable = {
  table: string
  rows: readonly EvidenceOfRow[]
  digest: ReturnType<typeof createHash>
  loaded: ReadonlyMap<string, Row> | undefined
}

function checkRows(seen: Seen, { table, rows, digest, loaded }: OfTable): void {
  const frozen = frozenOf(table)
  const name = snakeName(table)
  if (!frozen) return void say(seen, 'evidence', table, 'names a table without frozen columns')
  for (const named of rows) {
    const [key, checksum] = [named.slice(0, -1).join(' '), named.at(-1)]
    const row = loaded?.get(key)
    if (!row) say(seen, name, key, 'is gone')
    else {
      const content = frozenContent(frozen, row)
      digest.update(content)
      seen.present.set(table, (seen.present.get(table) ?? 0) + 1)
      if (crc32(content) !== checksum) say(seen, name, labelOf(key, row), 'was changed after it was written')
    }
  }
}

/** What a person calls the row, beside its key. */
const labelOf = (key: string, row: Row): string => (typeof row.number === 'string' ? `${key} (${row.number})` : key)

async function loadRows(
  db: Db,
  { table, frozen, named }: { table: string; frozen: Frozen; named: readonly EvidenceOfRow[] },
  found: Map<string, Row>,
): Promise<void> {
  const keys = frozen.key.map((column) => sql.ref(snakeName(column)))
  const lines = named.map((each) => sql`(${sql.join(each.slice(0, -1).map((part) => keyValue(part)))})`)
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where (${sql.join(keys)}) in (${sql.join(lines)})`.execute(db)
  for (const row of rows) found.set(keyOf(frozen, row).join(' '), row)
}

/** PostgreSQL takes an untyped value of a list for text. */
const keyValue = (part: string | number) => (typeof part === 'number' ? sql`cast(${part} as bigint)` : sql`${part}`)

async function checkHead(db: Db, seen: Seen, hash: string): Promise<void> {
  const head = await db.selectFrom('chainHead').selectAll().where('chain', '=', evidenceChain).executeTakeFirst()
  if ((head?.seq ?? 0) !== seen.links || (head?.hash ?? beforeFirst) !== hash)
    say(seen, 'chain_head', evidenceChain, `is at ${head?.seq ?? 0}, the last evidence is ${seen.links}`)
}

async function checkCounters(db: Db, seen: Seen): Promise<void> {
  for (const { series, value } of await db.selectFrom('counter').selectAll().execute()) {
    const last = seen.counters.get(series)
    if (last !== value) say(seen, 'counter', series, `is ${value}, the last number that was taken is ${last ?? 'none'}`)
    seen.counters.delete(series)
  }
  for (const [series, last] of seen.counters) say(seen, 'counter', series, `is gone, ${last} was taken`)
}

/** Rows that no link names: nobody but the program writes there. */
async function findUnnamed(db: Db, seen: Seen, table: FrozenTableName): Promise<void> {
  const frozen: Frozen = frozenTables[table]
  const name = snakeName(table)
  const { once } = frozen
  const frozenOnly = once ? sql`where ${sql.ref(snakeName(once.column))} in (${sql.join(once.holds)})` : sql``
  const { rows: counted } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(name)} ${frozenOnly}`.execute(db)
  if ((counted[0]?.n ?? 0) === (seen.present.get(table) ?? 0)) return
  const known = await keysInEvidence(db, table)
  const keys = frozen.key.map((column) => sql.ref(snakeName(column)))
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(keys)} from ${sql.table(name)} ${frozenOnly}`.execute(db)
  const unnamed = rows.map((row) => keyOf(frozen, row).join(' ')).filter((key) => !known.has(key))
  for (const key of unnamed) say(seen, name, key, 'was not written by the program')
  if (unnamed.length === 0 && rows.length !== known.size) say(seen, name, '', `${known.size} rows became frozen`)
}

async function keysInEvidence(db: Db, table: string): Promise<Set<string>> {
  const keys = new Set<string>()
  for (let after = 0; ; ) {
    const links = await db
      .selectFrom('evidence')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(linksPerPage)
      .execute()
    for (const link of links) {
      const rows = readEvidence(link.content)?.rows.find(([name]) => name === table)?.[1] ?? []
      for (const named of rows) keys.add(named.slice(0, -1).join(' '))
    }
    if (links.length < linksPerPage) return keys
    after = links.at(-1)?.seq ?? after
  }
}
