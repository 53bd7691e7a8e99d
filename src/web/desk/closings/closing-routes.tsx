import type { Db } from '../../../db/database.ts'
import { asClosing, type Closing, type ClosingKind } from '../../../finance/closing.ts'
import { amount, toDecimal } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { csvLine, csvType } from '../../../kit/text/csv.ts'
import { paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import type { DeskRoute } from '../desk-route.ts'
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
  return sendDeskPage(context, {
    title: view.t('closings.one', { kind: closing.kind, period: periodText(view, closing) }),
    children: <ClosingPage view={view} closing={closing} />,
  })
}

const columns = [
  ...['number', 'kind', 'period', 'from', 'until', 'time_zone', 'currency', 'sold', 'of_which_vat', 'given_back'],
  ...['receipts', 'credit_notes', 'perpetual_sold', 'perpetual_given_back', 'last_transfer', 'closed', 'hash'],
]

/** Every closing as a file, a line for each currency; instants in UTC, names of columns in every language the same. */
async function downloadClosings({ site, view, reply }: SignedInContext): Promise<unknown> {
  const { db } = site.shop.database
  const rows = await db.selectFrom('closing').selectAll().orderBy('number').limit(longestCsv).execute()
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${view.t('closings.file')}.csv"`)
    .type(csvType)
    .send([csvLine(columns), ...rows.map((row) => linesOf(asClosing(row)))].join(''))
}

function linesOf(closing: Closing): string {
  const { number, kind, period, fromAt, untilAt, timeZone, perpetual, booksSeq, closedAt, hash } = closing
  const lines = currenciesOf(closing).map((unit) => {
    const money = (minor: number) => toDecimal(amount(minor, unit))
    const { soldMinor, soldVatMinor, backMinor } = movedIn(closing, unit)
    const ever = perpetual[unit] ?? { soldMinor: 0, backMinor: 0 }
    return csvLine([
      ...[String(number), kind, period, fromAt, untilAt, timeZone, unit],
      ...[money(soldMinor), money(soldVatMinor), money(backMinor)],
      ...[String(countOf(closing, 'receipt')), String(countOf(closing, 'credit_note'))],
      ...[money(ever.soldMinor), money(ever.backMinor), String(booksSeq), closedAt, hash],
    ])
  })
  return lines.join('')
}
