import { type TopUp, topUpOfOrder } from '../credit/top-up.ts'
import type { Db } from '../db/database.ts'
import { type Amount, add, credit } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import type { Order } from '../orders/order.ts'
import type { StatusChangeRow } from '../orders/orders-tables.ts'
import { changesOfOrder } from '../orders/status-change.ts'
import { type Payment, paymentsOfOrder } from '../payments/payment.ts'
import { type Refund, refundsOfOrder } from '../payments/refund.ts'
import { type Receipt, receiptsOfOrder } from '../receipts/receipt.ts'
import { isUnderWay, type Situation, situationOf } from './order-situation.ts'

/** One line of the timeline: `done` with its time, `now`, `todo`, or where it stopped. */
export type Step = {
  name: 'placed' | 'sent' | 'paid' | 'credited' | 'receipt' | 'refund'
  state: 'done' | 'now' | 'todo' | 'stop' | 'care'
  at: Instant | null
  /** Of a refund's line. */
  refund?: Refund
}

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

type Told = Pick<OrderView, 'order' | 'situation' | 'payments' | 'receipts' | 'refunds'> & {
  changes: readonly StatusChangeRow[]
}

/** What has happened, what happens now, and, while it may still come, what comes. */
function stepsOf(told: Told): Step[] {
  return [...saleSteps(told), ...told.refunds.map((refund) => refundStep(refund, told.changes))]
}

function saleSteps({ order, situation, changes, receipts, payments }: Told): Step[] {
  const times: Record<Exclude<Step['name'], 'refund'>, Instant | null> = {
    placed: order.placedAt,
    sent: payments.findLast(wasSent)?.startedAt ?? null,
    paid: order.paidAt,
    credited: order.fulfilledAt,
    receipt: receipts.find(({ kind }) => kind === 'receipt')?.issuedAt ?? null,
  }
  const stopped = stopOf(situation, order.paidAt !== null)
  const names = ['placed', 'sent', 'paid', 'credited', 'receipt'] as const
  const next = names.find((name) => times[name] === null)
  const steps = names.map((name): Step => {
    if (times[name] !== null) return { name, state: 'done', at: times[name] }
    if (name !== next) return { name, state: 'todo', at: null }
    return stopped ? { name, state: stopped, at: stoppedAt(situation, changes) } : { name, state: 'now', at: null }
  })
  return steps.filter(({ state }) => !isOver(situation) || state === 'done' || state === stopped)
}

/** An attempt that never reached its provider was not sent; a further capture of an attempt is none of its own. */
const wasSent = ({ status, goTo, reference }: Payment): boolean =>
  !reference.includes(':') && (goTo !== null || status !== 'started')

/** What will not come any more is not announced. */
const isOver = (situation: Situation): boolean =>
  ['cancelled', 'expired', 'given_back', 'refunding', 'refunded', 'charged_back'].includes(situation)

/** What ended without money stops; what a person must look at is no refusal. */
function stopOf(situation: Situation, isPaid: boolean): 'stop' | 'care' | undefined {
  if (situation === 'held' || situation === 'credit_stopped') return 'care'
  if (situation === 'refunding' && !isPaid) return 'care'
  const stops = ['refused', 'abandoned', 'cancelled', 'expired', 'given_back']
  return stops.includes(situation) ? 'stop' : undefined
}

function stoppedAt(situation: Situation, changes: readonly StatusChangeRow[]): Instant | null {
  const reached = (subject: StatusChangeRow['subject'], to: string) =>
    changes.findLast((row) => row.subject === subject && row.toStatus === to)?.at ?? null
  switch (situation) {
    case 'refused':
    case 'held':
      return reached('payment', situation)
    case 'refunding':
      return reached('payment', 'held')
    case 'abandoned':
      return reached('payment', 'cancelled')
    case 'given_back':
      return reached('payment', 'returned')
    case 'cancelled':
    case 'expired':
      return reached('order', situation)
    case 'credit_stopped':
      return reached('top_up', 'refused') ?? reached('top_up', 'parked')
    default:
      return null
  }
}

function refundStep(refund: Refund, changes: readonly StatusChangeRow[]): Step {
  const ended = changes.findLast(({ subjectId, toStatus }) => subjectId === refund.id && toStatus === refund.status)
  if (refund.status === 'done') return { name: 'refund', state: 'done', at: ended?.at ?? refund.askedAt, refund }
  if (refund.status === 'refused') return { name: 'refund', state: 'stop', at: ended?.at ?? refund.askedAt, refund }
  return { name: 'refund', state: 'now', at: refund.askedAt, refund }
}
