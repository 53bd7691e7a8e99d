import type { Db } from '../../db/database.ts'
import { sentenceOf, type Wrong } from '../../ledger/wrong.ts'
import { checkBalances } from './check-balances.ts'
import { checkChain } from './check-chain.ts'
import { checkClosings } from './check-closings.ts'
import { checkEvidence } from './check-evidence.ts'
import { checkReceipts } from './check-receipts.ts'
import { checkRefunds } from './check-refunds.ts'
import { checkSales } from './check-sales.ts'
import { checkStatuses } from './check-statuses.ts'

/** What is wrong in the books: where, and as sentences; `checked` says how much was looked at. */
export type BooksReport = {
  wrong: Wrong[]
  problems: string[]
  checked: { transfers: number; evidence: number; payments: number; receipts: number; closings: number }
}

/**
 * Recomputes everything that must hold: both chains link by link and every row that they cover, what each transfer
 * rests on, balances, histories, statuses, sales, refunds, receipt numbers and counters. Reads only, and sees one
 * state of the database where `db` is a snapshot; run nightly, by command, and at the end of every journey test.
 */
export async function checkBooks(db: Db): Promise<BooksReport> {
  const chain = await checkChain(db)
  const evidence = await checkEvidence(db, chain)
  const closings = await checkClosings(db)
  const wrong = [
    ...chain.wrong,
    ...evidence.wrong,
    ...(await checkBalances(db, chain.sums)),
    ...(await checkStatuses(db)),
    ...(await checkSales(db)),
    ...(await checkRefunds(db)),
    ...(await checkReceipts(db)),
    ...closings.wrong,
  ]
  return {
    wrong,
    problems: wrong.map(sentenceOf),
    checked: {
      transfers: chain.transfers,
      evidence: evidence.links,
      payments: await countOf(db, 'payment'),
      receipts: await countOf(db, 'receipt'),
      closings: closings.closings,
    },
  }
}

async function countOf(db: Db, table: 'payment' | 'receipt'): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  return row?.n ?? 0
}
