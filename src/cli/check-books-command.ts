import type { Database } from '../db/database.ts'
import { checkBooks } from '../ledger/check-books.ts'

/** Prints what holds and what does not; 0 when everything holds. */
export async function checkBooksCommand(database: Database, asJson: boolean): Promise<number> {
  const report = await checkBooks(database.db)
  const { transfers, payments, receipts } = report.checked
  if (asJson) console.log(JSON.stringify(report))
  else {
    for (const problem of report.problems) console.log(`WRONG  ${problem}`)
    console.log(
      `${transfers} transfers, ${payments} payments, ${receipts} receipts: ${report.problems.length} problems`,
    )
  }
  return report.problems.length === 0 ? 0 : 1
}
