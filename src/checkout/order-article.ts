import { nowOf } from '../kit/clock.ts'
import type { Language } from '../kit/language.ts'
import type { Order } from '../orders/order.ts'
import { type LimitRefusal, placeWithinLimits } from '../orders/order-limits.ts'
import { nextOrderNumber } from '../orders/order-number.ts'
import { findPlacedOrder } from '../orders/place-order.ts'
import { paymentsOfOrder } from '../payments/payment.ts'
import { getGateway, type Shop } from '../payments/shop.ts'
import { createPayment } from '../payments/start-payment.ts'
import { countTry, limits, minutesToWait } from '../people/sign-in/throttle.ts'
import { checkAgreement, type Disagreement, type Shown } from './agreement.ts'
import { type Payer, takeAttempt } from './attempt-limit.ts'
import { type MethodRefusal, methodRefusal } from './methods.ts'

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
