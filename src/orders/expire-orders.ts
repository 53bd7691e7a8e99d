import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { MINUTE } from '../kit/clock.ts'
import { job } from '../kit/job.ts'
import { moveOrders } from './order.ts'

const batch = 100

/**
 * Closes orders that nobody paid in time, unless a payment of theirs is still undecided. Money that arrives
 * afterwards is honoured all the same. Returns how many were closed.
 */
export async function expireOrders(database: Database): Promise<number> {
  return database.transact(async (tx) => {
    const forgotten = await tx
      .selectFrom('orders')
      .select('id')
      .where('status', '=', sql.lit('placed'))
      .where('expiresAt', '<=', tx.now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('payment')
              .select('payment.id')
              .whereRef('payment.orderId', '=', 'orders.id')
              .where('payment.status', 'in', ['started', 'pending', 'held']),
          ),
        ),
      )
      .limit(batch)
      .execute()
    const moved = await moveOrders(
      tx,
      forgotten.map(({ id }) => ({ orderId: id, to: 'expired' as const, actor: 'clock', why: 'not paid in time' })),
    )
    return moved.length
  })
}

/** Orders that nobody paid in time. */
export const expiryJob = (database: Database) =>
  job({ name: 'orders', everyMs: MINUTE, run: () => expireOrders(database) })
