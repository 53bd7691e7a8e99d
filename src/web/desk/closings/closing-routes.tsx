import { vatRates } from '../../../catalogue/vat-rate.ts'
import type { Db } from '../../../db/database.ts'
import { asClosing, type Closing, type ClosingKind } from '../../../finance/closing.ts'
import { amount, toDecimal } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { momentCell, numberCell, textCell } from '../../../kit/text/table-cell.ts'
import { formatStamp } from '../../../messages/format.ts'
import { paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import type { DeskRoute } from '../desk-route.ts'
import { type ExportColumn, sendExport } from '../export/send-export.tsx'
import { sendDeskPage } from '../send-desk-page.ts'
import { ClosingList } from './closing-list.tsx'
import { ClosingPage } from './closing-page.tsx'
import { closingKinds, countOf, currenciesOf, movedIn, periodText } from './closing-words.ts'

export const closingRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskClosings', right: 'see_desk', act: showClosings },
  { method: 'GET', route: 'deskClosingsCsv', right: 'see_desk', act: downloadClosings },
  { method: 'GET', route: 'deskClosing', right: 'see_desk', act: showClosing },
]

const shownClosings = 62
const longestCsv = 100_000

/** The closings of one kind, the newest first. */
async function showClosings(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const kind = closingKinds.find((each) => each === queryOf(request, 'kind')) ?? 'day'
  const before = queryOf(request, 'before')
  const closings = await readClosings(site.shop.database.db, { kind, before, limit: shownClosings + 1 })
  const [shown, rest] = [closings.slice(0, shownClosings), closings.slice(shownClosings)]
  return sendDeskPage(context, {
    title: view.t('closings.title'),
    children: (
      <ClosingList
        view={view}
        kind={kind}
        closings={shown}
        older={rest.length > 0 ? shown.at(-1)?.period : undefined}
      />
    ),
  })
}

type Asked = { kind: ClosingKind; before: string | undefined; limit: number }

async function readClosings(db: Db, { kind, before, limit }: Asked): Promise<Closing[]> {
  const ofKind = db.selectFrom('closing').selectAll().where('kind', '=', kind)
  const asked = before === undefined ? ofKind : ofKind.where('period', '<', before)
  return (await asked.orderBy('period', 'desc').limit(limit).execute()).map(asClosing)
}

/** One closing with all that it holds. Throws Failure `not_found`. */
async function showClosing(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const number = /^\d{1,9}$/.test(paramOf(request, 'number')) ? Number(paramOf(request, 'number')) : 0
  const { db } = site.shop.database
  const row = orNotFound(
    await db.selectFrom('closing').selectAll().where('number', '=', number).executeTakeFirst(),
    'closing',
  )
  const closing = asClosing(row)
  const rates = await vatRates(db, closing.untilAt)
  return sendDeskPage(context, {
    title: view.t('closings.one', { kind: closing.kind, period: periodText(view, closing) }),
    children: <ClosingPage view={view} closing={closing} rates={rates} />,
  })
}

/** Every closing as a file, a line for each currency. */
async function downloadClosings(context: SignedInContext): Promise<unknown> {
  const { db } = context.site.shop.database
  const rows = await db.selectFrom('closing').selectAll().orderBy('number').limit(longestCsv).execute()
  const lines = rows.map(asClosing).flatMap((closing) => currenciesOf(closing).map((unit) => ({ closing, unit })))
  return sendExport(context, { file: 'closings.file', columns, pages: [lines] })
}

type Line = { closing: Closing; unit: string }
const ever = ({ closing, unit }: Line) => closing.perpetual[unit] ?? { soldMinor: 0, backMinor: 0 }
const money = (minor: number, { unit }: Line) => numberCell(toDecimal(amount(minor, unit)))
const stamp = (instant: string, { timeZone }: Closing) => momentCell(formatStamp(instant, timeZone))

const columns: ReadonlyArray<ExportColumn<Line>> = [
  { head: 'export.closing', of: ({ closing }) => numberCell(closing.number) },
  { head: 'export.kind', of: ({ closing }, { t }) => textCell(t('closings.kind', { kind: closing.kind })) },
  { head: 'export.period', of: ({ closing }) => textCell(closing.period) },
  { head: 'export.from', of: ({ closing }) => stamp(closing.fromAt, closing) },
  { head: 'export.until', of: ({ closing }) => stamp(closing.untilAt, closing) },
  { head: 'export.time_zone', of: ({ closing }) => textCell(closing.timeZone) },
  { head: 'export.currency', of: ({ unit }) => textCell(unit) },
  { head: 'export.sold', of: (line) => money(movedIn(line.closing, line.unit).soldMinor, line) },
  { head: 'export.of_which_vat', of: (line) => money(movedIn(line.closing, line.unit).soldVatMinor, line) },
  { head: 'export.given_back', of: (line) => money(movedIn(line.closing, line.unit).backMinor, line) },
  { head: 'export.receipts', of: ({ closing }) => numberCell(countOf(closing, 'receipt')) },
  { head: 'export.credit_notes', of: ({ closing }) => numberCell(countOf(closing, 'credit_note')) },
  { head: 'export.perpetual_sold', of: (line) => money(ever(line).soldMinor, line) },
  { head: 'export.perpetual_given_back', of: (line) => money(ever(line).backMinor, line) },
  { head: 'export.last_transfer', of: ({ closing }) => numberCell(closing.booksSeq) },
  { head: 'export.closed', of: ({ closing }) => stamp(closing.closedAt, closing) },
  { head: 'export.hash', of: ({ closing }) => textCell(closing.hash) },
]
