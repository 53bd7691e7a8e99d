import { type Article, articlesInForce } from '../../catalogue/article.ts'
import { type TermsOfSale, termsInForce } from '../../catalogue/terms-of-sale.ts'
import { orderArticle } from '../../checkout/order-article.ts'
import { amount } from '../../kit/amount.ts'
import { nowOf } from '../../kit/clock.ts'
import { assert } from '../../kit/failure.ts'
import type { Order } from '../../orders/order.ts'
import { findPayment, type Payment } from '../../payments/payment.ts'
import type { IncomingFact } from '../../payments/settlement/decide-fact.ts'
import { settlePayments } from '../../payments/settlement/settle-payments.ts'
import type { Shop } from '../../payments/shop.ts'

export type Buyer = { id: string; login: string }
export type Bought = { order: Order; payment: Payment; buyer: Buyer }
export type BuyWish = { buyer: Buyer; articleNumber: number; method: string; key: string; immediateUse: boolean }

/** What is on sale and under which terms, as a day of the year reads it once. */
export type OnSale = { articles: readonly Article[]; terms: TermsOfSale }

/** What may be bought now. */
export async function readSale({ db, clock }: Shop['database']): Promise<OnSale> {
  const now = nowOf(clock)
  const terms = await termsInForce(db, now)
  assert(terms, 'the demonstration has terms of sale')
  return { articles: await articlesInForce(db, now), terms }
}

/** Orders an article as its summary's button does. Undefined where the shop refuses, as it does a full account. */
export async function buy(shop: Shop, { articles, terms }: OnSale, wish: BuyWish): Promise<Bought | undefined> {
  const { db, clock } = shop.database
  const article = articles.find(({ number }) => number === wish.articleNumber)
  assert(article, 'the demonstration sells')
  const shown = {
    articleId: article.articleId,
    priceMinor: article.price.minor,
    creditMinor: article.credit.minor + article.bonus.minor,
    vatBp: article.vatBp,
    termsId: terms.termsId,
    atMs: clock.nowMs(),
  }
  const { buyer, method, key, immediateUse } = wish
  const payer = { ...buyer, address: undefined }
  const outcome = await orderArticle(shop, { shown, method, key, immediateUse, payer, language: 'fr' })
  if (outcome.is !== 'placed' || outcome.paymentId === undefined) return undefined
  const payment = await findPayment(db, outcome.paymentId)
  assert(payment, 'an order begins with its attempt')
  return { order: outcome.order, payment, buyer }
}

type Said = Pick<IncomingFact, 'kind' | 'source' | 'detail' | 'occurredAt'> & Partial<IncomingFact>

/** What the provider would say of it now. */
export function factOf({ payment }: Bought, said: Said): IncomingFact {
  const { gatewayId, reference, account, mode, amountMinor, currency, id } = payment
  return {
    about: 'payment',
    ...{ gatewayId, reference, account, mode },
    operation: operationOf(gatewayId, id),
    amount: amount(amountMinor, currency),
    ...(said.kind === 'paid' && { payerMark: gatewayId === 'ogone' ? 'VISA 1111' : 'PayPal' }),
    ...said,
  }
}

/** Settles such words, like all that a provider says. */
export async function hear(shop: Shop, facts: readonly IncomingFact[]): Promise<void> {
  if (facts.length > 0) await shop.database.transact((tx) => settlePayments(tx, facts, shop))
}

/** Providers name what they did in their own way; here it follows from our id. */
export const operationOf = (gatewayId: string, paymentId: string): string =>
  gatewayId === 'ogone' ? `30${digitsOf(paymentId)}` : paymentId.slice(-17).toUpperCase()

/** The same of the first refund of a payment. */
export const refundOf = (gatewayId: string, paymentId: string): string =>
  gatewayId === 'ogone' ? `${operationOf(gatewayId, paymentId)}/1` : `R${operationOf(gatewayId, paymentId)}`

const digitsOf = (id: string): string => [...id.slice(-16)].map((sign) => sign.charCodeAt(0) % 10).join('')
