import { hash } from 'node:crypto'
import type { TransferRow } from './ledger-tables.ts'

/** The name of the books' chain in `chain_head`. */
export const booksChain = 'books'
export const firstHash = '0'.repeat(64)

export type ChainLink = Omit<TransferRow, 'hash'>

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
