import type { Instant } from '../kit/clock.ts'
import type { StatusChangeRow } from '../orders/orders-tables.ts'
import type { Payment } from '../payments/payment.ts'
import type { Refund } from '../payments/refund.ts'
import type { Situation } from './order-situation.ts'
import type { OrderView } from './order-view.ts'

/** One line of the timeline: `done` with its time, `now`, `todo`, or where it stopped. */
export type Step = {
  name: 'placed' | 'sent' | 'paid' | 'credited' | 'receipt' | 'refund'
  state: 'done' | 'now' | 'todo' | 'stop' | 'care'
  at: Instant | null
  /** Of a refund's line. */
  refund?: Refund
}

type Told = Pick<OrderView, 'order' | 'situation' | 'payments' | 'receipts' | 'refunds'> & {
  changes: readonly StatusChangeRow[]
}

/** What has happened, what happens now, and, while it may still come, what comes. */
export function stepsOf(told: Told): Step[] {
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
