import { amount, toDecimal } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { dayCell, momentCell, numberCell, textCell } from '../../../kit/text/table-cell.ts'
import { formatStamp } from '../../../messages/format.ts'
import { lastDayToRefund } from '../../../orders/withdrawal-period.ts'
import { findContract } from '../../../withdrawals/find-contract.ts'
import { attachWithdrawal, findWithdrawal } from '../../../withdrawals/withdrawal.ts'
import { listCases, type WithdrawalCase } from '../../../withdrawals/withdrawal-list.ts'
import { goTo } from '../../answer.ts'
import type { View } from '../../look/view.ts'
import { fieldOf, paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { type ExportColumn, sendExport } from '../export/send-export.tsx'
import { sendDeskPage } from '../send-desk-page.ts'
import { WithdrawalList } from './withdrawal-list-page.tsx'

export const withdrawalRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskWithdrawals', right: 'see_desk', act: showWithdrawals },
  { method: 'GET', route: 'deskWithdrawalsCsv', right: 'see_desk', act: downloadWithdrawals },
  { method: 'POST', route: 'deskWithdrawalOrder', right: 'refund', act: attachOrder },
]

const shownCases = 200
const longestCsv = 100_000

/** Every withdrawal, the newest first. */
async function showWithdrawals(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { db, clock } = site.shop.database
  const cases = await listCases(db, shownCases)
  return sendDeskPage(context, {
    title: view.t('withdrawal.list_title'),
    children: <WithdrawalList view={view} cases={cases} now={nowOf(clock)} />,
  })
}

const columns: ReadonlyArray<ExportColumn<WithdrawalCase>> = [
  { head: 'export.declared', of: (row, { timeZone }) => momentCell(formatStamp(row.declaredAt, timeZone)) },
  { head: 'export.refund_until', of: (row, { timeZone }) => dayCell(lastDayToRefund(row.declaredAt, timeZone)) },
  { head: 'export.state', of: (row, { t }) => textCell(t('withdrawal.status', { status: row.status })) },
  { head: 'export.number', of: (row) => textCell(row.number) },
  { head: 'export.name', of: (row) => textCell(row.name) },
  { head: 'export.contract', of: (row) => textCell(row.contract) },
  { head: 'export.email', of: (row) => textCell(row.email) },
  { head: 'export.refund_state', of: (row, view) => textCell(refundText(view, row)) },
  { head: 'export.refunded', of: ({ refundMinor, refundUnit }) => sumCell(refundMinor, refundUnit) },
  { head: 'export.currency', of: (row) => textCell(row.refundUnit) },
  { head: 'export.id', of: (row) => textCell(row.id) },
]

function refundText({ t }: View, { refundStatus }: WithdrawalCase): string {
  return refundStatus === null ? '' : t('withdrawal.refund_status', { status: refundStatus })
}

const sumCell = (minor: number | null, unit: string | null) =>
  minor === null || unit === null ? textCell('') : numberCell(toDecimal(amount(minor, unit)))

/** The same as a file. */
async function downloadWithdrawals(context: SignedInContext): Promise<unknown> {
  const cases = await listCases(context.site.shop.database.db, longestCsv)
  return sendExport(context, { file: 'withdrawal.file', columns, pages: [cases] })
}

/** "This is the order that was meant." */
async function attachOrder(context: SignedInContext): Promise<unknown> {
  const { site, request, person } = context
  const { database } = site.shop
  const withdrawalId = paramOf(request, 'withdrawalId')
  orNotFound(await findWithdrawal(database.db, withdrawalId), 'withdrawal')
  const order = await findContract(database.db, fieldOf(request, 'number').slice(0, 200))
  const back = (query: Record<string, string>) => goTo(context, link('deskWithdrawal', { withdrawalId }, query))
  if (!order) return back({ attached: 'no' })
  await database.transact((tx) => attachWithdrawal(tx, { withdrawalId, order, by: person.id }))
  return back({ attached: 'yes' })
}
