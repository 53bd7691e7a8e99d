import { type TopUp, topUpOfOrder } from '../credit/top-up.ts'
import type { Db } from '../db/database.ts'
import { type Amount, add, credit } from '../kit/amount.ts'
import type { Order } from '../orders/order.ts'
import type { StatusChangeRow } from '../orders/orders-tables.ts'
import { changesOfOrder } from '../orders/status-change.ts'
import { type Payment, paymentsOfOrder } from '../payments/payment.ts'
import { type Refund, refundsOfOrder } from '../payments/refund.ts'
import { type Receipt, receiptsOfOrder } from '../receipts/receipt.ts'
import { isUnderWay, type Situation, situationOf } from './order-situation.ts'
import { type Step, stepsOf } from './order-steps.ts'

export type OrderView = {
  order: Order
  situation: Situation
  steps: Step[]
  /** The payment that counts: the one that brought the money, else the one the situation speaks of, else the newest. */
  payment: Payment | undefined
  payments: Payment[]
  /** The receipt and its credit notes, oldest first. */
  receipts: Receipt[]
  topUp: TopUp | undefined
  refunds: Refund[]
  /** What was or will be credited: the order's, unless a person decided otherwise of money that was held. */
  credited: Amount
  /** Payments of a paid order besides the one that paid it: their money waits for a decision, or for its answer. */
  besides: { paidTwice: boolean; held: boolean; pending: boolean }
}

/** Reads an order with everything its page tells. */
export async function readOrderView(db: Db, order: Order): Promise<OrderView> {
  const [payments, receipts, topUp, changes, refunds] = await Promise.all([
    paymentsOfOrder(db, order.id),
    receiptsOfOrder(db, order.id),
    topUpOfOrder(db, order.id),
    changesOfOrder(db, order.id),
    refundsOfOrder(db, order.id),
  ])
  return viewOfOrder({ order, payments, receipts, topUp, refunds, changes })
}

type Kept = Pick<OrderView, 'order' | 'payments' | 'receipts' | 'topUp' | 'refunds'> & {
  changes: readonly StatusChangeRow[]
}

/** Pure: what the rows of an order mean together. */
export function viewOfOrder({ changes, ...known }: Kept): OrderView {
  const { order, payments, topUp } = known
  const situation = situationOf(known)
  return {
    ...known,
    situation,
    steps: stepsOf({ ...known, situation, changes }),
    payment: payments.find(({ status }) => status === statusThatCounts[situation]) ?? payments.at(-1),
    credited: add(credit((topUp ?? order).creditMinor), credit((topUp ?? order).bonusMinor)),
    besides: besidesOf(known),
  }
}

const statusThatCounts: Readonly<Partial<Record<Situation, Payment['status']>>> = {
  being_confirmed: 'pending',
  held: 'held',
  given_back: 'returned',
  crediting: 'succeeded',
  checking_credit: 'succeeded',
  credit_stopped: 'succeeded',
  credited: 'succeeded',
  refunding: 'succeeded',
  partly_refunded: 'succeeded',
  refunded: 'succeeded',
  charged_back: 'charged_back',
}

/** An order that only waits for its payer may be given up; while an answer or a decision is on its way, it may not. */
export const mayBeCancelled = ({ order, situation }: Pick<OrderView, 'order' | 'situation'>): boolean =>
  order.status === 'placed' && ['to_pay', 'at_bank', 'refused', 'abandoned', 'given_back'].includes(situation)

/** What a decision has sent back already is told by its refund. */
function besidesOf({
  order,
  payments,
  refunds,
}: Pick<OrderView, 'order' | 'payments' | 'refunds'>): OrderView['besides'] {
  if (order.paidAt === null) return { paidTwice: false, held: false, pending: false }
  const goesBack = (id: string) => refunds.some((refund) => refund.paymentId === id && isUnderWay(refund))
  const held = payments.filter(({ id, status }) => status === 'held' && !goesBack(id))
  const paidTwice = held.some(({ heldWhy }) => heldWhy === 'paid_twice')
  return {
    paidTwice,
    held: !paidTwice && held.length > 0,
    pending: payments.some(({ status }) => status === 'pending'),
  }
}
