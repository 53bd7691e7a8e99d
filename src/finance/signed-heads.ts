import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Database, Db } from '../db/database.ts'
import { evidenceChain } from '../db/evidence.ts'
import { allRestores, type LastRestore, lastRestore } from '../db/last-restore.ts'
import { type Instant, nowOf } from '../kit/clock.ts'
import { booksChain } from '../ledger/chain.ts'
import type { Wrong } from '../ledger/wrong.ts'
import { lastClosing } from './closing.ts'

/** Where both chains and the closings ended at a moment, and how far each series was counted. */
export type Head = {
  at: Instant
  mode: string
  books: { seq: number; hash: string }
  evidence: { seq: number; hash: string }
  counters: Record<string, number>
  /** The last closing; absent before the first one. */
  closing?: { number: number; kind: string; period: string; hash: string } | undefined
  /** The last restore of a back-up; absent where none ever was. */
  restored?: LastRestore | undefined
}

const end = z.strictObject({ seq: z.number().int().nonnegative(), hash: z.string().length(64) })
const lineShape = z.strictObject({
  head: z.strictObject({
    at: z.string(),
    mode: z.string(),
    books: end,
    evidence: end,
    counters: z.record(z.string(), z.number().int()),
    closing: z
      .strictObject({ number: z.number().int(), kind: z.string(), period: z.string(), hash: z.string().length(64) })
      .optional(),
    restored: z.strictObject({ restoredAt: z.string(), backedUpAt: z.string() }).optional(),
  }),
  key: z.string(),
  signature: z.string(),
})

/** An Ed25519 key in the form that Node reads: these bytes, then 32 of the seed (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key that signs heads: of its own, derived from the secret of the installation or of a file that holds one. */
export function headKey(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'signed heads', 32))
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
}

const publicOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url')

/** The head of this moment as one line of text that nobody can make without the key. */
export async function signedHead(db: Db, made: { at: Instant; mode: string; key: KeyObject }): Promise<string> {
  const head = await readHead(db, made)
  const signature = sign(null, bytesOf(head), made.key).toString('base64url')
  return JSON.stringify({ head, key: publicOf(made.key), signature })
}

export type HeadKeeping = {
  mode: string
  /** Kept outside the database: whoever can write there should not be able to write here. */
  file: string
  key: KeyObject
}

/** Signs the head of this moment and adds it to the file. Returns the line. */
export async function appendHead(database: Database, { mode, file, key }: HeadKeeping): Promise<string> {
  const at = nowOf(database.clock)
  const line = await database.snapshot((db) => signedHead(db, { at, mode, key }))
  await mkdir(dirname(file), { recursive: true })
  await appendFile(file, `${line}\n`, { mode: 0o600, flush: true })
  return line
}

async function readHead(db: Db, { at, mode }: { at: Instant; mode: string }): Promise<Head> {
  const ends = await db.selectFrom('chainHead').selectAll().execute()
  const counters = await db.selectFrom('counter').selectAll().orderBy('series').execute()
  const endOf = (chain: string) => {
    const found = ends.find((each) => each.chain === chain)
    return { seq: found?.seq ?? 0, hash: found?.hash ?? '0'.repeat(64) }
  }
  const closing = await lastClosing(db)
  const restored = await lastRestore(db)
  return {
    at,
    mode,
    books: endOf(booksChain),
    evidence: endOf(evidenceChain),
    counters: Object.fromEntries(counters.map(({ series, value }) => [series, value])),
    ...(closing && {
      closing: { number: closing.number, kind: closing.kind, period: closing.period, hash: closing.hash },
    }),
    ...(restored && { restored }),
  }
}

/** A fixed order of what is signed, whatever order a file holds it in. */
function bytesOf({ at, mode, books, evidence, counters, closing, restored }: Head): Buffer {
  const ends = [books.seq, books.hash, evidence.seq, evidence.hash]
  const counted = Object.entries(counters).sort(([a], [b]) => (a < b ? -1 : 1))
  // Heads from before there were closings are signed without them.
  const later = [
    ...(closing ? ['closing', closing.number, closing.kind, closing.period, closing.hash] : []),
    ...(restored ? ['restored', restored.restoredAt, restored.backedUpAt] : []),
  ]
  return Buffer.from(JSON.stringify([at, mode, ...ends, counted, ...later]), 'utf8')
}

/**
 * Whether each signed head is still on the chains: an end that was cut off, a chain that was written anew, a counter
 * that fell. A line that is not ours, or was changed, is named by its number.
 */
export async function checkHeads(db: Db, text: string, key: KeyObject): Promise<{ wrong: Wrong[]; heads: number }> {
  const wrong: Wrong[] = []
  const counters = new Map(
    (await db.selectFrom('counter').selectAll().execute()).map(({ series, value }) => [series, value]),
  )
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const restores = await allRestores(db)
  for (const [index, line] of lines.entries()) {
    const head = openLine(line, key)
    const lost = head && restores.find(({ restoredAt, backedUpAt }) => backedUpAt < head.at && head.at < restoredAt)
    const because = lost ? `; restored on ${lost.restoredAt} to its state of ${lost.backedUpAt}` : ''
    const say = (table: string, row: string | number, what: string) =>
      wrong.push({ table, row: String(row), what: `${what} (head in line ${index + 1}${because})` })
    if (!head) {
      say('heads', index + 1, 'is no head signed by this installation')
      continue
    }
    const { books, evidence } = head
    if (!(await isOn(db, 'transfer', books))) say('transfer', books.seq, `was another one on ${head.at}, or is cut off`)
    if (!(await isOn(db, 'evidence', evidence)))
      say('evidence', evidence.seq, `was another one on ${head.at}, or is cut off`)
    if (head.closing && !(await isClosed(db, head.closing)))
      say('closing', head.closing.number, `(${head.closing.period}) was another one on ${head.at}, or is cut off`)
    for (const [series, value] of Object.entries(head.counters))
      if ((counters.get(series) ?? 0) < value)
        say('counter', series, `is ${counters.get(series) ?? 0}, was ${value} on ${head.at}`)
  }
  return { wrong, heads: lines.length }
}

/** The head of a line; undefined where it was not signed with this key. */
function openLine(line: string, key: KeyObject): Head | undefined {
  try {
    const { head, signature } = lineShape.parse(JSON.parse(line))
    return verify(null, bytesOf(head), createPublicKey(key), Buffer.from(signature, 'base64url')) ? head : undefined
  } catch {
    return undefined
  }
}

async function isOn(db: Db, table: 'transfer' | 'evidence', at: { seq: number; hash: string }): Promise<boolean> {
  if (at.seq === 0) return true
  const row = await db.selectFrom(table).select('hash').where('seq', '=', at.seq).executeTakeFirst()
  return row?.hash === at.hash
}

async function isClosed(db: Db, { number, hash }: { number: number; hash: string }): Promise<boolean> {
  const row = await db.selectFrom('closing').select('hash').where('number', '=', number).executeTakeFirst()
  return row?.hash === hash
}
