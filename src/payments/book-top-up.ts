import type { Tx } from '../db/database.ts'
import { postTransfers } from '../ledger/transfer.ts'
import { moveOrders } from '../orders/order.ts'
import { receiptsOfOrder } from '../receipts/receipt.ts'
import type { TopUp } from '../topups/top-up.ts'
import { creditOfSale } from './sale-transfers.ts'

/** A print system with its own balances said yes: our books mirror the credit, and the order is fulfilled. */
export async function bookTopUp(tx: Tx, topUp: TopUp): Promise<void> {
  const order = await tx.selectFrom('orders').selectAll().where('id', '=', topUp.orderId).executeTakeFirstOrThrow()
  const payment = await tx.selectFrom('payment').selectAll().where('id', '=', topUp.paymentId).executeTakeFirstOrThrow()
  const [receipt] = await receiptsOfOrder(tx, order.id)
  const detail = {
    title: order.articleTitle,
    orderId: order.id,
    method: payment.gatewayId,
    ...(receipt && { receiptNumber: receipt.number }),
  }
  const line = { kind: 'recharge' as const, detail }
  await postTransfers(tx, creditOfSale({ payment, order, occurredAt: tx.now, line }))
  await moveOrders(tx, [{ orderId: order.id, to: 'fulfilled', actor: 'print system', why: topUp.id }])
}
