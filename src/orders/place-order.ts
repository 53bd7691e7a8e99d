import type { Article } from '../catalogue/article.ts'
import type { TermsOfSale } from '../catalogue/terms-of-sale.ts'
import { splitVat } from '../catalogue/vat.ts'
import { type Db, RunAgain, type Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { DAY, later, toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import type { Language } from '../kit/language.ts'
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
