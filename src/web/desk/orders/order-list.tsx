import { Readable } from 'node:stream'
import { amount, credit, toDecimal } from '../../../kit/amount.ts'
import { Failure } from '../../../kit/failure.ts'
import { csvLine, csvType } from '../../../kit/text/csv.ts'
import { formatStamp } from '../../../messages/format.ts'
import { asLines, type OrderLine } from '../../../order-history/order-rows.ts'
import { type FoundOrder, type OrderFilter, searchOrders, type Turn } from '../../../order-history/search-orders.ts'
import type { View } from '../../look/view.ts'
import type { SignedInContext } from '../../request-context.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { OrderListPage } from './order-list-page.tsx'
import { readOrderQuery } from './order-query.ts'

const pageSize = 50

/** The search: one box, filters, newest first; the URL is its whole state. */
export async function showOrders(context: SignedInContext): Promise<unknown> {
  const { site, view } = context
  const { db } = site.shop.database
  const query = readOrderQuery(context)
  const refused = query.problems.length > 0
  const found = refused ? undefined : await searchOrders(db, { ...query, limit: pageSize })
  const lines = found && (await asLines(db, found.orders))
  const methods = [...site.shop.gateways.values()].map(({ kind }) => ({ id: kind.id, title: kind.title }))
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskOrders'),
    ...(refused && { status: 422 }),
    children: <OrderListPage view={view} query={query} found={found} lines={lines ?? []} methods={methods} />,
  })
}

const csvPageSize = 500
const longestCsv = 100_000

/** The same list as a file, written while it is read; a hundred thousand lines at most. */
export async function downloadOrders(context: SignedInContext): Promise<unknown> {
  const { filter, problems } = readOrderQuery(context)
  if (problems.length > 0) throw new Failure('invalid', 'a filter that cannot be read', problems)
  return context.reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${context.view.t('orders.file')}.csv"`)
    .type(csvType)
    .send(Readable.from(csvOf(context, filter)))
}

async function* csvOf({ site, view }: SignedInContext, filter: OrderFilter): AsyncGenerator<string> {
  const { db } = site.shop.database
  yield csvLine(columns.map(({ name }) => name))
  let turn: Turn | undefined
  for (let written = 0; written < longestCsv; ) {
    const page = await searchOrders(db, { filter, limit: csvPageSize, turn })
    const lines = await asLines(db, page.orders)
    written += lines.length
    yield lines.map((line) => csvLine(columns.map(({ of }) => of(line, view)))).join('')
    if (!page.older) return
    turn = { to: 'older', from: page.older }
  }
}

/** Names of columns are the same in every language: programs read them. */
const columns: ReadonlyArray<{ name: string; of: (line: OrderLine<FoundOrder>, view: View) => string }> = [
  { name: 'number', of: ({ order }) => order.number },
  { name: 'state', of: ({ situation }) => situation },
  { name: 'placed', of: ({ order }, { timeZone }) => formatStamp(order.placedAt, timeZone) },
  { name: 'paid', of: ({ order }, view) => stampOf(order.paidAt, view) },
  { name: 'credited', of: ({ order }, view) => stampOf(order.fulfilledAt, view) },
  { name: 'login', of: ({ order }) => order.login },
  { name: 'name', of: ({ order }) => order.personName },
  { name: 'article', of: ({ order }) => String(order.articleNumber) },
  { name: 'price', of: ({ order }) => toDecimal(amount(order.priceMinor, order.currency)) },
  { name: 'vat', of: ({ order }) => toDecimal(amount(order.vatMinor, order.currency)) },
  { name: 'currency', of: ({ order }) => order.currency },
  { name: 'credit', of: ({ order }) => toDecimal(credit(order.creditMinor)) },
  { name: 'bonus', of: ({ order }) => toDecimal(credit(order.bonusMinor)) },
  { name: 'gateways', of: ({ gatewayIds }) => gatewayIds.join(' ') },
  { name: 'receipt', of: ({ receiptNumber }) => receiptNumber ?? '' },
  { name: 'id', of: ({ order }) => order.id },
]

const stampOf = (instant: string | null, { timeZone }: View): string =>
  instant === null ? '' : formatStamp(instant, timeZone)
