import { type FoundOrder, searchOrders } from '../../../order-history/search-orders.ts'
import { maxSearchText } from '../../../orders/order-subjects.ts'
import { type FoundPerson, findPeople } from '../../../people/find-people.ts'
import { searchKey } from '../../../people/person-key.ts'
import { type Section, sectionsFor } from '../../look/frame/desk-frame.tsx'
import type { View } from '../../look/view.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'

/** So many people and orders are shown; their own lists show the rest. */
export const most = 5

export type Found = { pages: Section[]; people: FoundPerson[]; orders: FoundOrder[] }
export type Line = { href: string; label: string }

/** The text that is asked for, at most as long as any that is looked up. */
export const readSearchText = ({ request }: Pick<SignedInContext, 'request'>): string =>
  (queryOf(request, 'q') ?? '').trim().slice(0, maxSearchText)

/** Pages, people and orders by one text: only pages that the role may open. */
export async function findEverything({ view, site }: SignedInContext, text: string): Promise<Found> {
  const { db } = site.shop.database
  const [{ people }, { orders }] = await Promise.all([
    findPeople(db, { text, limit: most }),
    searchOrders(db, { filter: { text, by: 'placed' }, limit: most }),
  ])
  const wanted = searchKey(text)
  const pages = sectionsFor(view).filter(
    (route) => route !== 'deskSearch' && searchKey(view.t(`desk.menu_${route}`)).includes(wanted),
  )
  return { pages, people, orders }
}

/** Where an exact order number leads, a login or an address that is one person's alone, or the only thing found. */
export function onlyOf(view: View, found: Found, text: string): string | undefined {
  const order = found.orders.find(({ number }) => number === text)
  if (order) return link('deskOrder', { orderId: order.id })
  const wanted = searchKey(text)
  const named = found.people.filter(({ login, email }) => [login, email ?? ''].map(searchKey).includes(wanted))
  const [person] = named
  if (person && named.length === 1) return link('deskPerson', { personId: person.id })
  const { pages, people, orders, count } = linesOf(view, found)
  return count === 1 ? [...pages, ...people, ...orders][0]?.href : undefined
}

/** What was found as lines that lead there. */
export function linesOf({ t }: View, found: Found): Record<keyof Found, Line[]> & { count: number } {
  const pages = found.pages.map((route) => ({ href: link(route), label: t(`desk.menu_${route}`) }))
  const people = found.people.map(({ id, name, login }) => ({
    href: link('deskPerson', { personId: id }),
    label: `${name}, ${login}`,
  }))
  const orders = found.orders.map(({ id, number, personName }) => ({
    href: link('deskOrder', { orderId: id }),
    label: `${number}, ${personName}`,
  }))
  return { pages, people, orders, count: pages.length + people.length + orders.length }
}
