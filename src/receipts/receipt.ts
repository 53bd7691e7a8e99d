import { z } from 'zod'
import { currentBrand } from '../brand/brand.ts'
import { splitVat } from '../catalogue/vat-rate.ts'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import type { Amount } from '../kit/amount.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { jsonReader } from '../kit/json.ts'
import { nextNumbers } from '../ledger/counter.ts'
import type { Order } from '../orders/order.ts'
import type { ReceiptRow } from './receipts-tables.ts'

/** What a receipt says, frozen when it is issued. Money in minor units of `currency`, credit in minor units. */
export type ReceiptContent = {
  seller: { name: string; lines: string[] }
  person: { name: string; login: string }
  orderNumber: string
  articleNumber: number
  articleTitle: string
  priceMinor: number
  netMinor: number
  vatMinor: number
  vatBp: number
  currency: string
  creditMinor: number
  bonusMinor: number
  /** Absent where the balance is kept by another system. */
  balanceMinor: number | null
  gatewayId: string
  payerMark: string | null
  bankReference: string
  paidAt: Instant
  placedAt: Instant
  termsNumber: number
  mode: string
  /** Of a credit note: the receipt it answers, and why. */
  answers?: { number: string; reason: string }
}
const readContent = jsonReader<ReceiptContent>(
  'receipt.content',
  z.object({
    seller: z.object({ name: z.string(), lines: z.array(z.string()) }),
    person: z.object({ name: z.string(), login: z.string() }),
    orderNumber: z.string(),
    articleNumber: z.number(),
    articleTitle: z.string(),
    priceMinor: z.number(),
    netMinor: z.number(),
    vatMinor: z.number(),
    vatBp: z.number(),
    currency: z.string(),
    creditMinor: z.number(),
    bonusMinor: z.number(),
    balanceMinor: z.number().nullable(),
    gatewayId: z.string(),
    payerMark: z.string().nullable(),
    bankReference: z.string(),
    paidAt: z.string(),
    placedAt: z.string(),
    termsNumber: z.number(),
    mode: z.string(),
    answers: z.object({ number: z.string(), reason: z.string() }).optional(),
  }),
)

export type Receipt = Omit<ReceiptRow, 'content'> & { content: ReceiptContent }

export type ReceiptNumber = { series: string; value: number; number: string }

/**
 * Takes `count` numbers in the settlement's own transaction: a rollback gives them back, so the series has no gap.
 * Each year of the shop’s time zone and each mode has its own series.
 */
export async function takeReceiptNumbers(
  tx: Tx,
  take: { kind: ReceiptRow['kind']; mode: string; timeZone: string; count: number },
): Promise<ReceiptNumber[]> {
  if (take.count === 0) return []
  const year = localDay(tx.now, take.timeZone).slice(0, 4)
  const series = `${take.kind}:${take.mode}:${year}`
  const first = await nextNumbers(tx, { series, count: take.count })
  return Array.from({ length: take.count }, (_, index) => {
    const value = first + index
    return { series, value, number: printedNumber(series, value) }
  })
}

/** A number as it stands on the paper: `2026-000912`; `A` before that of a credit note, `T` in test mode. */
export function printedNumber(series: string, value: number): string {
  const [kind, mode, year = ''] = series.split(':')
  const prefix = `${kind === 'credit_note' ? 'A' : ''}${mode === 'test' ? 'T' : ''}`
  return `${prefix}${year}-${String(value).padStart(6, '0')}`
}

export type SaleToReceipt = {
  number: ReceiptNumber
  order: Order
  payment: { id: string; gatewayId: string }
  price: Amount
  creditMinor: number
  bonusMinor: number
  /** Of the line in the person's history that tells the balance after it. */
  cause: string
  bankReference: string
  payerMark: string | null
  paidAt: Instant
}

/**
 * Writes the receipts of settled sales, whose credit is in the books already: since that sequence number, so that
 * the balance after each is found without reading older history. Returns the rows.
 */
export async function writeReceipts(tx: Tx, sales: readonly SaleToReceipt[], sinceSeq: number): Promise<ReceiptRow[]> {
  const orders = sales.map((sale) => sale.order)
  const around = await readSurroundings(tx, orders, sinceSeq)
  const rows = sales.map(
    (sale): ReceiptRow => ({
      id: newId('rct', toMs(tx.now)),
      kind: 'receipt',
      ...sale.number,
      orderId: sale.order.id,
      paymentId: sale.payment.id,
      refundId: null,
      personId: sale.order.personId,
      amountMinor: sale.price.minor,
      vatMinor: splitVat(sale.price, sale.order.vatBp).vat.minor,
      currency: sale.price.unit,
      content: JSON.stringify(contentOf(sale, around)),
      issuedAt: tx.now,
    }),
  )
  await insertRows(tx, 'receipt', rows)
  return rows
}

type Surroundings = {
  seller: ReceiptContent['seller']
  people: ReadonlyMap<string, { name: string; login: string }>
  balances: ReadonlyMap<string, number>
  terms: ReadonlyMap<string, number>
}

async function readSurroundings(tx: Tx, orders: readonly Order[], sinceSeq: number): Promise<Surroundings> {
  const personIds = [...new Set(orders.map((order) => order.personId))]
  const people = await tx.selectFrom('person').select(['id', 'name', 'login']).where('id', 'in', personIds).execute()
  const lines = await tx
    .selectFrom('historyEntry')
    .select(['cause', 'balanceMinor'])
    .where('personId', 'in', personIds)
    .where('seq', '>=', sinceSeq)
    .execute()
  const termsIds = [...new Set(orders.map((order) => order.termsId))]
  const terms = await tx.selectFrom('termsVersion').select(['id', 'number']).where('id', 'in', termsIds).execute()
  return {
    seller: await readSeller(tx),
    people: new Map(people.map((person) => [person.id, person])),
    balances: new Map(lines.map((line) => [line.cause, line.balanceMinor])),
    terms: new Map(terms.map((version) => [version.id, version.number])),
  }
}

function contentOf(sale: SaleToReceipt, around: Surroundings): ReceiptContent {
  const { order } = sale
  const person = around.people.get(order.personId)
  assert(person, `the person of ${order.id} is there`)
  const { net, vat } = splitVat(sale.price, order.vatBp)
  return {
    seller: around.seller,
    person: { name: person.name, login: person.login },
    orderNumber: order.number,
    articleNumber: order.articleNumber,
    articleTitle: order.articleTitle,
    priceMinor: sale.price.minor,
    netMinor: net.minor,
    vatMinor: vat.minor,
    vatBp: order.vatBp,
    currency: sale.price.unit,
    creditMinor: sale.creditMinor,
    bonusMinor: sale.bonusMinor,
    balanceMinor: around.balances.get(sale.cause) ?? null,
    gatewayId: sale.payment.gatewayId,
    payerMark: sale.payerMark,
    bankReference: sale.bankReference,
    paidAt: sale.paidAt,
    placedAt: order.placedAt,
    termsNumber: around.terms.get(order.termsId) ?? 0,
    mode: order.mode,
  }
}

/** The seller as the published brand names it at this moment. */
export async function readSeller(db: Db): Promise<ReceiptContent['seller']> {
  return (await currentBrand(db)).seller
}

/** One receipt or credit note, whoever’s it is. */
export async function findReceipt(db: Db, receiptId: string): Promise<Receipt | undefined> {
  const row = await db.selectFrom('receipt').selectAll().where('id', '=', receiptId).executeTakeFirst()
  return row && asReceipt(row)
}

/** Receipt and credit notes of an order, oldest first. */
export async function receiptsOfOrder(db: Db, orderId: string): Promise<Receipt[]> {
  const rows = await db
    .selectFrom('receipt')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('issuedAt')
    .orderBy('id')
    .execute()
  return rows.map(asReceipt)
}

/** The row with its frozen content read. */
export function asReceipt(row: ReceiptRow): Receipt {
  return { ...row, content: readContent(row.content) }
}

/** Receipt ids by their numbers, for the links of a history. */
export async function receiptIdsOf(db: Db, orderIds: readonly string[]): Promise<Map<string, string>> {
  if (orderIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('receipt')
    .select(['id', 'number'])
    .where('orderId', 'in', [...new Set(orderIds)])
    .where('kind', '=', 'receipt')
    .execute()
  return new Map(rows.map((row) => [row.number, row.id]))
}
