import type { Db } from '../../../db/database.ts'
import { loadById } from '../../../db/load-by-id.ts'
import { amount, toDecimal } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import { momentCell, numberCell, textCell } from '../../../kit/text/table-cell.ts'
import { formatStamp } from '../../../messages/format.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { namesOf } from '../../../people/person.ts'
import { type Discrepancy, listOpen } from '../../../reconciliation/discrepancies.ts'
import { reconcile } from '../../../reconciliation/reconcile.ts'
import { lastComparison, listRuns } from '../../../reconciliation/reconciliation.ts'
import { goTo } from '../../answer.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { type ExportColumn, sendExport } from '../export/send-export.tsx'
import { sendDeskPage } from '../send-desk-page.ts'
import { type GatewayState, ReconciliationPage, type Said } from './reconciliation-page.tsx'

export const reconciliationRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskReconciliation', right: 'see_desk', act: showReconciliation },
  { method: 'POST', route: 'deskReconciliation', right: 'recheck', act: compareNow },
  { method: 'GET', route: 'deskReconciliationCsv', right: 'see_desk', act: downloadDifferences },
]

const shownDifferences = 200
const shownRuns = 20
const longestCsv = 100_000

/** How the books stand against each provider's list, what differs, and the comparisons so far. */
async function showReconciliation(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const { db, clock } = site.shop.database
  const [gateways, open, runs] = await Promise.all([
    readGateways(context),
    listOpen(db, shownDifferences),
    listRuns(db, shownRuns),
  ])
  const names = await namesOf(
    db,
    runs.map(({ askedBy }) => askedBy),
  )
  const said = (['ran', 'partly', 'busy'] as const).find((each) => each === queryOf(request, 'said'))
  return sendDeskPage(context, {
    title: view.t('reconciliation.title'),
    children: (
      <ReconciliationPage
        view={view}
        now={nowOf(clock)}
        gateways={gateways}
        open={open}
        runs={runs}
        names={names}
        said={said}
      />
    ),
  })
}

async function readGateways({ site }: SignedInContext): Promise<GatewayState[]> {
  const { db } = site.shop.database
  return Promise.all(
    [...site.shop.gateways.values()].map(async ({ kind, gateway }) => {
      const of = { gatewayId: kind.id, account: gateway.account }
      const [last, good] = await Promise.all([lastComparison(db, of, 'any'), lastComparison(db, of)])
      return { id: kind.id, title: kind.title, lists: gateway.list !== undefined, last, good }
    }),
  )
}

/** "Compare now": every provider that gives a list, one after the other. */
async function compareNow(context: SignedInContext): Promise<unknown> {
  const { shop } = context.site
  const actor = context.person.id
  const lists = [...shop.gateways].filter(([, { gateway }]) => gateway.list)
  await shop.database.transact((tx) =>
    recordAudit(tx, { actor, act: 'compare with lists', about: lists.map(([id]) => id).join(' ') }),
  )
  let said: Said = 'ran'
  for (const [id] of lists) {
    const done = await reconcile(shop, id, actor)
    if (done?.outcome !== 'compared') said = done ? 'partly' : 'busy'
  }
  return goTo(context, link('deskReconciliation', {}, { said }))
}

/** What is open, as a file. */
async function downloadDifferences(context: SignedInContext): Promise<unknown> {
  const { db } = context.site.shop.database
  const open = await listOpen(db, longestCsv)
  return sendExport(context, { file: 'reconciliation.file', columns, pages: [await withNumbers(db, open)] })
}

type Line = Discrepancy & { orderNumber: string }

/** With the number by which people know the order. */
async function withNumbers(db: Db, open: readonly Discrepancy[]): Promise<Line[]> {
  const ids = open.flatMap(({ orderId }) => orderId ?? [])
  const orders = await loadById(ids, (some) =>
    db.selectFrom('orders').select(['id', 'number']).where('id', 'in', some).execute(),
  )
  return open.map((row) => ({ ...row, orderNumber: orders.get(row.orderId ?? '')?.number ?? '' }))
}

const money = (minor: number | null, unit: string | null) =>
  minor === null || unit === null ? textCell('') : numberCell(toDecimal(amount(minor, unit)))

const columns: ReadonlyArray<ExportColumn<Line>> = [
  { head: 'export.seen', of: (row, { timeZone }) => momentCell(formatStamp(row.seenAt, timeZone)) },
  { head: 'export.gateway', of: (row, view) => textCell(view.method(row.gatewayId).name) },
  { head: 'export.account', of: (row) => textCell(row.account) },
  { head: 'export.kind', of: (row, { t }) => textCell(t(`difference.${row.kind}`)) },
  { head: 'export.operation', of: (row) => textCell(row.subject) },
  { head: 'export.listed', of: (row) => money(row.listedMinor, row.listedUnit) },
  { head: 'export.listed_currency', of: (row) => textCell(row.listedUnit) },
  { head: 'export.ours', of: (row) => money(row.oursMinor, row.oursUnit) },
  { head: 'export.our_currency', of: (row) => textCell(row.oursUnit) },
  { head: 'export.number', of: (row) => textCell(row.orderNumber) },
  { head: 'export.id', of: (row) => textCell(row.id) },
]
