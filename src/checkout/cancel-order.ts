import { situationOf } from '../order-history/order-situation.ts'
import { mayBeCancelled } from '../order-history/order-view.ts'
import { findOrder, moveOrders } from '../orders/order.ts'
import { pollPayment } from '../payments/intake/poll-payment.ts'
import { canBeAsked, findPayment, movePayments, type Payment, paymentsOfOrder } from '../payments/payment.ts'
import { refundsOfOrder } from '../payments/refund.ts'
import type { Settlement } from '../payments/settlement/settle-payments.ts'
import type { Shop } from '../payments/shop.ts'

/**
 * The payer gives an order up. It is cancelled first, with the attempts that have only begun: from then on we take no
 * money for it, not even where the payer has approved. No provider can close a page that is open already, so each
 * attempt stays watched until its limit, and is asked for at once: what was paid before is honoured. Nothing changes
 * where a bank is still deciding or money has come.
 */
export async function cancelOrder(shop: Shop, cancel: { orderId: string; by: string }): Promise<void> {
  const { orderId, by } = cancel
  const toAsk = await shop.database.transact(async (tx) => {
    const [order, payments, refunds] = [
      await findOrder(tx, orderId),
      await paymentsOfOrder(tx, orderId),
      await refundsOfOrder(tx, orderId),
    ]
    if (!order) return []
    const situation = situationOf({ order, payments, topUp: undefined, refunds })
    if (!mayBeCancelled({ order, situation })) return []
    const moved = await moveOrders(tx, [{ orderId, to: 'cancelled', actor: by, why: 'given up' }])
    if (moved.length === 0) return []
    const begun = payments.filter(({ status }) => status === 'started')
    await movePayments(
      tx,
      begun.map((payment) => ({ payment, to: 'cancelled', actor: 'payer', why: 'order given up' })),
    )
    return payments.filter(canBeAsked)
  })
  for (const { id } of toAsk) await pollPayment(shop, id, { evenIfRecent: true })
}

/**
 * The payer came back by the cancel link, and the provider has just said that the payer did nothing there: our attempt
 * is closed, so that another can be begun. It stays watched until its limit: approved after all, it is honoured.
 */
export async function closeCancelledAttempt(shop: Shop, payment: Payment, said: readonly Settlement[]): Promise<void> {
  if (!said.some(({ fact }) => fact.waitsForPayer === true)) return
  await shop.database.transact(async (tx) => {
    const now = await findPayment(tx, payment.id)
    if (now?.status !== 'started') return
    await movePayments(tx, [{ payment: now, to: 'cancelled', actor: 'payer', why: 'came back without paying' }])
  })
}
