import { createHash, hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { safeReader } from '../kit/json.ts'
import type { Tx } from './database.ts'
import { frozenContent, frozenOf, keyOf } from './frozen-columns.ts'
import type { EvidenceRow } from './schema.ts'

/** The name of the chain of evidence in `chain_head`. */
export const evidenceChain = 'evidence'
export const beforeFirst = '0'.repeat(64)

/** What names a row, then a checksum of its own that tells which one of a link's rows was changed. */
export type EvidenceOfRow = [...key: Array<string | number>, checksum: number]

/** One link: what a transaction wrote that nobody changes any more. */
export type EvidenceContent = {
  /** By table, in the order in which their contents went into `digest`. */
  rows: Array<[table: string, rows: EvidenceOfRow[]]>
  /** SHA-256 over the frozen contents of all these rows. */
  digest: string
  /** The counters that were moved, with their value after it. */
  counters?: Record<string, number>
  /** Where the chain of transfers ended after it. */
  books?: { seq: number; hash: string }
}

function isEvidenceOfRow(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2 || typeof value.at(-1) !== 'number') return false
  return value.every((each) => typeof each === 'string' || typeof each === 'number')
}

const content: z.ZodType<EvidenceContent> = z.object({
  rows: z.array(z.tuple([z.string(), z.array(z.custom<EvidenceOfRow>(isEvidenceOfRow))])),
  digest: z.string(),
  counters: z.record(z.string(), z.number()).optional(),
  books: z.object({ seq: z.number(), hash: z.string() }).optional(),
})
/** What a link says; undefined where it was changed by hand into what is none. */
export const readEvidence = safeReader(content)

/** Gathered while a transaction runs, written at its end. */
export type Gathered = {
  rows: Map<string, Array<{ named: EvidenceOfRow; content: string }>>
  counters: Record<string, number>
  books: { seq: number; hash: string } | undefined
  /** The sequence number of its first transfer; its others follow without a gap. */
  firstTransfer: number | undefined
}

/** What a transaction begins with: it has written nothing yet. */
export const nothingGathered = (): Gathered => ({
  rows: new Map(),
  counters: {},
  books: undefined,
  firstTransfer: undefined,
})

/** Rows that were written and are frozen from now on; of a table without frozen columns, nothing. */
export function keepEvidence(tx: Tx, table: string, rows: readonly object[]): void {
  const frozen = frozenOf(table)
  if (!frozen || rows.length === 0) return
  const before = tx.gathered.rows.get(table)
  const gathered = before ?? []
  for (const row of rows as ReadonlyArray<Record<string, unknown>>) {
    const content = frozenContent(frozen, row)
    gathered.push({ named: [...keyOf(frozen, row), crc32(content)], content })
  }
  if (!before) tx.gathered.rows.set(table, gathered)
}

/** A counter's value after a number was taken. */
export function keepCounter(tx: Tx, series: string, value: number): void {
  tx.gathered.counters[series] = value
}

/** Where the chain of transfers ends now, and where in it this transaction's own transfers begin. */
export function keepBooks(tx: Tx, head: { seq: number; hash: string }, first = head.seq): void {
  tx.gathered.books = head
  tx.gathered.firstTransfer ??= first
}

/** The ids of the rows of a table with frozen columns that this transaction has inserted so far. */
export const insertedIn = (tx: Tx, table: string): string[] =>
  (tx.gathered.rows.get(table) ?? []).map(({ named: [id] }) => String(id))

/** sha256(previous hash, the link’s own content). */
export function evidenceHash(link: Omit<EvidenceRow, 'hash'>): string {
  return hash('sha256', link.previousHash + JSON.stringify([link.seq, link.at, link.content]), 'hex')
}

/**
 * The last act of a transaction: one link for all that it wrote. Whoever comes second waits here for the other's
 * commit and no longer. A transaction that wrote nothing of the kind adds no link.
 */
export async function writeEvidence(tx: Tx): Promise<void> {
  const { rows, counters, books } = tx.gathered
  if (rows.size === 0 && Object.keys(counters).length === 0 && !books) return
  const digest = createHash('sha256')
  const named: EvidenceContent['rows'] = []
  for (const [table, some] of rows) {
    named.push([table, some.map((row) => row.named)])
    for (const row of some) digest.update(row.content)
  }
  const content: EvidenceContent = {
    rows: named,
    digest: digest.digest('hex'),
    ...(Object.keys(counters).length > 0 && { counters }),
    ...(books && { books }),
  }
  tx.gathered = nothingGathered()
  await addLink(tx, JSON.stringify(content))
}

async function addLink(tx: Tx, content: string): Promise<void> {
  const head = await tx
    .insertInto('chainHead')
    .values({ chain: evidenceChain, seq: 1, hash: beforeFirst, boughtMinor: 0, givenMinor: 0 })
    .onConflict((conflict) => conflict.column('chain').doUpdateSet((eb) => ({ seq: eb('chainHead.seq', '+', 1) })))
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow()
  const link = { seq: head.seq, at: tx.now, content, previousHash: head.hash }
  const linkHash = evidenceHash(link)
  await tx
    .insertInto('evidence')
    .values({ ...link, hash: linkHash })
    .execute()
  await tx.updateTable('chainHead').set({ hash: linkHash }).where('chain', '=', evidenceChain).execute()
}
