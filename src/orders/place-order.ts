import type { Article } from '../catalogue/article.ts'
import type { TermsOfSale } from '../catalogue/terms-of-sale.ts'
import { splitVat } from '../catalogue/vat-rate.ts'
import { type Db, RunAgain, type Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { DAY, later, toMs } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import type { Language } from '../kit/language.ts'
import { nextNumbers } from '../ledger/counter.ts'
import { writtenIn } from '../messages/french-spaces.ts'
import type { Order } from './order.ts'
import { reversed } from './order-subjects.ts'
import type { OrderRow } from './orders-tables.ts'
import { recordChanges } from './status-change.ts'

export const orderLifeMs = DAY

export type OrderToPlace = {
  personId: string
  /** From the summary's form: the same click twice places one order. */
  key: string
  /** Takes the order's number, for an order that is new. */
  takeNumber: (tx: Tx) => Promise<string>
  article: Article
  terms: TermsOfSale
  immediateUse: boolean
  language: Language
  mode: OrderRow['mode']
}

/**
 * Writes the order with price, VAT and terms frozen. The same key again returns the order that is there, and takes no
 * number: `isNew` tells them apart. Throws RunAgain when the same key, or this number, was placed at the same time.
 */
export async function placeOrder(tx: Tx, wish: OrderToPlace): Promise<{ order: Order; isNew: boolean }> {
  const known = await findPlacedOrder(tx, wish)
  if (known) return { order: known, isNew: false }
  const order = asRow(wish, await wish.takeNumber(tx), tx.now)
  const [inserted] = await insertRows(tx, 'orders', [order], 'on conflict do nothing returning id')
  if (!inserted) throw new RunAgain()
  recordChanges(tx, [
    {
      subject: 'order',
      subjectId: order.id,
      orderId: order.id,
      fromStatus: '',
      toStatus: 'placed',
      actor: wish.personId,
      why: '',
    },
  ])
  return { order, isNew: true }
}

/** The order that this very form has placed already, if it has. */
export async function findPlacedOrder(
  db: Db,
  { personId, key }: Pick<OrderToPlace, 'personId' | 'key'>,
): Promise<Order | undefined> {
  return db.selectFrom('orders').selectAll().where('personId', '=', personId).where('key', '=', key).executeTakeFirst()
}

function asRow(wish: OrderToPlace, number: string, now: string): Order {
  const { article, terms } = wish
  return {
    id: newId('ord', toMs(now)),
    number,
    numberReversed: reversed(number),
    personId: wish.personId,
    status: 'placed',
    mode: wish.mode,
    language: wish.language,
    articleId: article.articleId,
    articleVersion: article.version,
    articleNumber: article.number,
    articleTitle: writtenIn(article.titles, wish.language),
    priceMinor: article.price.minor,
    listPriceMinor: article.listPrice.minor,
    currency: article.price.unit,
    vatCode: article.vatCode,
    vatBp: article.vatBp,
    vatMinor: splitVat(article.price, article.vatBp).vat.minor,
    creditMinor: article.credit.minor,
    bonusMinor: article.bonus.minor,
    termsId: terms.termsId,
    termsSha256: terms.sha256,
    immediateUse: wish.immediateUse ? 1 : 0,
    key: wish.key,
    placedAt: now,
    expiresAt: later(now, orderLifeMs),
    paidAt: null,
    fulfilledAt: null,
  }
}

export type NumberParts = { pattern: string; login: string; mode: string; timeZone: string }

/**
 * The number that people quote, made by the operator's pattern: `gp4_{login}{number}`. It is taken in the
 * transaction that places the order, so that looking takes none. One that an order bears already, made by an earlier
 * pattern, is left out. The year is that of the shop’s time zone.
 */
export async function nextOrderNumber(tx: Tx, { pattern, login, mode, timeZone }: NumberParts): Promise<string> {
  const year = localDay(tx.now, timeZone).slice(0, 4)
  for (let tries = 0; tries < 100; tries += 1) {
    const number = await nextNumbers(tx, { series: `order:${mode}`, count: 1 })
    const text = writeOrderNumber(pattern, { login, number, year })
    const taken = await tx.selectFrom('orders').select('id').where('number', '=', text).executeTakeFirst()
    if (!taken) return text
  }
  assert(false, `the pattern ${pattern} makes numbers that are free`)
}

/**
 * Pure: the pattern filled in. Where a digit of the login would touch the number, a dash keeps them apart, so that
 * `etu41` with 7 and `etu4` with 17 stay two numbers: whatever the login, the text tells the counter's number.
 */
export function writeOrderNumber(pattern: string, values: { login: string; number: number; year: string }): string {
  let text = ''
  let before: 'login' | 'number' | undefined
  for (const part of pattern.split(/(\{(?:login|number|year)\})/)) {
    const name = part === '{login}' ? 'login' : part === '{number}' ? 'number' : undefined
    const piece = name ? String(values[name]) : part === '{year}' ? values.year : part
    const touches =
      before !== undefined && name !== undefined && before !== name && /\d$/.test(text) && /^\d/.test(piece)
    text += touches ? `-${piece}` : piece
    if (name) before = name
    else if (/\D/.test(piece)) before = undefined
  }
  return text
}
