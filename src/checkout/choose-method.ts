import type { Tx } from '../db/database.ts'
import { findOrder } from '../orders/order.ts'
import { paymentsOfOrder } from '../payments/payment.ts'
import { getGateway, type Shop } from '../payments/shop.ts'
import { createPayment } from '../payments/start-payment.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { limits, networkOf, takeTryIn } from '../people/sign-in/throttle.ts'

/** A means of payment as it is offered now: one whose provider is paused is shown, and cannot be chosen. */
export type OfferedMethod = { id: string; isAvailable: boolean }

/** The gateways in use, in the order in which they are offered. */
export const methodsOf = ({ gateways }: Pick<Shop, 'gateways'>): OfferedMethod[] =>
  [...gateways].map(([id, gateway]) => ({ id, isAvailable: gateway.isAvailable() }))

export type MethodRefusal = 'no_method' | 'method_unknown' | 'method_unavailable'

/** Why no payment can be begun with this method now. A form may be older than the pause. */
export function methodRefusal(shop: Pick<Shop, 'gateways'>, method: string): MethodRefusal | undefined {
  const methods = methodsOf(shop)
  if (!methods.some(({ isAvailable }) => isAvailable)) return 'no_method'
  const chosen = methods.find(({ id }) => id === method)
  if (!chosen) return 'method_unknown'
  return chosen.isAvailable ? undefined : 'method_unavailable'
}

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

/** Who pays, and from which address of the network they ask; a counter or a command line has none. */
export type Payer = { id: string; login: string; address: string | undefined }

/**
 * Counts one attempt to pay against the order, the person and the network: who tries one card after the other is
 * stopped. Called in the transaction of the attempt, which writes nothing else when minutes to wait come back.
 */
export async function takeAttempt(
  tx: Tx,
  { shop, payer, orderId }: { shop: Pick<Shop, 'log'>; payer: Payer; orderId: string | undefined },
): Promise<number> {
  const { id, address } = payer
  const minutes = await takeTryIn(tx, [
    ...(orderId === undefined ? [] : [{ bucket: `attempts ${orderId}`, limit: limits.attemptsByOrder }]),
    { bucket: `attempts ${id}`, limit: limits.attemptsByPerson },
    ...(address === undefined
      ? []
      : [{ bucket: `attempts from ${networkOf(address)}`, limit: limits.attemptsByAddress }]),
  ])
  if (minutes > 0) await tell(tx, shop, { personId: id, orderId })
  return minutes
}

/** Once an hour for each person: the desk reads it in the audit log, the operator in the log. */
async function tell(
  tx: Tx,
  { log }: Pick<Shop, 'log'>,
  { personId, orderId }: { personId: string; orderId: string | undefined },
): Promise<void> {
  log.warn({ personId, orderId }, 'attempts to pay are stopped')
  const bucket = { bucket: `attempts stopped ${personId}`, limit: limits.attemptsStopped }
  if ((await takeTryIn(tx, [bucket])) > 0) return
  await recordAudit(tx, { actor: personId, act: 'stop attempts', about: orderId ?? personId })
}
