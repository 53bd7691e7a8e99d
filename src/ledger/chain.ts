import { hash } from 'node:crypto'
import type { Db } from '../db/database.ts'
import { type Pot, potOfWallet } from './account.ts'
import type { TransferRow } from './ledger-tables.ts'
import type { Wrong } from './wrong.ts'

/** The name of the books' chain in `chain_head`. */
export const booksChain = 'books'
export const firstHash = '0'.repeat(64)

type ChainLink = Omit<TransferRow, 'hash'>

/** sha256(previous hash, the transfer's canonical content): one changed byte anywhere breaks every later link. */
export function linkHash(link: ChainLink): string {
  const content = JSON.stringify([
    link.seq,
    link.key,
    link.fromAccount,
    link.toAccount,
    link.amountMinor,
    link.unit,
    link.cause,
    link.mode,
    link.occurredAt,
    link.postedAt,
  ])
  return hash('sha256', link.previousHash + content, 'hex')
}

const page = 2_000

/** What the chain of transfers says: sums by `account unit`, and the hash of each of its ends that somebody kept. */
export type ChainFound = {
  wrong: Wrong[]
  sums: Map<string, number>
  transfers: number
  /** The hash of the link with this sequence number, for who kept one. */
  hashAt: (seq: number) => Promise<string | undefined>
}

/** The chain of transfers, link by link, its head, and what each transfer rests on, as `checkCauses` knows it. */
export async function checkChain(
  db: Db,
  checkCauses: (db: Db, rows: readonly TransferRow[]) => Promise<Wrong[]>,
): Promise<ChainFound> {
  const wrong: Wrong[] = []
  const sums = new Map<string, number>()
  const say = (seq: number, what: string) => wrong.push({ table: 'transfer', row: String(seq), what })
  let [seq, hash] = [0, firstHash]
  for (;;) {
    const rows = await db.selectFrom('transfer').selectAll().where('seq', '>', seq).orderBy('seq').limit(page).execute()
    for (const row of rows) {
      if (row.seq !== seq + 1) say(seq + 1, `is missing before ${row.seq}`)
      if (row.previousHash !== hash) say(row.seq, 'does not continue its predecessor')
      if (linkHash(row) !== row.hash) say(row.seq, `(${row.key}) was changed after it was posted`)
      addToSums(sums, row)
      seq = row.seq
      hash = row.hash
    }
    wrong.push(...(await checkCauses(db, rows)))
    if (rows.length < page) break
  }
  const head = await db.selectFrom('chainHead').selectAll().where('chain', '=', booksChain).executeTakeFirst()
  if ((head?.seq ?? 0) !== seq || (head?.hash ?? firstHash) !== hash)
    wrong.push({ table: 'chain_head', row: booksChain, what: `is at ${head?.seq ?? 0}, the last transfer is ${seq}` })
  for (const pot of ['bought', 'given'] as const) {
    const [kept, sum] = [head?.[`${pot}Minor`] ?? 0, sumOf(pot, sums)]
    if (kept !== sum)
      wrong.push({ table: 'chain_head', row: booksChain, what: `has ${kept} ${pot} in all wallets, they hold ${sum}` })
  }
  return { wrong, sums, transfers: seq, hashAt: (at) => hashOf(db, at) }
}

function addToSums(sums: Map<string, number>, row: TransferRow): void {
  const [from, to] = [`${row.fromAccount} ${row.unit}`, `${row.toAccount} ${row.unit}`]
  sums.set(from, (sums.get(from) ?? 0) - row.amountMinor)
  sums.set(to, (sums.get(to) ?? 0) + row.amountMinor)
}

function sumOf(pot: Pot, sums: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [key, minor] of sums) if (potOfWallet(key.slice(0, key.lastIndexOf(' '))) === pot) sum += minor
  return sum
}

async function hashOf(db: Db, seq: number): Promise<string | undefined> {
  const row = await db.selectFrom('transfer').select('hash').where('seq', '=', seq).executeTakeFirst()
  return row?.hash
}
