import { type Db, RunAgain, type Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { type Lifecycle, statusesBefore } from '../kit/lifecycle.ts'
import type { Order } from '../orders/order.ts'
import { recordAudit } from '../people/audit/audit.ts'
import type { WithdrawalRow } from './withdrawals-tables.ts'

/** A declaration by which somebody withdraws from a contract, and what became of it. */
export type Withdrawal = WithdrawalRow
export type WithdrawalStatus = WithdrawalRow['status']

/** It is acknowledged by a letter in the transaction that stores it: there is no status before `received`. */
export const withdrawalLifecycle: Lifecycle<WithdrawalStatus> = {
  received: ['accepted', 'closed', 'refused'],
  accepted: ['accepted', 'closed'], // The provider refused the refund: another one, or the money went another way.
  closed: [],
  refused: [],
}

export type WithdrawalMove = {
  withdrawal: Withdrawal
  to: WithdrawalStatus
  actor: string
  why: string
  refundId?: string
}

/** The only place a withdrawal's status is written. RunAgain when somebody moved it meanwhile. */
export async function moveWithdrawal(tx: Tx, move: WithdrawalMove): Promise<void> {
  const { withdrawal, to, actor, why } = move
  const refundId = move.refundId ?? withdrawal.refundId
  const moved = await tx
    .updateTable('withdrawal')
    .set({ status: to, refundId })
    .where('id', '=', withdrawal.id)
    .where('status', '=', withdrawal.status)
    .where('status', 'in', statusesBefore(withdrawalLifecycle, to))
    .where((eb) =>
      withdrawal.refundId === null ? eb('refundId', 'is', null) : eb('refundId', '=', withdrawal.refundId),
    )
    .returning('id')
    .executeTakeFirst()
  if (!moved) throw new RunAgain()
  await recordWithdrawalChange(tx, { withdrawal, from: withdrawal.status, to, refundId, actor, why })
}

/** A move as a row that nobody can change. */
export async function recordWithdrawalChange(
  tx: Tx,
  change: {
    withdrawal: Pick<Withdrawal, 'id'>
    from: string
    to: WithdrawalStatus
    refundId: string | null
    actor: string
    why: string
  },
): Promise<void> {
  const { withdrawal, from, to, refundId, actor, why } = change
  const id = newId('wdc', toMs(tx.now))
  const row = { id, withdrawalId: withdrawal.id, fromStatus: from, toStatus: to, refundId, at: tx.now, actor, why }
  await insertRows(tx, 'withdrawalChange', [row])
}

/** One withdrawal by its id. */
export async function findWithdrawal(db: Db, withdrawalId: string): Promise<Withdrawal | undefined> {
  return db.selectFrom('withdrawal').selectAll().where('id', '=', withdrawalId).executeTakeFirst()
}

/** All withdrawals that were found to be about an order, oldest first. */
export async function withdrawalsOfOrder(db: Db, orderId: string): Promise<Withdrawal[]> {
  return db
    .selectFrom('withdrawal')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('declaredAt')
    .orderBy('id')
    .execute()
}

/** Whoever decides has found the order that was meant. Throws Failure `conflict` once it is decided. */
export async function attachWithdrawal(
  tx: Tx,
  attach: { withdrawalId: string; order: Pick<Order, 'id' | 'number'>; by: string },
): Promise<void> {
  const { withdrawalId, order, by } = attach
  const attached = await tx
    .updateTable('withdrawal')
    .set({ orderId: order.id })
    .where('id', '=', withdrawalId)
    .where('status', '=', 'received')
    .returning('id')
    .executeTakeFirst()
  if (!attached) throw new Failure('conflict', `${withdrawalId} is decided`)
  await recordAudit(tx, {
    actor: by,
    act: 'attach withdrawal',
    about: withdrawalId,
    detail: { order: order.number },
  })
}
