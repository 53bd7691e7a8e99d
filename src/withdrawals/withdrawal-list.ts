import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Withdrawal } from './withdrawal.ts'

/** A withdrawal with the number of its order and what became of its refund, where there are any. */
export type WithdrawalCase = Pick<
  Withdrawal,
  'id' | 'status' | 'name' | 'contract' | 'email' | 'orderId' | 'declaredAt'
> & {
  number: string | null
  refundStatus: string | null
  refundMinor: number | null
  refundUnit: string | null
}

/** The newest first, at most `most`. */
export async function listCases(db: Db, most: number): Promise<WithdrawalCase[]> {
  const { rows } =
    await sql<WithdrawalCase>`select w.id, w.status, w.name, w.contract, w.email, w.order_id, w.declared_at,
    o.number, r.status as refund_status, r.amount_minor as refund_minor, r.currency as refund_unit
    from withdrawal w left join orders o on o.id = w.order_id left join refund r on r.id = w.refund_id
    order by w.declared_at desc, w.id desc limit ${sql.lit(most)}`.execute(db)
  return rows
}
