import { RunAgain, type Tx } from '../db/database.ts'
import { keepBooks } from '../db/evidence.ts'
import { insertRows } from '../db/many-rows.ts'
import type { Amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import { type Pot, potOfWallet } from './account.ts'
import { addToBalances, type Balances } from './balance.ts'
import { booksChain, firstHash, linkHash } from './chain.ts'
import { type HistoryLine, writeHistory } from './history.ts'
import type { ChainHeadRow, TransferRow } from './ledger-tables.ts'

/** One movement, from → to. `key` is derived from the cause, so that the same cause can never move twice. */
export type NewTransfer = {
  key: string
  from: string
  to: string
  amount: Amount
  /** The id of what caused it: an order, a usage entry, a refund … */
  cause: string
  mode: TransferRow['mode']
  /** When it happened in the world; when we wrote it down is the transaction's instant. */
  occurredAt: Instant
  /** What the person's history says of it, for transfers that touch a wallet. Shared by a cause's transfers. */
  line?: HistoryLine
}

const keysPerQuery = 500

/**
 * The only writer of the books. A key that is already there with the same content changes nothing; with other
 * content it throws and says what differs. Returns the transfers that were new.
 * Throws RunAgain when another writer took the chain's head meanwhile.
 */
export async function postTransfers(tx: Tx, transfers: readonly NewTransfer[]): Promise<TransferRow[]> {
  if (transfers.length === 0) return []
  const head = await readHead(tx)
  const fresh = await withoutKnown(tx, transfers)
  if (fresh.length === 0) return []

  const links = chain(head, fresh, tx.now)
  keepBooks(tx, await moveHead(tx, head, links), head.seq + 1)
  await insertLinks(tx, links)
  const balances = await addToBalances(tx, links)
  await writeLines(tx, links, fresh, balances)
  return links
}

/**
 * Who will post, and takes a number from a counter before, asks for the books first: whoever holds a counter has the
 * head already, so that two nodes never wait for each other. SQLite has one writer at a time.
 */
export async function lockBooks(tx: Tx): Promise<void> {
  if (tx.engine === 'postgres') await readHead(tx)
}

type Head = Omit<ChainHeadRow, 'chain'> & { exists: boolean }

/** On PostgreSQL the head is kept until the commit: who comes second waits for it, and does nothing twice. */
async function readHead(tx: Tx): Promise<Head> {
  const head = tx
    .selectFrom('chainHead')
    .select(['seq', 'hash', 'boughtMinor', 'givenMinor'])
    .where('chain', '=', booksChain)
  const row = await (tx.engine === 'postgres' ? head.forUpdate() : head).executeTakeFirst()
  return row ? { ...row, exists: true } : { seq: 0, hash: firstHash, boughtMinor: 0, givenMinor: 0, exists: false }
}

/** Leaves out what is in the books already, and what the list itself repeats. */
async function withoutKnown(tx: Tx, transfers: readonly NewTransfer[]): Promise<NewTransfer[]> {
  const known = new Map<string, NewTransfer>()
  const keys = transfers.map((transfer) => transfer.key)
  for (let start = 0; start < keys.length; start += keysPerQuery) {
    const some = keys.slice(start, start + keysPerQuery)
    const rows = await tx.selectFrom('transfer').selectAll().where('key', 'in', some).execute()
    for (const row of rows) known.set(row.key, asNew(row))
  }
  const fresh: NewTransfer[] = []
  for (const transfer of transfers) {
    const before = known.get(transfer.key)
    if (before) assertSame(before, transfer)
    else fresh.push(transfer)
    known.set(transfer.key, transfer)
  }
  return fresh
}

function asNew(row: TransferRow): NewTransfer {
  const { key, fromAccount, toAccount, cause, mode, occurredAt } = row
  return {
    key,
    from: fromAccount,
    to: toAccount,
    amount: { minor: row.amountMinor, unit: row.unit },
    cause,
    mode,
    occurredAt,
  }
}

function assertSame(before: NewTransfer, now: NewTransfer): void {
  const differences = [
    before.from !== now.from && `from ${before.from} / ${now.from}`,
    before.to !== now.to && `to ${before.to} / ${now.to}`,
    before.amount.minor !== now.amount.minor && `amount ${before.amount.minor} / ${now.amount.minor}`,
    before.amount.unit !== now.amount.unit && `unit ${before.amount.unit} / ${now.amount.unit}`,
    before.cause !== now.cause && `cause ${before.cause} / ${now.cause}`,
    before.mode !== now.mode && `mode ${before.mode} / ${now.mode}`,
  ].filter((difference) => difference !== false)
  assert(differences.length === 0, `transfer key ${now.key} came back with other content: ${differences.join(', ')}`)
}

function chain(head: Head, transfers: readonly NewTransfer[], postedAt: Instant): TransferRow[] {
  let { seq, hash } = head
  return transfers.map((transfer) => {
    assert(Number.isSafeInteger(transfer.amount.minor) && transfer.amount.minor > 0, `${transfer.key} moves nothing`)
    assert(transfer.from !== transfer.to, `${transfer.key} goes from an account to itself`)
    seq += 1
    const link = {
      seq,
      key: transfer.key,
      fromAccount: transfer.from,
      toAccount: transfer.to,
      amountMinor: transfer.amount.minor,
      unit: transfer.amount.unit,
      cause: transfer.cause,
      mode: transfer.mode,
      occurredAt: transfer.occurredAt,
      postedAt,
      previousHash: hash,
    }
    hash = linkHash(link)
    return { ...link, hash }
  })
}

/** Taken before the rows are written: whoever comes second finds the old head gone and runs again. */
async function moveHead(tx: Tx, head: Head, links: readonly TransferRow[]): Promise<{ seq: number; hash: string }> {
  const last = links.at(-1)
  assert(last, 'a chain grows by at least one link')
  const { bought, given } = potChanges(links)
  const pots = { boughtMinor: head.boughtMinor + bought, givenMinor: head.givenMinor + given }
  const next = { seq: last.seq, hash: last.hash, ...pots }
  const moved = head.exists
    ? await tx
        .updateTable('chainHead')
        .set(next)
        .where('chain', '=', booksChain)
        .where('seq', '=', head.seq)
        .returning('seq')
        .execute()
    : await tx
        .insertInto('chainHead')
        .values({ chain: booksChain, ...next })
        .onConflict((conflict) => conflict.column('chain').doNothing())
        .returning('seq')
        .execute()
  if (moved.length === 0) throw new RunAgain()
  return { seq: last.seq, hash: last.hash }
}

/** By how much what all wallets hold changes. */
function potChanges(links: readonly TransferRow[]): Record<Pot, number> {
  const changes = { bought: 0, given: 0 }
  for (const { fromAccount, toAccount, amountMinor } of links) {
    const [from, to] = [potOfWallet(fromAccount), potOfWallet(toAccount)]
    if (from) changes[from] -= amountMinor
    if (to) changes[to] += amountMinor
  }
  return changes
}

async function insertLinks(tx: Tx, links: readonly TransferRow[]): Promise<void> {
  for (let start = 0; start < links.length; start += keysPerQuery) {
    await insertRows(tx, 'transfer', links.slice(start, start + keysPerQuery))
  }
}

async function writeLines(tx: Tx, links: TransferRow[], fresh: NewTransfer[], balances: Balances): Promise<void> {
  const lines = new Map(fresh.flatMap(({ key, line }) => (line ? [[key, line] as const] : [])))
  await writeHistory(tx, { links, lines, balances })
}
