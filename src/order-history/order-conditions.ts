import { type RawBuilder, sql } from 'kysely'
import type { Subjects } from '../orders/order-subjects.ts'
import type { OrderRow } from '../orders/orders-tables.ts'

/** What the desk filters by. Some ask for the order's status, some whether any attempt ended so. */
export const orderStates = [
  'to_pay',
  'being_confirmed',
  'held',
  'crediting',
  'credited',
  'refunded',
  'refused',
  'cancelled',
  'expired',
  'charged_back',
] as const
export type OrderState = (typeof orderStates)[number]

export type Sql = RawBuilder<unknown>

/** The orders that a text means, by themselves or by their person. */
export function isAmong({ orderIds, personIds }: Subjects): Sql {
  const isOrder = sql`o.id in (${sql.join(orderIds)})`
  const isPerson = sql`o.person_id in (${sql.join(personIds)})`
  if (personIds.length === 0) return isOrder
  return orderIds.length === 0 ? isPerson : sql`(${isOrder} or ${isPerson})`
}

/** Counted, because PostgreSQL would rather read every payment than look up ten thousand for an `exists`. */
export const hasAttempt = (condition: Sql): Sql =>
  sql`(select count(*) from payment p where p.order_id = o.id and ${condition}) > 0`
/** Few enough, and with a partial index, so that they are read first. */
const hasRareAttempt = (status: string): Sql =>
  sql`o.id in (select p.order_id from payment p where p.status = ${sql.lit(status)})`
const hasStatus = (status: OrderRow['status']): Sql => sql`o.status = ${sql.lit(status)}`

/** How each state is asked for, and by which index it may lead. */
export const conditions: Readonly<Record<OrderState, { index: 'status' | 'rare' | 'none'; is: Sql }>> = {
  to_pay: { index: 'status', is: hasStatus('placed') },
  being_confirmed: { index: 'rare', is: hasRareAttempt('pending') },
  held: { index: 'rare', is: hasRareAttempt('held') },
  crediting: { index: 'status', is: hasStatus('paid') },
  credited: { index: 'status', is: hasStatus('fulfilled') },
  refunded: { index: 'rare', is: sql`o.id in (select r.order_id from receipt r where r.kind = 'credit_note')` },
  refused: { index: 'none', is: hasAttempt(sql`p.status = 'refused'`) },
  cancelled: { index: 'none', is: hasAttempt(sql`p.status = 'cancelled'`) },
  expired: { index: 'status', is: hasStatus('expired') },
  charged_back: { index: 'rare', is: hasRareAttempt('charged_back') },
}
