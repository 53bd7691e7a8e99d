import { sql } from 'kysely'
import { RunAgain, type Tx } from '../db/database.ts'
import { type Amount, amount } from '../kit/amount.ts'
import { Failure, orNotFound } from '../kit/failure.ts'
import { mayBecome } from '../kit/lifecycle.ts'
import { suspenseAccount } from '../ledger/account.ts'
import { postTransfers } from '../ledger/transfer.ts'
import { findOrder, type Order, orderLifecycle } from '../orders/order.ts'
import { findPayment, movePayments, type Payment } from '../payments/payment.ts'
import type { Refund } from '../payments/refund.ts'
import { askRefund } from '../payments/refunds/ask-refund.ts'
import { suspenseCorrection } from '../payments/settlement/sale-transfers.ts'
import { writeSales } from '../payments/settlement/write-sales.ts'
import type { SettleWith, Shop } from '../payments/shop.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { closeReviewItem } from './review-items.ts'

export type HeldChoice = 'credit' | 'give_back' | 'keep'

/** What a person may safely decide of a held payment: money that is not ours, or no money we can name, is only kept. */
export function choicesOf(payment: Payment): HeldChoice[] {
  if (payment.status !== 'held') return []
  const isOurs = payment.capture !== null && payment.capturedMinor > 0
  return isOurs && payment.refundedMinor === 0 ? ['credit', 'give_back', 'keep'] : ['keep']
}

/** What a person decides about: what the provider itself says was paid, where it was asked, else what we heard. */
export function paidOfHeld({ capturedMinor, currency, toldMinor, toldUnit }: Payment): Amount {
  return amount(toldMinor !== null && toldUnit === currency ? toldMinor : capturedMinor, currency)
}

/** What crediting a held payment adds: the order's credit for the order's price, in proportion to what came. */
export function creditOfHeld(payment: Payment, order: Order): { creditMinor: number; bonusMinor: number } {
  const paid = paidOfHeld(payment)
  const share = (minor: number) => Number((BigInt(minor) * BigInt(paid.minor)) / BigInt(order.priceMinor))
  return { creditMinor: share(order.creditMinor), bonusMinor: share(order.bonusMinor) }
}

type Decision = { paymentId: string; by: string; why: string }

/**
 * "Credit it to this person": the money leaves suspense as a sale with a receipt of its own, at the order's own rate.
 * Throws Failure `conflict` when somebody decided meanwhile, `not_found`.
 */
export async function creditHeldPayment(tx: Tx, decision: Decision, shop: SettleWith): Promise<void> {
  const held = await readHeld(tx, decision.paymentId, 'credit')
  const { order } = held
  const payment = await correctToPaid(tx, held.payment)
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
export async function giveBackHeldPayment(
  tx: Tx,
  decision: Decision & { key: string },
  shop: Pick<Shop, 'gateways'>,
): Promise<Refund> {
  const held = await readHeld(tx, decision.paymentId, 'give_back')
  const payment = await correctToPaid(tx, held.payment)
  const { by, why: reason, key, paymentId } = decision
  const whole = amount(payment.capturedMinor, payment.currency)
  const asked = await askRefund(tx, { paymentId, amount: whole, reason, by, key, belowZero: false }, shop)
  if (asked.is === 'refused') throw new Failure('conflict', `${paymentId} cannot be given back: ${asked.because}`)
  return asked.refund
}

/** "Leave it as it is": it stays held and leaves the list, with who and why. Throws as creditHeldPayment. */
export async function keepHeldPayment(tx: Tx, decision: Decision): Promise<void> {
  const { payment } = await readHeld(tx, decision.paymentId, 'keep')
  await closeReviewItem(tx, { kind: 'held_payment', id: payment.id, by: decision.by, why: decision.why })
}

/** The provider's own figure outweighs what its notice said: suspense holds what was really paid. */
async function correctToPaid(tx: Tx, payment: Payment): Promise<Payment> {
  const paid = paidOfHeld(payment)
  const less = payment.capturedMinor - paid.minor
  if (less === 0) return payment
  await postTransfers(tx, [suspenseCorrection({ payment, paid, occurredAt: tx.now })])
  const fixed = await tx
    .updateTable('payment')
    .set({ capturedMinor: paid.minor })
    .where('id', '=', payment.id)
    .where('status', '=', sql.lit('held'))
    .where('capturedMinor', '=', payment.capturedMinor)
    .where('refundedMinor', '=', 0)
    .returning('id')
    .executeTakeFirst()
  if (!fixed) throw new RunAgain()
  return { ...payment, capturedMinor: paid.minor }
}

async function readHeld(tx: Tx, paymentId: string, choice: HeldChoice): Promise<{ payment: Payment; order: Order }> {
  const payment = orNotFound(await findPayment(tx, paymentId), 'payment')
  const order = orNotFound(await findOrder(tx, payment.orderId), 'order')
  if (!choicesOf(payment).includes(choice)) throw new Failure('conflict', `${paymentId} is ${payment.status}`)
  return { payment, order }
}
