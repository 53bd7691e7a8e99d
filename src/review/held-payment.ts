import { sql } from 'kysely'
import { topUpJobs } from '../credit/credit-jobs.ts'
import { RunAgain, type Tx } from '../db/database.ts'
import { type Amount, amount, credit } from '../kit/amount.ts'
import { mayBecome } from '../kit/lifecycle.ts'
import { suspenseAccount } from '../ledger/account.ts'
import { postTransfers } from '../ledger/transfer.ts'
import { isUnderWay } from '../order-history/order-situation.ts'
import { findOrder, type Order, orderLifecycle } from '../orders/order.ts'
import { lockPayments, movePayments, type Payment } from '../payments/payment.ts'
import { refundsOfOrder } from '../payments/refund.ts'
import { askRefund, sendsRefunds } from '../payments/refunds/ask-refund.ts'
import { suspenseCorrection } from '../payments/settlement/sale-transfers.ts'
import { writeSales } from '../payments/settlement/write-sales.ts'
import type { Shop } from '../payments/shop.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { endDiscrepanciesOf } from '../reconciliation/discrepancies.ts'
import { askAboutHeld } from './ask-about-held.ts'
import {
  changed,
  type DecideOutcome,
  type DecideWith,
  type Decision,
  notKept,
  ofOrder,
  reviewKind,
  withOrder,
} from './review-kind.ts'

/** Money that came and that no machine may attribute. What the daily list says of it ends with the decision. */
export const heldPayment = reviewKind({
  kind: 'held_payment',
  kept: 'held_payment',
  wakes: ({ printSystems }) => ['refunds', 'mails', ...topUpJobs(printSystems)],
  query: () => sql`select p.id, coalesce(p.paid_at, p.started_at) as since, p.held_why as why, f.amount_minor as minor,
    f.currency as unit, p.gateway_id as about, r.status as effect, r.why as effect_why, ${ofOrder}
    from payment p ${withOrder('p.order_id')}
    left join refund r on r.id = (select max(b.id) from refund b where b.payment_id = p.id)
    left join payment_fact f on f.id = (select min(g.id) from payment_fact g
      where g.payment_id = p.id and g.kind = 'paid' and g.decision = 'hold')
    where p.status = 'held' and coalesce(r.status, '') <> 'uncertain' and ${notKept('held_payment', 'p.id')}`,
  async choices(tx, id, shop) {
    const [payment] = await lockPayments(tx, 'id', [id])
    if (payment?.status !== 'held') return payment && []
    const refunds = (await refundsOfOrder(tx, payment.orderId)).filter(({ paymentId }) => paymentId === id)
    return refunds.some(isUnderWay) ? [] : (['ask_again', ...safeChoices(payment, shop), 'keep'] as const)
  },
  ask: { choice: 'ask_again', run: (shop, { id, by, why }) => askAboutHeld(shop, { paymentId: id, by, why }) },
  async decide(tx, decision, shop) {
    const [held] = await lockPayments(tx, 'id', [decision.id])
    const order = held && (await findOrder(tx, held.orderId))
    if (!held || !order) return changed
    const payment = await correctToPaid(tx, held)
    const outcome =
      decision.choice === 'credit'
        ? await creditIt(tx, { payment, order, decision }, shop)
        : await giveItBack(tx, { payment, order, decision }, shop)
    if (outcome.is !== 'refused') await endDiscrepanciesOf(tx, { ...decision, paymentId: payment.id })
    return outcome
  },
})

/** Money that is not ours, or no money we can name, is only kept. */
function safeChoices(payment: Payment, shop: Pick<Shop, 'gateways'>): Array<'credit' | 'give_back'> {
  const isOurs = payment.capture !== null && payment.capturedMinor > 0
  if (!isOurs || payment.refundedMinor !== 0) return []
  return sendsRefunds(shop, payment.gatewayId) ? ['credit', 'give_back'] : ['credit']
}

/** What a person decides about: what the provider itself says was paid, where it was asked, else what we heard. */
function paidOfHeld({ capturedMinor, currency, toldMinor, toldUnit }: Payment): Amount {
  return amount(toldMinor !== null && toldUnit === currency ? toldMinor : capturedMinor, currency)
}

type Held = { payment: Payment; order: Order; decision: Decision }

/**
 * "Credit it to this person": the money leaves suspense as a sale with a receipt of its own. It adds the order's credit
 * for the order's price, in proportion to what came.
 */
async function creditIt(tx: Tx, { payment, order, decision }: Held, shop: DecideWith): Promise<DecideOutcome> {
  const { by, why } = decision
  const price = amount(payment.capturedMinor, payment.currency)
  const share = (minor: number) => Number((BigInt(minor) * BigInt(price.minor)) / BigInt(order.priceMinor))
  const added = { creditMinor: share(order.creditMinor), bonusMinor: share(order.bonusMinor) }
  await movePayments(tx, [{ payment, to: 'succeeded', actor: by, why }])
  const sale = {
    payment,
    order,
    price,
    ...added,
    occurredAt: payment.paidAt ?? tx.now,
    actor: by,
    bankReference: payment.capture ?? '',
    payerMark: payment.payerMark,
    from: suspenseAccount,
    orderStays: !mayBecome(orderLifecycle, order.status, 'paid'),
  }
  await writeSales(tx, [sale], shop)
  const detail = { paymentId: payment.id, price, ...added, why }
  await recordAudit(tx, { actor: by, act: 'credit held payment', about: order.id, detail })
  return { is: 'decided', sold: { price, credit: credit(added.creditMinor + added.bonusMinor) } }
}

/** "Give it back": a refund of the whole, which the worker sends. */
async function giveItBack(tx: Tx, { payment, decision }: Held, shop: DecideWith): Promise<DecideOutcome> {
  const { by, why: reason, key } = decision
  const whole = amount(payment.capturedMinor, payment.currency)
  const wish = { paymentId: payment.id, amount: whole, reason, by, key, belowZero: false }
  const asked = await askRefund(tx, wish, shop)
  return asked.is === 'refused' ? changed : { is: 'under_way', refund: asked.refund }
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
