import type { Schema } from '../db/schema.ts'
import type { Instant } from '../kit/clock.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import type { StatusChangeRow } from '../orders/orders-tables.ts'
import type { Notice } from '../payments/intake/notice.ts'
import type { Payment } from '../payments/payment.ts'
import type { PaymentFactRow } from '../payments/payments-tables.ts'
import type { Refund } from '../payments/refund.ts'
import type { AuditEntryRow } from '../people/people-tables.ts'
import type { Receipt } from '../receipts/receipt.ts'
import type { OrderFile } from './order-file.ts'

type WithdrawalChangeRow = Schema['withdrawalChange']

/** One thing that happened to an order, with the rows that tell it. */
export type Happening = { at: Instant } & (
  | { is: 'placed' }
  | { is: 'attempt'; payment: Payment; count: number }
  | { is: 'notice'; notice: Notice }
  | { is: 'look'; payment: Payment }
  | { is: 'fact'; fact: PaymentFactRow }
  | { is: 'payment_moved' | 'top_up_moved' | 'order_moved'; change: StatusChangeRow }
  | { is: 'refund_moved'; change: StatusChangeRow; refund: Refund | undefined }
  | { is: 'paper'; receipt: Receipt }
  | { is: 'mail_queued'; mail: MailRow }
  | { is: 'mail_moved'; change: StatusChangeRow; mail: MailRow | undefined }
  | { is: 'withdrawal_moved'; move: WithdrawalChangeRow }
  | { is: 'act'; act: AuditEntryRow }
)

/** What was written at one instant, in the order in which one thing follows from the other. */
const ranks: Readonly<Record<Happening['is'], number>> = {
  placed: 0,
  act: 1,
  withdrawal_moved: 2,
  attempt: 3,
  notice: 4,
  look: 5,
  fact: 6,
  payment_moved: 7,
  refund_moved: 8,
  paper: 9,
  top_up_moved: 10,
  order_moved: 11,
  mail_queued: 12,
  mail_moved: 13,
}

/** Pure: everything in one list, oldest first; what two rows say of one event stands there once. */
export function timelineOf(file: OrderFile): Happening[] {
  const { shown, facts, notices, mails, acts, changes } = file
  const attempts = shown.payments.filter((payment) => !isAdopted(payment))
  const happened: Happening[] = [
    { is: 'placed', at: shown.order.placedAt },
    ...attempts.map((payment, index) => ({ is: 'attempt' as const, at: payment.startedAt, payment, count: index + 1 })),
    ...attempts.flatMap((payment) =>
      payment.lastPolledAt === null ? [] : [{ is: 'look' as const, at: payment.lastPolledAt, payment }],
    ),
    ...notices.map((notice) => ({ is: 'notice' as const, at: notice.receivedAt, notice })),
    ...facts.map((fact) => ({ is: 'fact' as const, at: fact.seenAt, fact })),
    ...shown.receipts.map((receipt) => ({ is: 'paper' as const, at: receipt.issuedAt, receipt })),
    ...mails.map((mail) => ({ is: 'mail_queued' as const, at: mail.createdAt, mail })),
    ...file.withdrawals.map((move) => ({ is: 'withdrawal_moved' as const, at: move.at, move })),
    ...acts.map((act) => ({ is: 'act' as const, at: act.at, act })),
    ...changes.flatMap((change) => asHappening(change, file)),
  ]
  return happened
    .map((each, index) => ({ each, index }))
    .sort((a, b) => byTime(a.each, b.each) || a.index - b.index)
    .map(({ each }) => each)
}

const byTime = (a: Happening, b: Happening): number =>
  a.at === b.at ? ranks[a.is] - ranks[b.is] : a.at < b.at ? -1 : 1

/** A further capture of an attempt, held as a payment of its own: its fact tells it. */
const isAdopted = ({ reference }: Payment): boolean => reference.includes(':')

function asHappening(change: StatusChangeRow, { facts, refunds, mails }: OrderFile): Happening[] {
  const { at, subject, subjectId, fromStatus, toStatus } = change
  switch (subject) {
    case 'order':
      // "Placed" and "paid" are told by the order itself and by the fact that paid it.
      return fromStatus === '' || toStatus === 'paid' ? [] : [{ is: 'order_moved', at, change }]
    case 'payment': {
      const isTold = fromStatus === '' || facts.some((fact) => fact.seenAt === at && fact.paymentId === subjectId)
      return isTold ? [] : [{ is: 'payment_moved', at, change }]
    }
    case 'top_up':
      // Applied is told by the order that is credited in the same transaction.
      return toStatus === 'applied' ? [] : [{ is: 'top_up_moved', at, change }]
    case 'refund':
      return [{ is: 'refund_moved', at, change, refund: refunds.find(({ id }) => id === subjectId) }]
    case 'mail':
      return [{ is: 'mail_moved', at, change, mail: mails.find(({ id }) => id === subjectId) }]
    case 'notice':
      return []
  }
}
