import { cancelOrder } from '../../../checkout/cancel-order.ts'
import { nowOf } from '../../../kit/clock.ts'
import { type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { readOrderView } from '../../../order-history/order-view.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { pollPayment } from '../../../payments/intake/poll-payment.ts'
import { canBeAsked, paymentsOfOrder } from '../../../payments/payment.ts'
import { receiptsOfOrder } from '../../../receipts/receipt.ts'
import { newestReceiptMail, queueReceiptAgain } from '../../../receipts/send-receipt.ts'
import { type WithdrawalState, withdrawalStateOf } from '../../../withdrawals/withdrawable-orders.ts'
import { withdrawalsOfOrder } from '../../../withdrawals/withdrawal.ts'
import { balanceFor } from '../../account-shown.tsx'
import { goTo, sendPage } from '../../answer.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { methodsOf } from '../recharge/payer-choice.ts'
import { OrderPage } from './order-page.tsx'

/** The order of the address, if it is this person's; anybody else's does not exist. Throws Failure `not_found`. */
export async function ownOrder({ site, person, request }: SignedInContext): Promise<Order> {
  const order = await findOrder(site.shop.database.db, paramOf(request, 'orderId'))
  return orNotFound(order?.personId === person.id && order, 'order')
}

export async function showOrder(context: SignedInContext): Promise<unknown> {
  return drawOrder(context, await ownOrder(context), [])
}

/** Draws the order's page, with what is wrong with what was asked of it. */
export async function drawOrder(
  context: SignedInContext,
  order: Order,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { site, view } = context
  const { db } = site.shop.database
  const [shown, account, receiptMail] = await Promise.all([
    readOrderView(db, order),
    balanceFor(context),
    newestReceiptMail(db, order.id),
  ])
  return sendPage(context, {
    title: view.t('order.title', { number: order.number }),
    status: problems.length > 0 ? 422 : 200,
    children: (
      <OrderPage
        view={view}
        shown={shown}
        account={account}
        methods={methodsOf(context)}
        problems={problems}
        receiptMail={receiptMail}
        withdrawal={await withdrawalOf(context, order)}
      />
    ),
  })
}

async function withdrawalOf({ site, view }: SignedInContext, order: Order): Promise<WithdrawalState> {
  const { db, clock } = site.shop.database
  const { offered, days } = site.config.withdrawal
  const withdrawals = await withdrawalsOfOrder(db, order.id)
  if (!offered && withdrawals.length === 0) return { is: 'over' }
  return withdrawalStateOf({ order, withdrawals, now: nowOf(clock), days, timeZone: view.timeZone })
}

/** "Check now": asks the provider about every attempt that is not settled. */
export async function checkOrder(context: SignedInContext): Promise<unknown> {
  const order = await ownOrder(context)
  const payments = await paymentsOfOrder(context.site.shop.database.db, order.id)
  for (const payment of payments.filter(canBeAsked)) await pollPayment(context.site.shop, payment.id)
  return goTo(context, link('order', { orderId: order.id }))
}

/** "Cancel this order"; then the provider is asked, in case the money was faster. */
export async function cancelOwnOrder(context: SignedInContext): Promise<unknown> {
  const order = await ownOrder(context)
  await cancelOrder(context.site.shop, { orderId: order.id, by: context.person.id })
  return goTo(context, link('order', { orderId: order.id }))
}

/** The receipt once more by mail, at most once a minute. */
export async function mailReceipt(context: SignedInContext): Promise<unknown> {
  const { site, person } = context
  const { database } = site.shop
  const order = await ownOrder(context)
  const receipts = await receiptsOfOrder(database.db, order.id)
  const receipt = orNotFound(
    receipts.find(({ kind }) => kind === 'receipt'),
    'receipt',
  )
  await database.transact((tx) => queueReceiptAgain(tx, { receipt, person }))
  site.worker.wake('mails')
  return goTo(context, link('order', { orderId: order.id }))
}
