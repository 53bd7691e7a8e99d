import type { TopUpRow } from '../credit/credit-tables.ts'
import type { Db } from '../db/database.ts'
import type { Order } from '../orders/order.ts'
import type { PaymentRow, RefundRow } from '../payments/payments-tables.ts'
import type { ReceiptRow } from '../receipts/receipts-tables.ts'
import { type Situation, situationOf } from './order-situation.ts'

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
