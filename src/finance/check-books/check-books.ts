import { checkTopUps } from '../../credit/check-top-ups.ts'
import type { Db } from '../../db/database.ts'
import { checkChain } from '../../ledger/chain.ts'
import { checkBalances } from '../../ledger/check-balances.ts'
import { type BooksCheck, sentenceOf, type Wrong } from '../../ledger/wrong.ts'
import { checkOrders } from '../../orders/check-orders.ts'
import { checkRefunds } from '../../payments/proof/check-refunds.ts'
import { checkSales } from '../../payments/proof/check-sales.ts'
import { checkReceipts } from '../../receipts/check-receipts.ts'
import { checkWithdrawals } from '../../withdrawals/check-withdrawals.ts'
import { checkCauses } from './check-causes.ts'
import { checkClosings } from './check-closings.ts'
import { checkEvidence } from './check-evidence.ts'

/** What is wrong in the books: where, and as sentences; `checked` says how much was looked at. */
export type BooksReport = {
  wrong: Wrong[]
  problems: string[]
  checked: { transfers: number; evidence: number; payments: number; receipts: number; closings: number }
}

/** What each room proves of its own rows, lowest first. */
const checks: readonly BooksCheck[] = [
  checkOrders,
  checkTopUps,
  checkReceipts,
  checkSales,
  checkRefunds,
  checkWithdrawals,
]

/**
 * Recomputes everything that must hold: both chains link by link and every row that they cover, what each transfer
 * rests on, balances, histories, statuses, sales, refunds, receipt numbers and counters. Reads only, and sees one
 * state of the database where `db` is a snapshot; run nightly, by command, and at the end of every journey test.
 */
export async function checkBooks(db: Db): Promise<BooksReport> {
  const chain = await checkChain(db, checkCauses)
  const evidence = await checkEvidence(db, chain)
  const closings = await checkClosings(db)
  const wrong = [...chain.wrong, ...evidence.wrong, ...(await checkBalances(db, chain.sums))]
  for (const check of checks) wrong.push(...(await check(db)))
  wrong.push(...closings.wrong)
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
