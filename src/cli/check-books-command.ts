import type { Database } from '../db/database.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { checkBooks } from '../ledger/check-books.ts'

/** Prints what holds and what does not; 0 when everything holds. */
export async function checkBooksCommand(database: Database, asJson: boolean): Promise<number> {
  const pending = await pendingMigrations(database)
  if (pending.length > 0) {
    console.log(`This database lacks ${pending.join(', ')}. Start the server or run "npm run obole -- migrate" first.`)
    return 1
  }
  const report = await database.snapshot(checkBooks)
  const { transfers, evidence, payments, receipts } = report.checked
  if (asJson) console.log(JSON.stringify(report))
  else {
    for (const problem of report.problems) console.log(`WRONG  ${problem}`)
    const looked = `${transfers} transfers, ${evidence} links of evidence, ${payments} payments, ${receipts} receipts`
    console.log(`${looked}: ${report.problems.length} problems`)
  }
  return report.problems.length === 0 ? 0 : 1
}
