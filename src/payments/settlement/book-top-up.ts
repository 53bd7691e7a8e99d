import type { TopUp } from '../../credit/top-up.ts'
import type { Tx } from '../../db/database.ts'
import { postTransfers } from '../../ledger/transfer.ts'
import { moveOrders } from '../../orders/order.ts'
import { receiptsOfOrder } from '../../receipts/receipt.ts'
import { creditOfSale, orderedSale } from './sale-transfers.ts'

/** A print system with its own balances said yes: our books mirror the credit, and the order is fulfilled. */
export async function bookTopUp(tx: Tx, topUp: TopUp): Promise<void> {
  const order = await tx.selectFrom('orders').selectAll().where('id', '=', topUp.orderId).executeTakeFirstOrThrow()
  const payment = await tx.selectFrom('payment').selectAll().where('id', '=', topUp.paymentId).executeTakeFirstOrThrow()
  const receipts = await receiptsOfOrder(tx, order.id)
  const receipt = receipts.find((each) => each.paymentId === payment.id)
  const detail = {
    title: order.articleTitle,
    orderId: order.id,
    method: payment.gatewayId,
    ...(receipt && { receiptNumber: receipt.number }),
  }
  const line = { kind: 'recharge' as const, detail }
  const { creditMinor, bonusMinor } = topUp
  const sale = { ...orderedSale({ payment, order, occurredAt: tx.now }), creditMinor, bonusMinor }
  // A second payment of an order that was credited anyway has a line of its own.
  const cause = order.status === 'paid' ? order.id : payment.id
  await postTransfers(tx, creditOfSale(sale, { line, cause }))
  if (order.status === 'paid')
    await moveOrders(tx, [{ orderId: order.id, to: 'fulfilled', actor: 'print system', why: topUp.id }])
}
