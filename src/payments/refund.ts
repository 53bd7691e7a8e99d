import { type Db, RunAgain, type Tx } from '../db/database.ts'
import type { Lifecycle } from '../kit/lifecycle.ts'
import { statusesBefore } from '../kit/lifecycle.ts'
import { recordChanges } from '../orders/status-change.ts'
import type { RefundRow } from './payments-tables.ts'

/** Money on its way back to the payer, by the gateway it came from. */
export type Refund = RefundRow
export type RefundStatus = RefundRow['status']

export const refundLifecycle: Lifecycle<RefundStatus> = {
  asked: ['reserved', 'refused'],
  reserved: ['sending', 'refused', 'done'], // done: sent by who was thought to have ended
  sending: ['done', 'refused', 'uncertain', 'reserved'], // back to reserved only on proof that nothing was sent
  uncertain: ['done', 'refused', 'reserved'],
  done: [],
  refused: [],
}

export type RefundMove = { refund: Refund; to: RefundStatus; actor: string; why: string; operation?: string | null }

/** The only place a refund's status is written; each move raises its fence. RunAgain when another node moved it. */
export async function moveRefund(tx: Tx, move: RefundMove): Promise<void> {
  const { refund, to } = move
  const moved = await tx
    .updateTable('refund')
    .set({ status: to, why: move.why, leaseUntil: null, operation: move.operation ?? refund.operation })
    .set((eb) => ({ fence: eb('fence', '+', 1) }))
    .where('id', '=', refund.id)
    .where('status', '=', refund.status)
    .where('fence', '=', refund.fence)
    .where('status', 'in', statusesBefore(refundLifecycle, to))
    .returning('id')
    .execute()
  if (moved.length === 0) throw new RunAgain()
  recordChanges(tx, [
    {
      subject: 'refund',
      subjectId: refund.id,
      orderId: refund.orderId,
      fromStatus: refund.status,
      toStatus: to,
      actor: move.actor,
      why: move.why,
    },
  ])
}

/** One refund by our own id. */
export async function findRefund(db: Db, refundId: string): Promise<Refund | undefined> {
  return db.selectFrom('refund').selectAll().where('id', '=', refundId).executeTakeFirst()
}

/** All refunds of an order, oldest first. */
export async function refundsOfOrder(db: Db, orderId: string): Promise<Refund[]> {
  return db.selectFrom('refund').selectAll().where('orderId', '=', orderId).orderBy('askedAt').orderBy('id').execute()
}

/** Which of these refunds are still under way. */
export async function openRefundsAmong(db: Db, refundIds: readonly string[]): Promise<Set<string>> {
  if (refundIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('refund')
    .select('id')
    .where('id', 'in', [...new Set(refundIds)])
    .where('status', 'in', ['asked', 'reserved', 'sending', 'uncertain'])
    .execute()
  return new Set(rows.map(({ id }) => id))
}
