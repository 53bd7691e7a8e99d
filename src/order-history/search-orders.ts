import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Instant } from '../kit/clock.ts'
import { findSubjects, type Subjects } from '../orders/order-subjects.ts'
import type { OrderRow } from '../orders/orders-tables.ts'
import { conditions, hasAttempt, isAmong, type OrderState, type Sql } from './order-conditions.ts'

export type OrderFilter = {
  /** One box: see order-subjects.ts. Empty: everything. */
  text: string
  state?: OrderState | undefined
  gatewayId?: string | undefined
  priceMinor?: number | undefined
  /** From this instant on, before that one: of the placing or of the paying, which is also the order of the list. */
  by: 'placed' | 'paid'
  since?: Instant | undefined
  until?: Instant | undefined
}

/** A place in the list: the row that was last, or first, on a page. */
export type Cursor = { at: Instant; id: string }
export type Turn = { to: 'older' | 'newer'; from: Cursor }

export type FoundOrder = OrderRow & { personName: string; login: string }
export type OrderPage = {
  orders: FoundOrder[]
  older: Cursor | undefined
  newer: Cursor | undefined
  /** More orders begin like the text than are followed: it should be longer. */
  tooMany: boolean
  /** The look ended here without filling the page: `older` goes on from there. */
  lookedUntil: Instant | undefined
}

/** Orders that one page looks at, at most, when its filter has no index of its own. */
const widestLook = 10_000

/**
 * Orders by filter, newest first, page by page. One condition leads, by its index: the text's orders and people, else
 * a rare state, else the status, else the date. The others are checked on what it brings, at most ten thousand orders
 * a page, so that no question costs more when the books are old.
 */
export async function searchOrders(
  db: Db,
  ask: { filter: OrderFilter; limit: number; turn?: Turn | undefined },
): Promise<OrderPage> {
  const { filter, limit, turn } = ask
  const subjects = filter.text.trim() === '' ? undefined : await findSubjects(db, filter.text)
  const tooMany = subjects?.tooMany ?? false
  if (subjects && subjects.orderIds.length + subjects.personIds.length === 0)
    return { orders: [], older: undefined, newer: undefined, tooMany, lookedUntil: undefined }

  const look = lookOf(filter, subjects, turn)
  const rows = await readRows(db, look, limit + 1)
  const shown = rows.slice(0, limit)
  const isFull = rows.length > limit
  const edge = isFull ? undefined : await edgeOf(db, look)
  const beyond = isFull ? cursorOf(filter, shown.at(-1)) : edge
  const before = turn && (cursorOf(filter, shown[0]) ?? turn.from)
  if (turn?.to === 'newer') {
    return { orders: shown.reverse(), older: before, newer: beyond, tooMany, lookedUntil: undefined }
  }
  return { orders: shown, older: beyond, newer: before, tooMany, lookedUntil: edge?.at }
}

const cursorOf = ({ by }: OrderFilter, row: FoundOrder | undefined): Cursor | undefined =>
  row && { at: (by === 'paid' ? row.paidAt : row.placedAt) ?? row.placedAt, id: row.id }
/** What leads by its index, what is checked on that, by which instant and in which direction one walks. */
type Look = { at: Sql; leads: Sql[]; checks: Sql[]; direction: Sql }

function lookOf(filter: OrderFilter, subjects: Subjects | undefined, turn: Turn | undefined): Look {
  const at = filter.by === 'paid' ? sql`o.paid_at` : sql`o.placed_at`
  const leads = [sql`${at} is not null`]
  const checks: Sql[] = []
  if (filter.since !== undefined) leads.push(sql`${at} >= ${filter.since}`)
  if (filter.until !== undefined) leads.push(sql`${at} < ${filter.until}`)
  if (turn) {
    const beyond = turn.to === 'newer' ? sql`>` : sql`<`
    leads.push(sql`(${at}, o.id) ${beyond} (${turn.from.at}, ${turn.from.id})`)
  }
  if (subjects) leads.push(isAmong(subjects))
  if (filter.state !== undefined) {
    const { index, is } = conditions[filter.state]
    const leading = !subjects && (index === 'rare' || (index === 'status' && filter.by === 'placed'))
    if (leading) leads.push(is)
    else checks.push(is)
  }
  if (filter.gatewayId !== undefined) checks.push(hasAttempt(sql`p.gateway_id = ${filter.gatewayId}`))
  if (filter.priceMinor !== undefined) checks.push(sql`o.price_minor = ${filter.priceMinor}`)
  return { at, leads, checks, direction: turn?.to === 'newer' ? sql`asc` : sql`desc` }
}

async function readRows(db: Db, { at, leads, checks, direction }: Look, most: number): Promise<FoundOrder[]> {
  const width = checks.length === 0 ? most : widestLook
  const inOrder = sql`order by ${at} ${direction}, o.id ${direction}`
  const looked = sql`select o.* from orders o where ${all(leads)} ${inOrder} limit ${sql.lit(width)}`
  const fitting = sql`select o.* from (${looked}) as o where ${all(checks)} ${inOrder} limit ${sql.lit(most)}`
  const { rows } = await sql<FoundOrder>`select o.*, n.name as person_name, n.login
    from (${fitting}) as o join person n on n.id = o.person_id ${inOrder}`.execute(db)
  return rows
}

const all = (conditions: readonly Sql[]): Sql => sql.join([sql`1 = 1`, ...conditions], sql` and `)

/** The last order that was looked at, when there are others behind it. */
async function edgeOf(db: Db, { at, leads, checks, direction }: Look): Promise<Cursor | undefined> {
  if (checks.length === 0) return undefined
  const { rows } = await sql<Cursor>`select ${at} as at, o.id from orders o where ${all(leads)}
    order by ${at} ${direction}, o.id ${direction} limit 1 offset ${sql.lit(widestLook - 1)}`.execute(db)
  return rows[0]
}
