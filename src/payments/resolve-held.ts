import type { Tx } from '../db/database.ts'
import { type Amount, amount } from '../kit/amount.ts'
import { Failure } from '../kit/failure.ts'
import { mayBecome } from '../kit/lifecycle.ts'
import { suspenseAccount } from '../ledger/account.ts'
import { findOrder, type Order, orderLifecycle } from '../orders/order.ts'
import { recordAudit } from '../people/audit.ts'
import { askRefund } from './ask-refund.ts'
import { keepMatter } from './matters.ts'
import { findPayment, movePayments, type Payment } from './payment.ts'
import type { Refund } from './refund.ts'
import type { SettleWith } from './shop.ts'
import { writeSales } from './write-sales.ts'

export type HeldChoice = 'credit' | 'give_back' | 'keep'

/** What a person may safely decide of a held payment: money that is not ours, or no money we can name, is only kept. */
export function choicesOf(payment: Payment): HeldChoice[] {
  if (payment.status !== 'held') return []
  const isOurs = payment.capture !== null && payment.capturedMinor > 0
  return isOurs && payment.refundedMinor === 0 ? ['credit', 'give_back', 'keep'] : ['keep']
}

/** What crediting a held payment adds: the order's credit for the order's price, in proportion to what came. */
export function creditOfHeld(payment: Payment, order: Order): { creditMinor: number; bonusMinor: number } {
  const share = (minor: number) => Number((BigInt(minor) * BigInt(payment.capturedMinor)) / BigInt(order.priceMinor))
  return { creditMinor: share(order.creditMinor), bonusMinor: share(order.bonusMinor) }
}

type Decision = { paymentId: string; by: string; why: string }

/**
 * "Credit it to this person": the money leaves suspense as a sale with a receipt of its own, at the order's own rate.
 * Throws Failure `conflict` when somebody decided meanwhile, `not_found`.
 */
export async function creditHeldPayment(tx: Tx, decision: Decision, shop: SettleWith): Promise<void> {
  const { payment, order } = await readHeld(tx, decision.paymentId, 'credit')
  const { by, why } = decision
  const price: Amount = amount(payment.capturedMinor, payment.currency)
  const credit = creditOfHeld(payment, order)
  await movePayments(tx, [{ payment, to: 'succeeded', actor: by, why }])
  const sale = {
    payment,
    order,
    price,
    ...credit,
    occurredAt: payment.paidAt ?? tx.now,
    actor: by,
    bankReference: payment.capture ?? '',
    payerMark: payment.payerMark,
    from: suspenseAccount,
    orderStays: !mayBecome(orderLifecycle, order.status, 'paid'),
  }
  await writeSales(tx, [sale], shop)
  const detail = { paymentId: payment.id, price, ...credit, why }
  await recordAudit(tx, { actor: by, act: 'credit held payment', about: order.id, detail })
}

/** "Give it back": a refund of the whole, which the worker sends. Throws as creditHeldPayment. */
export async function giveBackHeldPayment(tx: Tx, decision: Decision & { key: string }): Promise<Refund> {
  const { payment } = await readHeld(tx, decision.paymentId, 'give_back')
  const { by, why: reason, key, paymentId } = decision
  const whole = amount(payment.capturedMinor, payment.currency)
  return askRefund(tx, { paymentId, amount: whole, reason, by, key, belowZero: false })
}

/** "Leave it as it is": it stays held and leaves the list, with who and why. Throws as creditHeldPayment. */
export async function keepHeldPayment(tx: Tx, decision: Decision): Promise<void> {
  const { payment } = await readHeld(tx, decision.paymentId, 'keep')
  await keepMatter(tx, { kind: 'held_payment', id: payment.id, by: decision.by, why: decision.why })
}

async function readHeld(tx: Tx, paymentId: string, choice: HeldChoice): Promise<{ payment: Payment; order: Order }> {
  const payment = await findPayment(tx, paymentId)
  const order = payment && (await findOrder(tx, payment.orderId))
  if (!payment || !order) throw new Failure('not_found', 'no such payment')
  if (!choicesOf(payment).includes(choice)) throw new Failure('conflict', `${paymentId} is ${payment.status}`)
  return { payment, order }
}
