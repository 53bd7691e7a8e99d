import { type Db, RunAgain, type Tx } from '../db/database.ts'
import { updateMany } from '../db/many-rows.ts'
import { assert } from '../kit/failure.ts'
import { type Lifecycle, mayBecome } from '../kit/lifecycle.ts'
import { recordChanges } from '../orders/status-change.ts'
import type { PaymentRow } from './payments-tables.ts'

/** One attempt to pay one order at one gateway. */
export type Payment = PaymentRow
export type PaymentStatus = PaymentRow['status']

export const paymentLifecycle: Lifecycle<PaymentStatus> = {
  started: ['pending', 'succeeded', 'refused', 'cancelled', 'expired', 'held'],
  pending: ['succeeded', 'refused', 'cancelled', 'expired', 'held'],
  refused: ['succeeded', 'held'], // Providers let the payer try again on the same page,
  cancelled: ['succeeded', 'held'], // and a cancelled page may still be paid:
  expired: ['succeeded', 'held'], // money beats clocks.
  held: ['succeeded', 'returned'],
  returned: [],
  succeeded: ['charged_back'],
  charged_back: ['succeeded'], // A dispute that was won gives the money back.
}

export const isOpen = (payment: Pick<Payment, 'status'>): boolean =>
  payment.status === 'started' || payment.status === 'pending'

/** Whether the provider may still know something new of it: an attempt of ours that has brought no money yet. */
export const canBeAsked = (payment: Pick<Payment, 'capture' | 'reference'>): boolean =>
  payment.capture === null && !payment.reference.includes(':')

export type PaymentMove = {
  payment: Payment
  to: PaymentStatus
  actor: string
  why: string
  /** What changes with the status; what is absent stays. */
  set?: Partial<Pick<Payment, 'capturedMinor' | 'capture' | 'payerMark' | 'paidAt' | 'heldWhy' | 'nextPollAt'>>
}

/**
 * The only place a payment's status is written. Each move carries the row its decision was made on: when another
 * node moved it meanwhile, RunAgain is thrown and the whole transaction is made again from fresh rows.
 */
export async function movePayments(tx: Tx, moves: readonly PaymentMove[]): Promise<void> {
  if (moves.length === 0) return
  for (const { payment, to } of moves) {
    assert(mayBecome(paymentLifecycle, payment.status, to), `${payment.id} goes from ${payment.status} to ${to}`)
  }
  const moved = await updateMany(tx, {
    table: 'payment',
    columns: [
      { name: 'status', type: 'text' },
      { name: 'captured_minor', type: 'bigint' },
      { name: 'capture', type: 'text' },
      { name: 'payer_mark', type: 'text' },
      { name: 'paid_at', type: 'text' },
      { name: 'held_why', type: 'text' },
      { name: 'next_poll_at', type: 'text' },
    ],
    rows: moves.map(({ payment, to, set }) => {
      const after = { ...payment, ...set }
      const { capturedMinor, capture, payerMark, paidAt, heldWhy, nextPollAt } = after
      return [payment.id, payment.status, to, capturedMinor, capture, payerMark, paidAt, heldWhy, nextPollAt]
    }),
  })
  if (moved.size < moves.length) throw new RunAgain()
  recordChanges(
    tx,
    moves.map(({ payment, to, actor, why }) => ({
      subject: 'payment',
      subjectId: payment.id,
      orderId: payment.orderId,
      fromStatus: payment.status,
      toStatus: to,
      actor,
      why,
    })),
  )
}

/** One attempt by our own id. */
export async function findPayment(db: Db, paymentId: string): Promise<Payment | undefined> {
  return db.selectFrom('payment').selectAll().where('id', '=', paymentId).executeTakeFirst()
}

/**
 * Attempts by one of their names, kept from other nodes to the end of the transaction: what is computed from them, also
 * from a refund that was just asked for, still holds when it is written. SQLite has one writer at a time.
 */
export async function lockPayments(
  tx: Tx,
  column: 'id' | 'reference' | 'attemptRef' | 'capture',
  values: readonly string[],
): Promise<Payment[]> {
  if (values.length === 0) return []
  const query = tx.selectFrom('payment').selectAll().where(column, 'in', values).orderBy('id')
  return (tx.engine === 'postgres' ? query.forUpdate() : query).execute()
}

/** The attempt whose return address holds this token. */
export async function findPaymentByToken(db: Db, returnToken: string): Promise<Payment | undefined> {
  return db.selectFrom('payment').selectAll().where('returnToken', '=', returnToken).executeTakeFirst()
}

/** All attempts to pay an order, oldest first. */
export async function paymentsOfOrder(db: Db, orderId: string): Promise<Payment[]> {
  return db
    .selectFrom('payment')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('startedAt')
    .orderBy('id')
    .execute()
}
