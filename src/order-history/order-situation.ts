import type { TopUpRow } from '../credit/credit-tables.ts'
import type { TopUp } from '../credit/top-up.ts'
import type { Db } from '../db/database.ts'
import type { Order } from '../orders/order.ts'
import type { Payment } from '../payments/payment.ts'
import type { PaymentRow, RefundRow } from '../payments/payments-tables.ts'
import type { Refund } from '../payments/refund.ts'
import type { ReceiptRow } from '../receipts/receipts-tables.ts'

/** Where an order stands, in one word that a page can turn into a sentence. */
export const situations = [
  'to_pay',
  'at_bank',
  'being_confirmed',
  'refused',
  /** The payment was left or cancelled; the order is still open. */
  'abandoned',
  'held',
  /** Money that came and was never credited has gone back. */
  'given_back',
  'cancelled',
  'expired',
  'crediting',
  'checking_credit',
  /** Paid, but no machine may add the credit any more: a person decides. */
  'credit_stopped',
  'credited',
  'refunding',
  'partly_refunded',
  'refunded',
  /** The payer's bank took the money back. */
  'charged_back',
] as const
export type Situation = (typeof situations)[number]

/** The columns that decide where an order stands. */
export type Standing = {
  order: Pick<Order, 'status'>
  payments: ReadonlyArray<Pick<Payment, 'id' | 'status' | 'goTo'>>
  topUp: Pick<TopUp, 'status'> | undefined
  refunds: ReadonlyArray<Pick<Refund, 'paymentId' | 'status'>>
}

/** Pure: what the statuses of an order, its payments, its top-up and its refunds mean together. */
export function situationOf(known: Standing): Situation {
  const { status } = known.order
  if (status === 'refunded') return 'refunded'
  return status === 'paid' || status === 'fulfilled' ? ofPaidOrder(known) : ofUnpaidOrder(known)
}

/** Whether a refund may still come to an end, good or bad. */
export const isUnderWay = ({ status }: Pick<Refund, 'status'>): boolean => status !== 'done' && status !== 'refused'

/** A payment that came besides the one that paid the order tells nothing of the order itself. */
function ofPaidOrder({ order, payments, topUp, refunds }: Standing): Situation {
  const sold = payments.filter(({ status }) => status === 'succeeded')
  if (sold.length === 0 && payments.some(({ status }) => status === 'charged_back')) return 'charged_back'
  const ofSale = refunds.filter(({ paymentId }) => sold.some(({ id }) => id === paymentId))
  if (ofSale.some(isUnderWay)) return 'refunding'
  if (order.status === 'fulfilled')
    return ofSale.some(({ status }) => status === 'done') ? 'partly_refunded' : 'credited'
  if (topUp?.status === 'uncertain') return 'checking_credit'
  return topUp?.status === 'refused' || topUp?.status === 'parked' ? 'credit_stopped' : 'crediting'
}

function ofUnpaidOrder({ order, payments, refunds }: Standing): Situation {
  if (refunds.some(isUnderWay)) return 'refunding'
  if (payments.some(({ status }) => status === 'held')) return 'held'
  if (payments.some(({ status }) => status === 'pending')) return 'being_confirmed'
  const cameAndWent = payments.some(({ status }) => status === 'returned')
  if (order.status !== 'placed')
    return cameAndWent ? 'given_back' : order.status === 'expired' ? 'expired' : 'cancelled'
  const last = payments.at(-1)
  if (last?.status === 'refused') return 'refused'
  if (last?.status === 'cancelled') return 'abandoned'
  if (last?.status === 'started' && last.goTo !== null) return 'at_bank'
  return cameAndWent ? 'given_back' : 'to_pay'
}

/** An order as a line of a list: where it stands, by which gateways it was tried, and its receipt. */
export type OrderLine<Found extends Order = Order> = {
  order: Found
  situation: Situation
  gatewayIds: string[]
  receiptNumber: string | undefined
}

type PaymentColumn = 'id' | 'orderId' | 'status' | 'goTo' | 'gatewayId'

/** Four queries at most for a whole page of orders. */
export async function asLines<Found extends Order>(db: Db, orders: readonly Found[]): Promise<OrderLine<Found>[]> {
  if (orders.length === 0) return []
  const ids = orders.map(({ id }) => id)
  const payments: Array<Pick<PaymentRow, PaymentColumn>> = await db
    .selectFrom('payment')
    .select(['id', 'orderId', 'status', 'goTo', 'gatewayId'])
    .where('orderId', 'in', ids)
    .orderBy('startedAt')
    .orderBy('id')
    .execute()
  const topUps: Array<Pick<TopUpRow, 'orderId' | 'status'>> = await db
    .selectFrom('topUp')
    .select(['orderId', 'status'])
    .where('orderId', 'in', ids)
    .execute()
  const receipts: Array<Pick<ReceiptRow, 'orderId' | 'number'>> = await db
    .selectFrom('receipt')
    .select(['orderId', 'number'])
    .where('orderId', 'in', ids)
    .where('kind', '=', 'receipt')
    .execute()
  const refunds: Array<Pick<RefundRow, 'orderId' | 'paymentId' | 'status'>> = await db
    .selectFrom('refund')
    .select(['orderId', 'paymentId', 'status'])
    .where('orderId', 'in', ids)
    .execute()
  const byOrder = {
    payments: Map.groupBy(payments, ({ orderId }) => orderId),
    refunds: Map.groupBy(refunds, ({ orderId }) => orderId),
    topUps: new Map(topUps.map((topUp) => [topUp.orderId, topUp])),
    receipts: new Map(receipts.map(({ orderId, number }) => [orderId, number])),
  }
  return orders.map((order) => {
    const attempts = byOrder.payments.get(order.id) ?? []
    const refundsOf = byOrder.refunds.get(order.id) ?? []
    return {
      order,
      situation: situationOf({
        order,
        payments: attempts,
        topUp: byOrder.topUps.get(order.id),
        refunds: refundsOf,
      }),
      gatewayIds: [...new Set(attempts.map(({ gatewayId }) => gatewayId))],
      receiptNumber: byOrder.receipts.get(order.id),
    }
  })
}
