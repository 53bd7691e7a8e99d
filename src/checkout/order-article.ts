import { type Article, articleInForce } from '../catalogue/article.ts'
import { atAmount, freeAmountMisfit } from '../catalogue/free-amount.ts'
import { type TermsOfSale, termsInForce } from '../catalogue/terms-of-sale.ts'
import type { Database } from '../db/database.ts'
import { amount } from '../kit/amount.ts'
import { HOUR, nowOf } from '../kit/clock.ts'
import type { Language } from '../kit/language.ts'
import type { Order } from '../orders/order.ts'
import { type LimitRefusal, placeWithinLimits } from '../orders/order-limits.ts'
import { findPlacedOrder, nextOrderNumber } from '../orders/place-order.ts'
import { paymentsOfOrder } from '../payments/payment.ts'
import { getGateway, type Shop } from '../payments/shop.ts'
import { createPayment } from '../payments/start-payment.ts'
import { countTry, limits, minutesToWait } from '../people/sign-in/throttle.ts'
import { type MethodRefusal, methodRefusal, type Payer, takeAttempt } from './choose-method.ts'

export type OrderWish = {
  shown: Shown
  method: string
  /** From the form: the same click twice places one order. */
  key: string
  immediateUse: boolean
  payer: Payer
  language: Language
}

export type OrderOutcome =
  /** `paymentId`: the attempt that `startPayment` leads to its provider; absent once the order is paid or given up. */
  | { is: 'placed'; order: Order; paymentId: string | undefined }
  | { is: 'refused'; because: Disagreement | MethodRefusal }
  | { is: 'refused'; because: 'too_many_orders' | 'too_many_attempts'; minutes: number }
  | { is: 'refused'; because: 'limit'; limit: LimitRefusal; currency: string }

/**
 * Places an order: order and intent to pay in one transaction. What this form has ordered already is returned, whatever
 * has changed since. No money moves by it. An attempt that is refused counts as one all the same.
 */
export async function orderArticle(shop: Shop, wish: OrderWish): Promise<OrderOutcome> {
  const { database } = shop
  const { payer, key, method } = wish
  const placed = await findPlacedOrder(database.db, { personId: payer.id, key })
  if (placed) return { is: 'placed', order: placed, paymentId: await firstAttempt(shop, placed) }
  const agreed = await checkAgreement(database, wish.shown)
  if (agreed.is === 'refused') return agreed
  const closed = methodRefusal(shop, method)
  if (closed) return { is: 'refused', because: closed }
  const bucket = { bucket: `orders ${payer.id}`, limit: limits.ordersByPerson }
  const minutes = await minutesToWait(database.db, { ...bucket, now: nowOf(database.clock) })
  if (minutes > 0) return { is: 'refused', because: 'too_many_orders', minutes }
  const gateway = getGateway(shop, method)
  const { article, terms } = agreed
  const { mode, timeZone, orderNumberPattern: pattern } = shop
  return database.transact(async (tx): Promise<OrderOutcome> => {
    const wait = await takeAttempt(tx, { shop, payer, orderId: undefined })
    if (wait > 0) return { is: 'refused', because: 'too_many_attempts', minutes: wait }
    const toPlace = {
      personId: payer.id,
      key,
      takeNumber: () => nextOrderNumber(tx, { pattern, login: payer.login, mode, timeZone }),
      article,
      terms,
      immediateUse: wish.immediateUse,
      language: wish.language,
      mode,
    }
    const result = await placeWithinLimits(tx, toPlace, timeZone)
    if ('refusal' in result)
      return { is: 'refused', because: 'limit', limit: result.refusal, currency: article.price.unit }
    const payment = await createPayment(tx, { order: result.order, gateway, key })
    if (result.isNew) await countTry(tx, [bucket])
    return { is: 'placed', order: result.order, paymentId: payment.id }
  })
}

/** The attempt that was begun with the order, while it may still be paid. */
async function firstAttempt({ database }: Shop, order: Order): Promise<string | undefined> {
  if (order.status !== 'placed') return undefined
  const payments = await paymentsOfOrder(database.db, order.id)
  return payments.find(({ key }) => key === order.key)?.id
}

/** What a person was shown and agrees to. */
export type Shown = {
  articleId: string
  priceMinor: number
  /** Bought and given together. */
  creditMinor: number
  /** In basis points. */
  vatBp: number
  termsId: string
  /** When it was shown. */
  atMs: number
}

const lifeMs = 2 * HOUR

export type Disagreement = 'form_expired' | 'article_unknown' | 'price_changed' | 'vat_changed' | 'terms_changed'
export type Agreement = { is: 'holds'; article: Article; terms: TermsOfSale }
export type Disagreed = { is: 'refused'; because: Disagreement }

/** Holds what was shown against what is in force now. */
export async function checkAgreement({ db, clock }: Database, shown: Shown): Promise<Agreement | Disagreed> {
  const now = nowOf(clock)
  if (clock.nowMs() - shown.atMs > lifeMs) return refused('form_expired')
  const [inForce, terms] = [await articleInForce(db, shown.articleId, now), await termsInForce(db, now)]
  const article = inForce && atShownAmount(inForce, shown.priceMinor)
  if (!article) return refused('article_unknown')
  if (!stillHolds(shown, article)) return refused('price_changed')
  if (shown.vatBp !== article.vatBp) return refused('vat_changed')
  return terms?.termsId === shown.termsId ? { is: 'holds', article, terms } : refused('terms_changed')
}

const refused = (because: Disagreement): Disagreed => ({ is: 'refused', because })

/** The same price for the same credit. */
export function stillHolds(seen: Pick<Shown, 'priceMinor' | 'creditMinor'>, article: Article): boolean {
  return seen.priceMinor === article.price.minor && seen.creditMinor === article.credit.minor + article.bonus.minor
}

/** A free amount at the amount that was shown, if that can still be bought. */
function atShownAmount(article: Article, priceMinor: number): Article | undefined {
  if (!article.free) return article
  if (freeAmountMisfit(article.free, priceMinor)) return undefined
  return atAmount(article, amount(priceMinor, article.price.unit))
}
