import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { searchKey } from '../people/person-key.ts'

/** Longest text that is looked for: longer than any address, number or reference. */
export const maxSearchText = 254
/** So many orders and people of one text are followed; a shorter beginning than that is to be made longer. */
const mostOrders = 200
const mostPeople = 50

/** What a text in the search box may mean: orders named by it, and people whose orders are meant. */
export type Subjects = {
  orderIds: string[]
  personIds: string[]
  /** More begin like this than are followed. */
  tooMany: boolean
}

/**
 * Understands what was typed or pasted: an id of ours, an order number from its beginning or its last digits, a login,
 * an address, a name or a word of it from its beginning, a gateway's or our own reference, a receipt's number. Only
 * indexes are asked, each for a bounded number of rows; `%` and `_` are signs like any other.
 */
export async function findSubjects(db: Db, typed: string): Promise<Subjects> {
  const text = typed.trim()
  const byId = idQueryOf(text)
  if (byId) return asSubjects((await byId.execute(db)).rows)
  const { rows } = await sql<Found>`${sql.join([...queriesOf(text)].map(bounded), sql` union all `)}`.execute(db)
  return asSubjects(rows)
}

/** The one order that a text names whole, by its number, an id, a reference or a receipt's number. */
export async function findNamedOrder(db: Db, typed: string): Promise<string | undefined> {
  const text = typed.trim()
  const byNumber = sql`select id from orders where number in (${sql.join(spellingsOf(text))})`
  const named = { kind: 'order', most: 1, ids: byNumber } as const
  const byId = idQueryOf(text)
  const queries = [named, ...referencesOf(text)].map(bounded)
  const { rows } = await (byId ?? sql<Found>`${sql.join(queries, sql` union all `)}`).execute(db)
  const { orderIds, personIds } = asSubjects(rows)
  return orderIds.length === 1 && personIds.length === 0 ? orderIds[0] : undefined
}

type Found = { kind: 'order' | 'person'; id: string }
type Query = { kind: Found['kind']; most: number; ids: ReturnType<typeof sql> }

function asSubjects(rows: readonly Found[]): Subjects {
  const idsOf = (kind: Found['kind']) => [...new Set(rows.flatMap((row) => (row.kind === kind ? [row.id] : [])))]
  const [orderIds, personIds] = [idsOf('order'), idsOf('person')]
  return {
    orderIds: orderIds.slice(0, mostOrders),
    personIds: personIds.slice(0, mostPeople),
    tooMany: orderIds.length > mostOrders || personIds.length > mostPeople,
  }
}

const order = (ids: ReturnType<typeof sql>) => (text: string) => sql<Found>`select 'order' as kind, ${ids} = ${text}`
const idQueries: Readonly<Record<string, ReturnType<typeof order>>> = {
  ord: order(sql`id from orders where id`),
  pay: order(sql`order_id as id from payment where id`),
  rct: order(sql`order_id as id from receipt where id`),
  rfd: order(sql`order_id as id from refund where id`),
  top: order(sql`order_id as id from top_up where id`),
  ntc: order(sql`order_id as id from notice where order_id is not null and id`),
  wdr: order(sql`order_id as id from withdrawal where order_id is not null and id`),
  mai: order(sql`order_id as id from mail where order_id is not null and id`),
  per: (text) => sql<Found>`select 'person' as kind, id from person where id = ${text}`,
}

function idQueryOf(text: string): RawBuilder<Found> | undefined {
  const [, kind = ''] = /^([a-z]{3})_[0-9a-z]+$/.exec(text) ?? []
  return idQueries[kind]?.(text)
}

/** One row more than is followed tells that there are more. */
const bounded = ({ kind, most, ids }: Query) =>
  sql`select ${sql.lit(kind)} as kind, id from (${ids} limit ${sql.lit(most + 1)}) as found`

function* queriesOf(text: string): Generator<Query> {
  const orders = (ids: ReturnType<typeof sql>): Query => ({ kind: 'order', most: mostOrders, ids })
  // A number is pasted as it stands, or typed in small letters.
  for (const start of new Set([text, text.toLowerCase()]))
    yield orders(sql`select id from orders where ${beginsWith(sql`number collate "binary"`, start)}`)
  // Fewer last digits than four would be everybody's.
  if (/\d{4}$/.test(text))
    yield orders(sql`select id from orders where ${beginsWith(sql`number_reversed`, reversed(text))}`)
  const people = sql`select person_id as id from person_key where ${beginsWith(sql`key`, searchKey(text))}`
  yield { kind: 'person', most: mostPeople * keysPerPerson, ids: people }
  yield* referencesOf(text)
}

/** What names an order whole: a gateway's or our own reference, a receipt's number. */
function* referencesOf(text: string): Generator<Query> {
  const among = sql.join(spellingsOf(text))
  const orders = (ids: ReturnType<typeof sql>): Query => ({ kind: 'order', most: mostOrders, ids })
  yield orders(sql`select order_id as id from payment where reference in (${among})`)
  yield orders(sql`select order_id as id from payment where attempt_ref in (${among})`)
  yield orders(sql`select order_id as id from payment where capture in (${among})`)
  yield orders(sql`select order_id as id from refund where operation in (${among})`)
  yield orders(sql`select order_id as id from receipt where number in (${among})`)
}

const spellingsOf = (text: string): string[] => [...new Set([text, text.toLowerCase(), text.toUpperCase()])]

/** Login, address and a name that begin alike are one person. */
const keysPerPerson = 3

/** By bytes, between the text and the last text that begins with it; no sign stands after U+10FFFF. */
const beginsWith = (column: ReturnType<typeof sql>, start: string) =>
  sql`${column} >= ${start} and ${column} < ${`${start}\u{10ffff}`}`

/** The text spelled backwards, sign by sign: an index of it finds what a text ends with. */
export const reversed = (text: string): string => [...text].reverse().join('')
