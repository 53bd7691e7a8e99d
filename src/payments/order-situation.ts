import type { Db } from '../db/database.ts'
import type { StatusChangeRow } from '../db/sale-rows.ts'
import { type Amount, add, credit } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import type { Order } from '../orders/order.ts'
import { changesOfOrder } from '../orders/status-change.ts'
import { type Receipt, receiptsOfOrder } from '../receipts/receipt.ts'
import { type TopUp, topUpOfOrder } from '../topups/top-up.ts'
import { type Payment, paymentsOfOrder } from './payment.ts'

/** Where an order stands, in one word that a page can turn into a sentence. */
export type Situation =
  | 'to_pay'
  | 'at_bank'
  | 'being_confirmed'
  | 'crediting'
  | 'checking_credit'
  | 'credited'
  | 'refused'
  | 'cancelled'
  | 'expired'
  | 'held'
  | 'refunded'

export type Step = {
  name: 'placed' | 'sent' | 'paid' | 'credited' | 'receipt'
  state: 'done' | 'now' | 'todo' | 'stop' | 'care'
  at: Instant | null
}

export type OrderView = {
  order: Order
  situation: Situation
  steps: Step[]
  /** The payment that counts: the one that succeeded, else the newest. */
  payment: Payment | undefined
  payments: Payment[]
  receipts: Receipt[]
  topUp: TopUp | undefined
  /** What was or will be credited: the order's, unless a person decided otherwise of money that was held. */
  credited: Amount
  /** Money came twice: the second payment is held, and the person is told. */
  paidTwice: boolean
}

/** Reads an order with everything its page tells. */
export async function readOrderView(db: Db, order: Order): Promise<OrderView> {
  const [payments, receipts, topUp, changes] = await Promise.all([
    paymentsOfOrder(db, order.id),
    receiptsOfOrder(db, order.id),
    topUpOfOrder(db, order.id),
    changesOfOrder(db, order.id),
  ])
  const situation = situationOf({ order, payments, topUp })
  return {
    order,
    situation,
    steps: stepsOf({ order, situation, changes, receipts }),
    payment: payments.find((payment) => payment.status === 'succeeded') ?? payments.at(-1),
    payments,
    receipts,
    topUp,
    credited: add(credit((topUp ?? order).creditMinor), credit((topUp ?? order).bonusMinor)),
    paidTwice: payments.some((payment) => payment.status === 'held' && payment.heldWhy === 'paid_twice'),
  }
}

/** Pure: what the statuses of an order, its payments and its top-up mean together. */
export function situationOf(known: {
  order: Pick<Order, 'status'>
  payments: ReadonlyArray<Pick<Payment, 'status' | 'goTo'>>
  topUp: Pick<TopUp, 'status'> | undefined
}): Situation {
  const { order, payments, topUp } = known
  if (order.status === 'refunded') return 'refunded'
  if (order.status === 'fulfilled') return 'credited'
  if (order.status === 'paid') return topUp?.status === 'uncertain' ? 'checking_credit' : 'crediting'
  if (payments.some((payment) => payment.status === 'held')) return 'held'
  if (payments.some((payment) => payment.status === 'pending')) return 'being_confirmed'
  if (order.status === 'expired' || order.status === 'cancelled') return order.status
  const last = payments.at(-1)
  if (last?.status === 'refused' || last?.status === 'cancelled') return last.status
  if (last?.status === 'started' && last.goTo !== null) return 'at_bank'
  return 'to_pay'
}

function stepsOf(known: {
  order: Order
  situation: Situation
  changes: readonly StatusChangeRow[]
  receipts: readonly Receipt[]
}): Step[] {
  const { order, situation, changes, receipts } = known
  const reached = (subject: string, to: string) =>
    changes.findLast((row) => row.subject === subject && row.toStatus === to)
  const times: Record<Step['name'], Instant | null> = {
    placed: order.placedAt,
    sent: reached('payment', 'started')?.at ?? null,
    paid: order.paidAt,
    credited: order.fulfilledAt,
    receipt: receipts[0]?.issuedAt ?? null,
  }
  const stopped = stopOf(situation)
  const stoppedAt = reached('payment', situation)?.at ?? reached('order', situation)?.at ?? null
  const names: Step['name'][] = ['placed', 'sent', 'paid', 'credited', 'receipt']
  const next = names.find((name) => times[name] === null)
  return names.map((name) => {
    if (times[name] !== null) return { name, state: 'done', at: times[name] }
    if (name !== next) return { name, state: 'todo', at: null }
    return stopped ? { name, state: stopped, at: stoppedAt } : { name, state: 'now', at: null }
  })
}

/** What ended without money stops; what a person must look at is no refusal. */
function stopOf(situation: Situation): 'stop' | 'care' | undefined {
  if (situation === 'held') return 'care'
  return situation === 'refused' || situation === 'cancelled' || situation === 'expired' ? 'stop' : undefined
}
