import { amount, credit, toDecimal } from '../../../kit/amount.ts'
import { Failure } from '../../../kit/failure.ts'
import { momentCell, numberCell, type TableCell, textCell } from '../../../kit/text/table-cell.ts'
import { formatStamp } from '../../../messages/format.ts'
import { asLines, type OrderLine } from '../../../order-history/order-situation.ts'
import { type FoundOrder, type OrderFilter, searchOrders, type Turn } from '../../../order-history/search-orders.ts'
import { findNamedOrder } from '../../../orders/order-subjects.ts'
import { goTo } from '../../answer.ts'
import type { View } from '../../look/view.ts'
import type { SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { type ExportColumn, sendExport } from '../export/send-export.tsx'
import { sendDeskPage } from '../send-desk-page.ts'
import { OrderListPage } from './order-list-page.tsx'
import { type OrderQuery, readOrderQuery } from './order-query.ts'

const pageSize = 50

/** The search: one box, filters, newest first; the URL is its whole state. What names one order whole opens it. */
export async function showOrders(context: SignedInContext): Promise<unknown> {
  const { site, view } = context
  const { db } = site.shop.database
  const query = readOrderQuery(context)
  const named = isTextAlone(query) ? await findNamedOrder(db, query.fields.q) : undefined
  if (named !== undefined) return goTo(context, link('deskOrder', { orderId: named }))
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

/** A filter beside the text asks for a list, however short it is; the order of the list is no filter. */
function isTextAlone({ fields: { q, by: _, ...filters }, problems, turn }: OrderQuery): boolean {
  return q !== '' && problems.length === 0 && !turn && Object.values(filters).every((value) => value === '')
}

const csvPageSize = 500
const longestCsv = 100_000

/** The same list as a file; a hundred thousand lines at most. */
export async function downloadOrders(context: SignedInContext): Promise<unknown> {
  const { filter, problems } = readOrderQuery(context)
  if (problems.length > 0) throw new Failure('invalid', 'a filter that cannot be read', problems)
  return sendExport(context, { file: 'orders.file', columns, pages: linesOf(context, filter) })
}

async function* linesOf({ site }: SignedInContext, filter: OrderFilter): AsyncGenerator<Line[]> {
  const { db } = site.shop.database
  let turn: Turn | undefined
  for (let written = 0; written < longestCsv; ) {
    const page = await searchOrders(db, { filter, limit: csvPageSize, turn })
    const lines = await asLines(db, page.orders)
    written += lines.length
    yield lines
    if (!page.older) return
    turn = { to: 'older', from: page.older }
  }
}

type Line = OrderLine<FoundOrder>

const columns: ReadonlyArray<ExportColumn<Line>> = [
  { head: 'export.number', of: ({ order }) => textCell(order.number) },
  { head: 'export.state', of: ({ situation }, { t }) => textCell(t(`order.s_${situation}`)) },
  { head: 'export.placed', of: ({ order }, view) => stampOf(order.placedAt, view) },
  { head: 'export.paid', of: ({ order }, view) => stampOf(order.paidAt, view) },
  { head: 'export.credited', of: ({ order }, view) => stampOf(order.fulfilledAt, view) },
  { head: 'export.login', of: ({ order }) => textCell(order.login) },
  { head: 'export.name', of: ({ order }) => textCell(order.personName) },
  { head: 'export.article_number', of: ({ order }) => numberCell(order.articleNumber) },
  { head: 'export.article', of: ({ order }) => textCell(order.articleTitle) },
  { head: 'export.price', of: ({ order }) => numberCell(toDecimal(amount(order.priceMinor, order.currency))) },
  { head: 'export.vat_rate', of: ({ order }) => percentCell(order.vatBp) },
  { head: 'export.vat', of: ({ order }) => numberCell(toDecimal(amount(order.vatMinor, order.currency))) },
  { head: 'export.currency', of: ({ order }) => textCell(order.currency) },
  { head: 'export.credit', of: ({ order }) => numberCell(toDecimal(credit(order.creditMinor))) },
  { head: 'export.bonus', of: ({ order }) => numberCell(toDecimal(credit(order.bonusMinor))) },
  {
    head: 'export.gateways',
    of: ({ gatewayIds }, view) => textCell(gatewayIds.map((id) => view.method(id).name).join(', ')),
  },
  { head: 'export.receipt', of: ({ receiptNumber }) => textCell(receiptNumber) },
  { head: 'export.id', of: ({ order }) => textCell(order.id) },
]

/** Basis points are hundredths of a percent, as minor units are of a unit. */
const percentCell = (basisPoints: number): TableCell => numberCell(toDecimal(credit(basisPoints)))

const stampOf = (instant: string | null, { timeZone }: View): TableCell =>
  momentCell(instant === null ? '' : formatStamp(instant, timeZone))
