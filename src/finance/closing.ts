import { hash } from 'node:crypto'
import type { Database, Db, Tx } from '../db/database.ts'
import { beforeFirst, evidenceChain } from '../db/evidence.ts'
import { insertRows } from '../db/many-rows.ts'
import { later, MINUTE } from '../kit/clock.ts'
import { addDays, type Day, localDay, startOfDay } from '../kit/day.ts'
import { job, once } from '../kit/job.ts'
import { firstHash } from '../ledger/chain.ts'
import {
  addPerpetual,
  type ClosingTotals,
  lastPapers,
  type Perpetual,
  readPerpetual,
  readTotals,
  sumTotals,
  totalsOf,
} from './closing-totals.ts'
import type { ClosingRow } from './finance-tables.ts'

export type ClosingKind = ClosingRow['kind']
/** A closing with its texts read. */
export type Closing = Omit<ClosingRow, 'totals' | 'perpetual'> & { totals: ClosingTotals; perpetual: Perpetual }

/** A day is closed so long after its end: longer than any transaction lives that began in it. */
export const closingGraceMs = 10 * MINUTE

export const asClosing = (row: ClosingRow): Closing => ({
  ...row,
  totals: readTotals(row.totals),
  perpetual: readPerpetual(row.perpetual),
})

/** sha256(previous hash, the closing’s own content). */
export function closingHash(row: Omit<ClosingRow, 'hash'>): string {
  const { number, kind, period, fromAt, untilAt, timeZone, fromSeq, booksSeq, booksHash } = row
  const { evidenceSeq, evidenceHash, totals, perpetual, closedAt } = row
  const ends = [fromSeq, booksSeq, booksHash, evidenceSeq, evidenceHash]
  const content = [number, kind, period, fromAt, untilAt, timeZone, ...ends, totals, perpetual, closedAt]
  return hash('sha256', row.previousHash + JSON.stringify(content), 'hex')
}

/** Closes every day that is over, oldest first, with its month and its year where it ends them. Returns how many. */
export async function closeDue(database: Database, timeZone: string): Promise<number> {
  for (let days = 0; ; days += 1) if (!(await database.transact((tx) => closeNextDay(tx, timeZone)))) return days
}

/** One day and what ends with it; false where none is due. Where another node was faster nothing is written. */
async function closeNextDay(tx: Tx, timeZone: string): Promise<boolean> {
  const last = await lastClosing(tx, 'day')
  const day = last ? addDays(last.period, 1) : await firstDay(tx, timeZone)
  if (day === undefined) return false
  const next = addDays(day, 1)
  const untilAt = startOfDay(next, timeZone)
  if (later(untilAt, closingGraceMs) > tx.now) return false
  // A day begins where the one before ended, also when the shop moves to another time zone.
  const fromAt = last?.untilAt ?? startOfDay(day, timeZone)
  const end = await endOfDay(tx, last?.booksSeq ?? 0, untilAt)
  const issued = await lastPapers(tx, { fromAt, untilAt, known: endsOf(last), graceMs: closingGraceMs })
  const over = { untilAt, timeZone, ...end, issued }
  if (!(await write(tx, { kind: 'day', period: day, fromAt, last, ...over }))) return false
  for (const [kind, length] of [
    ['month', 7],
    ['year', 4],
  ] as const) {
    const period = day.slice(0, length)
    if (next.startsWith(period)) continue
    const before = await lastClosing(tx, kind)
    const begun = before?.untilAt ?? (await firstClosing(tx))?.fromAt ?? fromAt
    await write(tx, { kind, period, fromAt: begun, last: before, ...over })
  }
  return true
}

async function firstDay(db: Db, timeZone: string): Promise<Day | undefined> {
  const first = await db.selectFrom('transfer').select('postedAt').orderBy('seq').limit(1).executeTakeFirst()
  return first && localDay(first.postedAt, timeZone)
}

/** The last transfer of the day, or where the day before ended. */
async function endOfDay(db: Db, after: number, untilAt: string): Promise<{ booksSeq: number; booksHash: string }> {
  const beyond = await db
    .selectFrom('transfer')
    .select('seq')
    .where('seq', '>', after)
    .where('postedAt', '>=', later(untilAt, closingGraceMs))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  const ended = await db
    .selectFrom('transfer')
    .select(['seq', 'hash'])
    .where('seq', '>', after)
    .where('seq', '<', beyond?.seq ?? Number.MAX_SAFE_INTEGER)
    .where('postedAt', '<', untilAt)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const end =
    ended ?? (await db.selectFrom('transfer').select(['seq', 'hash']).where('seq', '=', after).executeTakeFirst())
  return { booksSeq: end?.seq ?? 0, booksHash: end?.hash ?? firstHash }
}

type ToWrite = Pick<ClosingRow, 'kind' | 'period' | 'fromAt' | 'untilAt' | 'timeZone' | 'booksSeq' | 'booksHash'> & {
  /** The closing of the same kind before this one. */
  last: Closing | undefined
  issued: ReadonlyMap<string, number>
}

async function write(tx: Tx, { last, issued, ...period }: ToWrite): Promise<boolean> {
  const previous = await lastClosing(tx)
  const fromSeq = last?.booksSeq ?? 0
  // Before a month the day that ends it was written: its numbers are known already.
  const papersTo = new Map([...endsOf(previous), ...issued])
  const range = { fromSeq, toSeq: period.booksSeq, papersFrom: endsOf(last), papersTo }
  const totals = period.kind === 'day' ? await totalsOf(tx, range) : sumTotals(await partsOf(tx, period))
  const before = previous?.perpetual ?? {}
  const evidence = await tx.selectFrom('chainHead').selectAll().where('chain', '=', evidenceChain).executeTakeFirst()
  const row = {
    number: (previous?.number ?? 0) + 1,
    ...period,
    fromSeq,
    evidenceSeq: evidence?.seq ?? 0,
    evidenceHash: evidence?.hash ?? beforeFirst,
    totals: JSON.stringify(totals),
    perpetual: JSON.stringify(period.kind === 'day' ? addPerpetual(before, totals) : before),
    closedAt: tx.now,
    previousHash: previous?.hash ?? beforeFirst,
  }
  const closing: ClosingRow = { ...row, hash: closingHash(row) }
  return (await insertRows(tx, 'closing', [closing], 'on conflict do nothing returning number')).length === 1
}

/** The days of a month, or the months of a year, which are closed before it. */
async function partsOf(db: Db, { kind, period }: Pick<ClosingRow, 'kind' | 'period'>): Promise<ClosingTotals[]> {
  const rows = await db
    .selectFrom('closing')
    .selectAll()
    .where('kind', '=', kind === 'year' ? 'month' : 'day')
    .where('period', '>', `${period}-`)
    // Whether texts are compared by bytes or as a language does.
    .where('period', '<=', `${period}-99`)
    .orderBy('period')
    .execute()
  return rows.map((row) => asClosing(row).totals)
}

/** The last number of each series that a closing knows. */
export const endsOf = (closing: Pick<Closing, 'totals'> | undefined): Map<string, number> =>
  new Map(closing?.totals.papers.map(({ series, last }) => [series, last]))

/** The last closing, of a kind or of any. */
export async function lastClosing(db: Db, kind?: ClosingKind): Promise<Closing | undefined> {
  const all = db.selectFrom('closing').selectAll().limit(1)
  // Periods of one kind follow each other as their texts do.
  const last =
    kind === undefined ? all.orderBy('number', 'desc') : all.where('kind', '=', kind).orderBy('period', 'desc')
  const row = await last.executeTakeFirst()
  return row && asClosing(row)
}

async function firstClosing(db: Db): Promise<ClosingRow | undefined> {
  return db.selectFrom('closing').selectAll().orderBy('number').limit(1).executeTakeFirst()
}

/** Days, months and years that are over. */
export const closingJob = (database: Database, timeZone: string) =>
  job({ name: 'closings', everyMs: 10 * MINUTE, run: once(() => closeDue(database, timeZone)) })
