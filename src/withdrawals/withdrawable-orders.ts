import type { Db } from '../db/database.ts'
import { DAY, type Instant, later } from '../kit/clock.ts'
import type { Day } from '../kit/day.ts'
import type { Order } from '../orders/order.ts'
import { lastDayToWithdraw, mayWithdraw } from '../orders/withdrawal-period.ts'
import type { Withdrawal } from './withdrawal.ts'

export type WithdrawableOrder = { order: Order; lastDay: Day }

/** No period of weekends and holidays is longer than this beyond its days. */
const longestExtension = 7 * DAY
const mostShown = 20

/** A person's orders whose period still runs, newest first; without those that are over or were withdrawn from. */
export async function ordersToWithdraw(
  db: Db,
  of: { personId: string; now: Instant; days: number; timeZone: string },
): Promise<WithdrawableOrder[]> {
  const earliest = later(of.now, -(of.days + 1) * DAY - longestExtension)
  const orders = await db
    .selectFrom('orders')
    .selectAll()
    .where('personId', '=', of.personId)
    .where('placedAt', '>=', earliest)
    .where('status', 'in', ['placed', 'paid', 'fulfilled'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('withdrawal').select('id').whereRef('withdrawal.orderId', '=', 'orders.id'))),
    )
    .orderBy('placedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(mostShown)
    .execute()
  return orders
    .filter((order) => mayWithdraw(order.placedAt, of.now, of))
    .map((order) => ({ order, lastDay: lastDayToWithdraw(order.placedAt, of) }))
}

/** How an order stands towards the right to withdraw from it. */
export type WithdrawalState = { is: 'open'; lastDay: Day } | { is: 'declared'; withdrawal: Withdrawal } | { is: 'over' }

/** Pure: a declaration says more than the period; an order that came to nothing has neither. */
export function withdrawalStateOf(known: {
  order: Pick<Order, 'status' | 'placedAt'>
  withdrawals: readonly Withdrawal[]
  now: Instant
  days: number
  timeZone: string
}): WithdrawalState {
  const { order, withdrawals, now } = known
  const last = withdrawals.at(-1)
  if (last) return { is: 'declared', withdrawal: last }
  const stands = order.status === 'placed' || order.status === 'paid' || order.status === 'fulfilled'
  if (!stands || !mayWithdraw(order.placedAt, now, known)) return { is: 'over' }
  return { is: 'open', lastDay: lastDayToWithdraw(order.placedAt, known) }
}
