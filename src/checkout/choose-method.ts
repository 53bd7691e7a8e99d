import { findOrder } from '../orders/order.ts'
import { paymentsOfOrder } from '../payments/payment.ts'
import { getGateway, type Shop } from '../payments/shop.ts'
import { createPayment } from '../payments/start-payment.ts'
import { type Payer, takeAttempt } from './attempt-limit.ts'
import { type MethodRefusal, methodRefusal } from './methods.ts'

export type MethodWish = {
  orderId: string
  method: string
  /** From the form: the same click twice is one attempt. */
  key: string
  payer: Payer
}

export type MethodOutcome =
  /** `startPayment` leads it to its provider. */
  | { is: 'begun'; paymentId: string }
  | { is: 'refused'; because: MethodRefusal }
  | { is: 'refused'; because: 'too_many_attempts'; minutes: number }
  /** Not this person's, or paid or given up meanwhile. */
  | { is: 'refused'; because: 'not_open' }

/**
 * Chooses another method for an order that is not paid: a new attempt at the same frozen price. What this form has
 * begun already goes its way, however its provider does now. An attempt that is refused counts as one all the same.
 */
export async function chooseAnotherMethod(shop: Shop, wish: MethodWish): Promise<MethodOutcome> {
  const { database } = shop
  const { orderId, method, key, payer } = wish
  const order = await findOrder(database.db, orderId)
  if (order?.personId !== payer.id || order.status !== 'placed') return { is: 'refused', because: 'not_open' }
  const begun = (await paymentsOfOrder(database.db, orderId)).some((payment) => payment.key === key)
  const closed = methodRefusal(shop, method)
  if (closed && (!begun || closed === 'method_unknown')) return { is: 'refused', because: closed }
  const gateway = getGateway(shop, method)
  return database.transact(async (tx): Promise<MethodOutcome> => {
    const minutes = begun ? 0 : await takeAttempt(tx, { shop, payer, orderId })
    if (minutes > 0) return { is: 'refused', because: 'too_many_attempts', minutes }
    // Cancelled or paid in another tab meanwhile: nothing is begun.
    const now = await findOrder(tx, orderId)
    if (now?.status !== 'placed' && !begun) return { is: 'refused', because: 'not_open' }
    return { is: 'begun', paymentId: (await createPayment(tx, { order, gateway, key })).id }
  })
}
