import { parseAmount } from '../../../kit/amount.ts'
import { addDays, type Day, parseDay, startOfDay } from '../../../kit/day.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { orderStates } from '../../../order-history/order-conditions.ts'
import type { Cursor, OrderFilter, Turn } from '../../../order-history/search-orders.ts'
import { maxSearchText } from '../../../orders/order-subjects.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'

/** The fields of the search's form, which are its state in the URL. */
const fieldNames = ['q', 'state', 'gateway', 'by', 'from', 'to', 'amount'] as const
export type OrderFields = Record<(typeof fieldNames)[number], string>
export type OrderQuery = {
  /** As typed, for the form and for every link of the page. */
  fields: OrderFields
  problems: FieldProblem[]
  filter: OrderFilter
  turn: Turn | undefined
}

/** Reads the URL. What is no day, no amount or no choice of ours is a problem of its field, never a silent nothing. */
export function readOrderQuery({ request, site, view }: SignedInContext): OrderQuery {
  const fields = Object.fromEntries(
    fieldNames.map((name) => [name, (queryOf(request, name) ?? '').replace(/\p{Cc}+/gu, ' ').trim()]),
  ) as OrderFields
  const problems: FieldProblem[] = []
  const refuse = (field: keyof OrderFields, message: string) => problems.push({ field, message })

  if (fields.q.length > maxSearchText) refuse('q', 'orders.text_too_long')
  const state = orderStates.find((each) => each === fields.state)
  if (fields.state !== '' && !state) refuse('state', 'orders.choice_unknown')
  const gatewayId = site.shop.gateways.has(fields.gateway) ? fields.gateway : undefined
  if (fields.gateway !== '' && !gatewayId) refuse('gateway', 'orders.choice_unknown')
  if (!['', 'placed', 'paid'].includes(fields.by)) refuse('by', 'orders.choice_unknown')
  const [from, to] = [parseDay(fields.from), parseDay(fields.to)]
  if (fields.from !== '' && !from) refuse('from', 'orders.day_invalid')
  if (fields.to !== '' && !to) refuse('to', 'orders.day_invalid')
  if (from && to && from > to) refuse('to', 'orders.days_backwards')
  const price = priceOf(fields.amount)
  if (fields.amount !== '' && !price) refuse('amount', 'orders.amount_invalid')

  const startOf = (day: Day | undefined) => day && startOfDay(day, view.timeZone)
  const filter: OrderFilter = {
    text: fields.q,
    state,
    gatewayId,
    priceMinor: price?.minor,
    by: fields.by === 'paid' ? 'paid' : 'placed',
    since: startOf(from),
    until: startOf(to && addDays(to, 1)),
  }
  return { fields, problems, filter, turn: readTurn(request) }
}

/** People type `10`, `10,00`, `10.00` or `10,00 €` in any language. */
function priceOf(text: string): { minor: number } | undefined {
  const digits = text.replace(/[\s€]/g, '').replace(',', '.')
  return parseAmount(digits, 'EUR')
}

/** A place that is none of ours is the first page. */
function readTurn(request: SignedInContext['request']): Turn | undefined {
  for (const to of ['older', 'newer'] as const) {
    const [, at, id] =
      /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~(ord_[0-9a-z]{1,40})$/.exec(queryOf(request, to) ?? '') ?? []
    if (at !== undefined && id !== undefined) return { to, from: { at, id } }
  }
  return undefined
}

const written = (fields: Partial<OrderFields>): Record<string, string | undefined> =>
  Object.fromEntries(fieldNames.map((name) => [name, fields[name] || undefined]))

/** The list with these fields; other fields are empty. */
export const ordersLink = (
  fields: Partial<OrderFields>,
  route: 'deskOrders' | 'deskOrdersCsv' = 'deskOrders',
): string => link(route, {}, written(fields))

/** The same list, further on or back. */
export const turnLink = (fields: OrderFields, to: Turn['to'], { at, id }: Cursor): string =>
  link('deskOrders', {}, { ...written(fields), [to]: `${at}~${id}` })
