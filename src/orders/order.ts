import { type Db, RunAgain, type Tx } from '../db/database.ts'
import { updateMany } from '../db/many-rows.ts'
import { unindexed } from '../db/unindexed.ts'
import { assert } from '../kit/failure.ts'
import { type Lifecycle, mayBecome, statusesBefore } from '../kit/lifecycle.ts'
import type { OrderRow } from './orders-tables.ts'
import { recordChanges } from './status-change.ts'

export type OrderStatus = OrderRow['status']
export type Order = OrderRow

export const orderLifecycle: Lifecycle<OrderStatus> = {
  placed: ['paid', 'cancelled', 'expired'],
  paid: ['fulfilled', 'refunded'],
  fulfilled: ['refunded'],
  cancelled: ['paid'], // The payer beat our clock or our button: money that
  expired: ['paid'], // arrived is real, so a late payment revives the order.
  refunded: [],
}

export type OrderMove = { orderId: string; to: OrderStatus; actor: string; why: string }

/**
 * The only place an order's status is written. The old status in `where` is our lock: who comes second moves
 * nothing. All moves of a call go to the same status. Returns the ids that moved.
 */
export async function moveOrders(tx: Tx, moves: readonly OrderMove[]): Promise<string[]> {
  const [first] = moves
  if (!first) return []
  const ids = moves.map((move) => move.orderId)
  const before = await tx.selectFrom('orders').select(['id', 'status']).where('id', 'in', ids).execute()
  const stamp = first.to === 'paid' ? { paidAt: tx.now } : first.to === 'fulfilled' ? { fulfilledAt: tx.now } : {}
  const moved = await tx
    .updateTable('orders')
    .set({ status: first.to, ...stamp })
    .where('id', 'in', ids)
    .where(unindexed('status'), 'in', statusesBefore(orderLifecycle, first.to))
    .returning('id')
    .execute()
  const movedIds = new Set(moved.map((row) => row.id))
  const from = new Map(before.map((row) => [row.id, row.status]))
  recordChanges(
    tx,
    moves
      .filter((move) => movedIds.has(move.orderId))
      .map((move) => ({
        subject: 'order' as const,
        subjectId: move.orderId,
        orderId: move.orderId,
        fromStatus: from.get(move.orderId) ?? '',
        toStatus: move.to,
        actor: move.actor,
        why: move.why,
      })),
  )
  return [...movedIds]
}

export type PaidOrder = {
  order: Order
  /** Paid, and where its credit is in the books already, fulfilled with it. */
  to: 'paid' | 'fulfilled'
  actor: string
}

/**
 * Orders whose money came, in one statement, each from the status that its decision was made on: who comes second
 * throws RunAgain. An order that is fulfilled at once has both moves in its history.
 */
export async function payOrders(tx: Tx, paid: readonly PaidOrder[]): Promise<void> {
  for (const { order } of paid)
    assert(mayBecome(orderLifecycle, order.status, 'paid'), `${order.id} goes from ${order.status} to paid`)
  const moved = await updateMany(tx, {
    table: 'orders',
    columns: [
      { name: 'status', type: 'text' },
      { name: 'paid_at', type: 'text' },
      { name: 'fulfilled_at', type: 'text' },
    ],
    rows: paid.map(({ order, to }) => [order.id, order.status, to, tx.now, to === 'fulfilled' ? tx.now : null]),
  })
  if (moved.size < paid.length) throw new RunAgain()
  const change = (of: PaidOrder, fromStatus: string, toStatus: string) => {
    const { id } = of.order
    return { subject: 'order' as const, subjectId: id, orderId: id, fromStatus, toStatus, actor: of.actor, why: '' }
  }
  recordChanges(
    tx,
    paid.flatMap((each) => [
      change(each, each.order.status, 'paid'),
      ...(each.to === 'fulfilled' ? [change(each, 'paid', 'fulfilled')] : []),
    ]),
  )
}

/** The order, whoever’s it is: pages ask for the owner themselves. */
export async function findOrder(db: Db, orderId: string): Promise<Order | undefined> {
  return db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirst()
}

/**
 * The person's orders that still wait for something, newest first: for the payer, for an answer, for credit, or for a
 * decision about a payment besides the one that counts.
 */
export async function findOpenOrders(db: Db, personId: string, limit: number): Promise<Order[]> {
  return db
    .selectFrom('orders')
    .selectAll()
    .where('personId', '=', personId)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('status', 'in', ['placed', 'paid']),
        exists(
          selectFrom('payment')
            .select('payment.id')
            .whereRef('payment.orderId', '=', 'orders.id')
            .where('payment.status', 'in', ['pending', 'held']),
        ),
      ]),
    )
    .orderBy('placedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The person's orders, newest first, at most `limit` of those placed before this one. */
export async function ordersOfPerson(
  db: Db,
  page: { personId: string; limit: number; before?: Pick<Order, 'id' | 'placedAt'> | undefined },
): Promise<Order[]> {
  const { before } = page
  let query = db.selectFrom('orders').selectAll().where('personId', '=', page.personId)
  if (before) {
    query = query.where(({ or, and, eb }) =>
      or([eb('placedAt', '<', before.placedAt), and([eb('placedAt', '=', before.placedAt), eb('id', '<', before.id)])]),
    )
  }
  return query.orderBy('placedAt', 'desc').orderBy('id', 'desc').limit(page.limit).execute()
}
