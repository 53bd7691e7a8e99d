import { type RawBuilder, sql } from 'kysely'
import { type Db, RunAgain, type Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import { type Lifecycle, statusesBefore } from '../kit/lifecycle.ts'
import type { Order } from '../orders/order.ts'
import { recordChanges } from '../orders/status-change.ts'
import type { TopUpRow } from './credit-tables.ts'

/** Credit to be added at the print system for one settled payment: never more than one for a payment. */
export type TopUp = TopUpRow
export type TopUpStatus = TopUpRow['status']

export const topUpLifecycle: Lifecycle<TopUpStatus> = {
  queued: ['sending', 'applied', 'parked'], // straight to applied in our own books; parked when its money went back
  sending: ['applied', 'refused', 'uncertain', 'queued'], // queued again only when nothing can have been sent
  uncertain: ['applied', 'queued'], // queued again only after proof that it is absent
  refused: ['queued', 'parked'],
  applied: [],
  parked: [],
}

/** Refused, or perhaps added, in the words of the index that leads to them. `of`: the table's alias, with its dot. */
export const isDoubtful = (of: '' | 't.' = ''): RawBuilder<boolean> =>
  sql`${sql.raw(of)}status in ('uncertain', 'refused')`

type Sold = {
  payment: { id: string }
  order: Order
  creditMinor: number
  bonusMinor: number
  printSystem: string
  /** Its credit is added to our own books in this very transaction. */
  isOurs: boolean
}

/**
 * The credit that follows each sale, in the settlement's own transaction: delivered after its commit, or applied with
 * it where the balances are our own books.
 */
export async function queueTopUps(tx: Tx, sales: readonly Sold[]): Promise<void> {
  const rows = sales.map(
    ({ payment, order, creditMinor, bonusMinor, printSystem, isOurs }): TopUp => ({
      id: newId('top', toMs(tx.now)),
      orderId: order.id,
      paymentId: payment.id,
      personId: order.personId,
      status: isOurs ? 'applied' : 'queued',
      creditMinor,
      bonusMinor,
      tries: 0,
      dueAt: tx.now,
      leaseUntil: null,
      fence: 0,
      outlivedLease: 0,
      evidence: '',
      createdAt: tx.now,
      printSystem,
    }),
  )
  await insertRows(tx, 'topUp', rows)
  const applied = rows.filter(({ status }) => status === 'applied')
  recordMoves(
    tx,
    applied.map((topUp) => ({ topUp, from: 'queued', to: topUp.status, actor: topUp.printSystem ?? '', why: '' })),
  )
}

export type TopUpMove = {
  to: TopUpStatus
  actor: string
  evidence: string
  /** When a worker moves it: the fence it claimed it under. A worker that lost its lease writes nothing. */
  fence?: number
  dueAt?: string
}

/** The only place a top-up's status is written. RunAgain when one of the list was moved meanwhile. */
export async function moveTopUps(tx: Tx, topUps: readonly TopUp[], move: TopUpMove): Promise<void> {
  if (topUps.length === 0) return
  const ids = topUps.map((topUp) => topUp.id)
  let update = tx
    .updateTable('topUp')
    .set((eb) => ({
      status: move.to,
      evidence: move.evidence,
      leaseUntil: null,
      dueAt: move.dueAt ?? eb.ref('dueAt'),
    }))
    .where('id', 'in', ids)
    .where('status', 'in', statusesBefore(topUpLifecycle, move.to))
  if (move.fence !== undefined) update = update.where('fence', '=', move.fence)
  const moved = await update.returning('id').execute()
  if (moved.length < ids.length) throw new RunAgain()
  const { to, actor, evidence: why } = move
  recordMoves(
    tx,
    topUps.map((topUp) => ({ topUp, from: topUp.status, to, actor, why })),
  )
}

type Moved = { topUp: TopUp; from: TopUpStatus; to: TopUpStatus; actor: string; why: string }

function recordMoves(tx: Tx, moves: readonly Moved[]): void {
  recordChanges(
    tx,
    moves.map(({ topUp, from, to, actor, why }) => ({
      ...{ subject: 'top_up', subjectId: topUp.id, orderId: topUp.orderId },
      ...{ fromStatus: from, toStatus: to, actor, why },
    })),
  )
}

/** The credit that follows an order’s first payment, once there is one. */
export async function topUpOfOrder(db: Db, orderId: string): Promise<TopUp | undefined> {
  return db.selectFrom('topUp').selectAll().where('orderId', '=', orderId).orderBy('id').limit(1).executeTakeFirst()
}

/** One top-up by its id. */
export async function findTopUp(db: Db, topUpId: string): Promise<TopUp | undefined> {
  return db.selectFrom('topUp').selectAll().where('id', '=', topUpId).executeTakeFirst()
}

/** The credit of one payment. */
export async function topUpOfPayment(db: Db, paymentId: string): Promise<TopUp | undefined> {
  return db.selectFrom('topUp').selectAll().where('paymentId', '=', paymentId).executeTakeFirst()
}
