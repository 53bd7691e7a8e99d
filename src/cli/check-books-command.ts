import { readFile } from 'node:fs/promises'
import type { Database } from '../db/database.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { checkBooks } from '../finance/check-books/check-books.ts'
import { checkHeads, headKey } from '../finance/signed-heads.ts'
import { sentenceOf } from '../ledger/wrong.ts'

type Asked = { json?: boolean; heads?: string; secret: string }

/** Prints what holds and what does not; 0 when everything holds. */
export async function checkBooksCommand(database: Database, asked: Asked): Promise<number> {
  const pending = await pendingMigrations(database)
  if (pending.length > 0) {
    console.log(`This database lacks ${pending.join(', ')}. Start the server or run "npm run obole -- migrate" first.`)
    return 1
  }
  const text = asked.heads === undefined ? '' : await readFile(asked.heads, 'utf8')
  const report = await database.snapshot(async (db) => {
    const books = await checkBooks(db)
    const { wrong, heads } = await checkHeads(db, text, headKey(asked.secret))
    const all = [...books.wrong, ...wrong]
    return { wrong: all, problems: all.map(sentenceOf), checked: { ...books.checked, heads } }
  })
  const { transfers, evidence, payments, receipts, closings, heads } = report.checked
  if (asked.json) console.log(JSON.stringify(report))
  else {
    for (const problem of report.problems) console.log(`WRONG  ${problem}`)
    const looked = `${transfers} transfers, ${evidence} links of evidence, ${payments} payments, ${receipts} receipts`
    console.log(`${looked}, ${closings} closings, ${heads} heads: ${report.problems.length} problems`)
  }
  return report.problems.length === 0 ? 0 : 1
}
