import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { type Instant, later } from '../kit/clock.ts'
import { jsonReader } from '../kit/json.ts'

/** What one kind of account took in and gave out; the wallets of all people are one kind. */
export type AccountTotal = { account: string; unit: string; inMinor: number; outMinor: number }
/** What was sold and taken back at one VAT rate. */
export type VatTotal = {
  code: string
  unit: string
  netMinor: number
  vatMinor: number
  backNetMinor: number
  backVatMinor: number
}
/** The numbers of one series of receipts or credit notes; `last` is the last one ever, where `count` is 0 too. */
export type PaperTotal = { series: string; first: number; last: number; count: number }
export type ClosingTotals = { accounts: AccountTotal[]; vat: VatTotal[]; papers: PaperTotal[] }

/** By currency, what ever came into sales and VAT and what ever left them: neither falls. */
export type Perpetual = Record<string, { soldMinor: number; backMinor: number }>

const totals: z.ZodType<ClosingTotals> = z.object({
  accounts: z.array(z.object({ account: z.string(), unit: z.string(), inMinor: z.number(), outMinor: z.number() })),
  vat: z.array(
    z.object({
      code: z.string(),
      unit: z.string(),
      netMinor: z.number(),
      vatMinor: z.number(),
      backNetMinor: z.number(),
      backVatMinor: z.number(),
    }),
  ),
  papers: z.array(z.object({ series: z.string(), first: z.number(), last: z.number(), count: z.number() })),
})
export const readTotals = jsonReader('closing.totals', totals)
export const readPerpetual: (text: string) => Perpetual = jsonReader(
  'closing.perpetual',
  z.record(z.string(), z.object({ soldMinor: z.number(), backMinor: z.number() })),
)

/** Transfers after `fromSeq` up to `toSeq`; numbers of papers after `papersFrom` up to `papersTo`. */
export type ClosingRange = {
  fromSeq: number
  toSeq: number
  papersFrom: ReadonlyMap<string, number>
  papersTo: ReadonlyMap<string, number>
}

/** The totals of a range, from the rows. */
export async function totalsOf(db: Db, range: ClosingRange): Promise<ClosingTotals> {
  const accounts = await accountTotals(db, range)
  return { accounts, vat: vatTotals(accounts), papers: await paperTotals(db, range) }
}

const kindOf = (column: 'from_account' | 'to_account') => sql`case
  when ${sql.ref(column)} like 'wallet:%:bought' then 'wallet:bought'
  when ${sql.ref(column)} like 'wallet:%:given' then 'wallet:given'
  when ${sql.ref(column)} like 'reserved:%' then 'reserved' else ${sql.ref(column)} end`

async function accountTotals(db: Db, { fromSeq, toSeq }: ClosingRange): Promise<AccountTotal[]> {
  const { rows } = await sql<{ source: string; target: string; unit: string; minor: number }>`
    select m.source, m.target, m.unit, cast(sum(m.amount_minor) as bigint) as minor from
      (select ${kindOf('from_account')} as source, ${kindOf('to_account')} as target, unit, amount_minor
        from transfer where seq > ${fromSeq} and seq <= ${toSeq}) m
    group by m.source, m.target, m.unit`.execute(db)
  const totals = new Map<string, AccountTotal>()
  const add = (account: string, unit: string, inMinor: number, outMinor: number) => {
    const before = totals.get(`${account} ${unit}`) ?? { account, unit, inMinor: 0, outMinor: 0 }
    const now = { inMinor: before.inMinor + inMinor, outMinor: before.outMinor + outMinor }
    totals.set(`${account} ${unit}`, { ...before, ...now })
  }
  for (const { source, target, unit, minor } of rows) {
    add(source, unit, 0, minor)
    add(target, unit, minor, 0)
  }
  return inOrder(totals)
}

function vatTotals(accounts: readonly AccountTotal[]): VatTotal[] {
  const rates = new Map<string, VatTotal>()
  for (const { account, unit, inMinor, outMinor } of accounts) {
    const [, kind, code = ''] = /^(sales|vat):(.+)$/.exec(account) ?? []
    if (kind === undefined) continue
    const none = { code, unit, netMinor: 0, vatMinor: 0, backNetMinor: 0, backVatMinor: 0 }
    const before = rates.get(`${code} ${unit}`) ?? none
    const now =
      kind === 'sales' ? { netMinor: inMinor, backNetMinor: outMinor } : { vatMinor: inMinor, backVatMinor: outMinor }
    rates.set(`${code} ${unit}`, { ...before, ...now })
  }
  return inOrder(rates)
}

async function paperTotals(db: Db, { papersFrom, papersTo }: ClosingRange): Promise<PaperTotal[]> {
  const papers: PaperTotal[] = []
  for (const [series, last] of [...papersTo].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { rows } = await sql<{ first: number | null; count: number }>`
      select min(value) as first, count(*) as count from receipt
      where series = ${series} and value > ${papersFrom.get(series) ?? 0} and value <= ${last}`.execute(db)
    papers.push({ series, first: rows[0]?.first ?? last, last, count: rows[0]?.count ?? 0 })
  }
  return papers
}

/**
 * The totals of a month from its days, or of a year from its months, in their order: nobody waits while a year of
 * transfers is read. check-books makes them anew from the rows.
 */
export function sumTotals(parts: readonly ClosingTotals[]): ClosingTotals {
  const accounts = new Map<string, AccountTotal>()
  const papers = new Map<string, PaperTotal>()
  for (const part of parts) {
    for (const total of part.accounts) {
      const { inMinor, outMinor } = accounts.get(`${total.account} ${total.unit}`) ?? { inMinor: 0, outMinor: 0 }
      const sum = { inMinor: inMinor + total.inMinor, outMinor: outMinor + total.outMinor }
      accounts.set(`${total.account} ${total.unit}`, { ...total, ...sum })
    }
    for (const paper of part.papers) {
      const before = papers.get(paper.series)
      const first = before && before.count > 0 ? before.first : paper.first
      papers.set(paper.series, { ...paper, first, count: (before?.count ?? 0) + paper.count })
    }
  }
  const sums = inOrder(accounts)
  return { accounts: sums, vat: vatTotals(sums), papers: inOrder(papers) }
}

const inOrder = <Total>(totals: ReadonlyMap<string, Total>): Total[] =>
  [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total)

type Issued = {
  fromAt: Instant
  untilAt: Instant
  /** The last number of each series before. */
  known: ReadonlyMap<string, number>
  /** So long after the end a number may still have been taken before one of the time itself. */
  graceMs: number
}

/** The last number of each series that was issued in a time; series that issued none are absent. */
export async function lastPapers(db: Db, issued: Issued): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const { series } of await db.selectFrom('counter').select('series').execute()) {
    const last = await lastPaper(db, series, issued)
    if (last !== undefined && last.issuedAt >= issued.fromAt) found.set(series, last.value)
  }
  return found
}

/** From the last number before as far as the time went: however many papers there are, those of the time are read. */
async function lastPaper(db: Db, series: string, { untilAt, known, graceMs }: Issued) {
  const papers = db.selectFrom('receipt').select(['value', 'issuedAt']).where('series', '=', series).limit(1)
  const beyond = await papers
    .where('value', '>', known.get(series) ?? 0)
    .where('issuedAt', '>=', later(untilAt, graceMs))
    .orderBy('value')
    .executeTakeFirst()
  return papers
    .where('value', '<', beyond?.value ?? Number.MAX_SAFE_INTEGER)
    .where('issuedAt', '<', untilAt)
    .orderBy('value', 'desc')
    .executeTakeFirst()
}

/** What a closing's own totals add to what was there since the beginning. */
export function addPerpetual(before: Perpetual, { vat }: Pick<ClosingTotals, 'vat'>): Perpetual {
  const after = structuredClone(before)
  for (const { unit, netMinor, vatMinor, backNetMinor, backVatMinor } of vat) {
    const { soldMinor, backMinor } = after[unit] ?? { soldMinor: 0, backMinor: 0 }
    const back = backMinor + backNetMinor + backVatMinor
    after[unit] = { soldMinor: soldMinor + netMinor + vatMinor, backMinor: back }
  }
  return Object.fromEntries(Object.entries(after).sort(([a], [b]) => (a < b ? -1 : 1)))
}
