import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { safeReader } from '../kit/json.ts'
import type { BooksCheck, Wrong } from '../ledger/wrong.ts'

/** Numbers without gaps up to each counter, and on each paper what the books say. */
export const checkReceipts: BooksCheck = async (db) => [...(await checkSeries(db)), ...(await checkFigures(db))]

async function checkSeries(db: Db): Promise<Wrong[]> {
  const { rows } = await sql<{
    series: string
    n: number
    low: number
    high: number
    counted: number | null
    leftOut: number
    jumped: number
  }>`
    select r.series, r.n, r.low, r.high,
      (select c.value from counter c where c.series = r.series) as counted,
      (select coalesce(cast(sum(g.to_value - g.from_value + 1) as bigint), 0) from number_gap g
        where g.series = r.series and g.from_value > r.low and g.to_value < r.high) as left_out,
      (select coalesce(max(g.to_value), 0) from number_gap g where g.series = r.series) as jumped
    from (select series, count(*) as n, min(value) as low, max(value) as high from receipt group by series) r`.execute(
    db,
  )
  return rows.flatMap((row) => {
    const span = `${row.low} and ${row.high}`
    return [
      ...(row.high - row.low + 1 === row.n + row.leftOut
        ? []
        : [{ table: 'receipt', row: row.series, what: `has ${row.n} numbers between ${span}` }]),
      ...(row.counted === Math.max(row.high, row.jumped)
        ? []
        : [{ table: 'counter', row: row.series, what: `is ${row.counted}, the last receipt has ${row.high}` }]),
    ]
  })
}

type Figures = {
  id: string
  number: string
  amount: number
  vat: number
  content: string
  posted: number
  postedVat: number
}

/** A paper's columns are what its transfers moved, and its text says the same. */
async function checkFigures(db: Db): Promise<Wrong[]> {
  const wrong: Wrong[] = []
  const page = 2_000
  for (let after = ''; ; ) {
    const { rows } = await sql<Figures>`
      select r.id, r.number, r.amount_minor as amount, r.vat_minor as vat, r.content,
        coalesce(net.amount_minor, 0) + coalesce(vat.amount_minor, 0) as posted,
        coalesce(vat.amount_minor, 0) as posted_vat
      from receipt r
        left join transfer net on net.key = case r.kind when 'receipt' then 'sale:' || r.payment_id || ':net'
          else 'refund:' || r.refund_id || ':net' end
        left join transfer vat on vat.key = case r.kind when 'receipt' then 'sale:' || r.payment_id || ':vat'
          else 'refund:' || r.refund_id || ':vat' end
      where r.id > ${after} order by r.id limit ${sql.lit(page)}`.execute(db)
    for (const row of rows) wrong.push(...wrongFigures(row))
    if (rows.length < page) return wrong
    after = rows.at(-1)?.id ?? after
  }
}

function wrongFigures(row: Figures): Wrong[] {
  const place = { table: 'receipt', row: `${row.id} (${row.number})` }
  const wrong: Wrong[] = []
  if (row.amount !== row.posted || row.vat !== row.postedVat) {
    const [says, posted] = [`${row.amount} with ${row.vat} of VAT`, `${row.posted} with ${row.postedVat}`]
    wrong.push({ ...place, what: `is of ${says}, its transfers of ${posted}` })
  }
  const text = readContent(row.content)
  if (text?.priceMinor !== row.amount || text?.vatMinor !== row.vat)
    wrong.push({
      ...place,
      what: `content says ${text?.priceMinor} with ${text?.vatMinor} of VAT, its columns otherwise`,
    })
  return wrong
}

const readContent = safeReader(z.object({ priceMinor: z.unknown(), vatMinor: z.unknown() }))
