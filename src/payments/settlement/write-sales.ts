import { openPrintAccounts } from '../../credit/print-account.ts'
import { queueTopUps, type TopUp } from '../../credit/top-up.ts'
import type { Tx } from '../../db/database.ts'
import { assert } from '../../kit/failure.ts'
import { lockBooks, postTransfers } from '../../ledger/transfer.ts'
import { moveOrders, payOrders } from '../../orders/order.ts'
import { receiptsOfOrder, takeReceiptNumbers, writeReceipts } from '../../receipts/receipt.ts'
import { queueReceiptMails } from '../../receipts/send-receipt.ts'
import type { SettleWith } from '../shop.ts'
import { creditOfSale, moneyOfSale, orderedSale, type Sale } from './sale-transfers.ts'

/** A sale that is about to be written: who moves it, and the provider's own reference for the receipt. */
export type SaleToWrite = Sale & {
  actor: string
  bankReference: string
  payerMark: string | null
  /** The account that holds the money, where it is not the gateway's. */
  from?: string
  /** Of a second payment of an order that is paid already: only its credit is booked. */
  orderStays?: boolean
}

/** The sale, whole: order, money, receipt number, credit or its top-up, receipt, mail. All of it or nothing. */
export async function writeSales(tx: Tx, sales: readonly SaleToWrite[], shop: SettleWith): Promise<void> {
  const [first] = sales
  if (!first) return
  const { mode } = first.order
  const series = { kind: 'receipt', mode, timeZone: shop.timeZone, count: sales.length } as const
  await lockBooks(tx)
  const numbers = await takeReceiptNumbers(tx, series)
  const people = sales.map(({ order }) => order.personId)
  const systems = await openPrintAccounts(tx, people, shop.printSystems.usual.id)
  const ours = [...shop.printSystems.byId.values()].find(({ balances }) => balances === 'ours')?.id
  const isOurs = (sale: Sale) => systemOf(systems, sale) === ours
  await payOrders(
    tx,
    sales
      .filter((sale) => !sale.orderStays)
      .map((sale) => ({ order: sale.order, to: isOurs(sale) ? 'fulfilled' : 'paid', actor: sale.actor })),
  )
  await queueTopUps(
    tx,
    sales.map((sale) => ({ ...sale, printSystem: systemOf(systems, sale), isOurs: isOurs(sale) })),
  )
  const posted = await postTransfers(
    tx,
    sales.flatMap((sale, index) => transfersOf(sale, numbers[index]?.number ?? '', isOurs(sale))),
  )
  const toReceipt = sales.map((sale, index) => {
    const number = numbers[index]
    assert(number, 'a number for each sale')
    return { ...sale, number, cause: causeOf(sale), paidAt: sale.occurredAt }
  })
  const receipts = await writeReceipts(tx, toReceipt, posted[0]?.seq ?? 0)
  await queueReceiptMails(
    tx,
    receipts.map((receipt, index) => ({ receipt, order: (sales[index] as Sale).order })),
  )
}

/** Where the credit of a sale goes: the account that its person has. */
function systemOf(systems: ReadonlyMap<string, string>, { order }: Sale): string {
  const system = systems.get(order.personId)
  assert(system, 'everybody who buys has an account')
  return system
}

/** An order's first sale is its line in the history; a further one has a line of its own. */
const causeOf = (sale: SaleToWrite): string => (sale.orderStays ? sale.payment.id : sale.order.id)

/** Money always; credit only where the balances are our own books: elsewhere it follows the print system's yes. */
function transfersOf(sale: SaleToWrite, receiptNumber: string, isOurs: boolean) {
  const money = moneyOfSale(sale, sale.from)
  if (!isOurs) return money
  const { order, payment } = sale
  const detail = { title: order.articleTitle, orderId: order.id, receiptNumber, method: payment.gatewayId }
  return [...money, ...creditOfSale(sale, { line: { kind: 'recharge', detail }, cause: causeOf(sale) })]
}

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
