import type { Db } from '../../db/database.ts'
import { beforeFirst } from '../../db/evidence.ts'
import type { Wrong } from '../../ledger/wrong.ts'
import { asClosing, type Closing, closingHash, endsOf } from '../closing.ts'
import { addPerpetual, totalsOf } from '../closing-totals.ts'
import type { ClosingRow } from '../finance-tables.ts'

/**
 * The closings, link by link, and each one made anew from the rows: what it covers begins where the one before of its
 * kind ended, its totals are what the rows say, the total since the beginning is the one before and its own. A transfer
 * that was written after a day was closed and says that it belongs there is named too.
 */
export async function checkClosings(db: Db): Promise<{ wrong: Wrong[]; closings: number }> {
  const wrong: Wrong[] = []
  const rows = await db.selectFrom('closing').selectAll().orderBy('number').execute()
  const last = new Map<string, Closing>()
  let previous: Closing | undefined
  for (const row of rows) {
    const say = (what: string) =>
      wrong.push({ table: 'closing', row: `${row.number} (${row.kind} ${row.period})`, what })
    if (row.number !== (previous?.number ?? 0) + 1) say('does not follow its predecessor: one is missing')
    if (row.previousHash !== (previous?.hash ?? beforeFirst)) say('does not continue its predecessor')
    if (closingHash(row) !== row.hash) say('was changed after it was written')
    const closing = readClosing(row)
    if (!closing) {
      say('cannot be read')
      continue
    }
    for (const what of await againstRows(db, closing, { last: last.get(row.kind), previous })) say(what)
    last.set(row.kind, closing)
    previous = closing
  }
  wrong.push(...(await lateTransfers(db, rows)))
  return { wrong, closings: rows.length }
}

function readClosing(row: ClosingRow): Closing | undefined {
  try {
    const closing = asClosing(row)
    return Array.isArray(closing.totals.papers) && Array.isArray(closing.totals.vat) ? closing : undefined
  } catch {
    return undefined
  }
}

type Before = { last: Closing | undefined; previous: Closing | undefined }

async function againstRows(db: Db, closing: Closing, { last, previous }: Before): Promise<string[]> {
  const found: string[] = []
  if (closing.fromSeq !== (last?.booksSeq ?? 0)) found.push(`begins after transfer ${closing.fromSeq}`)
  if (last && last.untilAt !== closing.fromAt) found.push(`begins on ${closing.fromAt}, not where the last one ended`)
  for (const [table, seq, hash] of [
    ['transfer', closing.booksSeq, closing.booksHash],
    ['evidence', closing.evidenceSeq, closing.evidenceHash],
  ] as const) {
    const row = seq > 0 && (await db.selectFrom(table).select('hash').where('seq', '=', seq).executeTakeFirst())
    if ((row ? row.hash : beforeFirst) !== hash) found.push(`closes upon another ${table} ${seq} than the one there is`)
  }
  const range = {
    fromSeq: closing.fromSeq,
    toSeq: closing.booksSeq,
    papersFrom: endsOf(last),
    papersTo: endsOf(closing),
  }
  const totals = await totalsOf(db, range)
  if (JSON.stringify(totals) !== JSON.stringify(closing.totals)) found.push('totals are not what the rows say')
  const before = previous?.perpetual ?? {}
  const perpetual = closing.kind === 'day' ? addPerpetual(before, totals) : before
  if (JSON.stringify(perpetual) !== JSON.stringify(closing.perpetual))
    found.push('perpetual total is not the one before and its own')
  return found
}

/** Transfers that came after a day was closed and carry an instant in it. */
async function lateTransfers(db: Db, rows: readonly ClosingRow[]): Promise<Wrong[]> {
  const days = rows.filter(({ kind }) => kind === 'day')
  const wrong: Wrong[] = []
  for (const [index, day] of days.entries()) {
    const late = await db
      .selectFrom('transfer')
      .select(['seq', 'key', 'postedAt'])
      .where('seq', '>', day.booksSeq)
      .where('seq', '<=', days[index + 1]?.booksSeq ?? Number.MAX_SAFE_INTEGER)
      .where('postedAt', '<', day.untilAt)
      .execute()
    for (const { seq, key, postedAt } of late) {
      const { number, period } = days.find(({ untilAt }) => postedAt < untilAt) ?? day
      const what = `says ${postedAt}, in a time that was closed before it (closing ${number}, ${period})`
      wrong.push({ table: 'transfer', row: `${seq} (${key})`, what })
    }
  }
  return wrong
}
