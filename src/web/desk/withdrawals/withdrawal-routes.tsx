import { amount, toDecimal } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { csvLine, csvType } from '../../../kit/text/csv.ts'
import { formatStamp } from '../../../messages/format.ts'
import { lastDayToRefund } from '../../../orders/withdrawal-period.ts'
import { attachWithdrawal } from '../../../withdrawals/answer-withdrawal.ts'
import { findContract } from '../../../withdrawals/find-contract.ts'
import { findWithdrawal } from '../../../withdrawals/withdrawal.ts'
import { listCases, type WithdrawalCase } from '../../../withdrawals/withdrawal-list.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
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

const columns = [
  'declared',
  'refund_until',
  'status',
  'order',
  'name',
  'contract',
  'email',
  'refund_status',
  'refunded',
  'currency',
  'id',
]

/** The same as a file; names of columns are the same in every language. */
async function downloadWithdrawals({ site, view, reply }: SignedInContext): Promise<unknown> {
  const cases = await listCases(site.shop.database.db, longestCsv)
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${view.t('withdrawal.file')}.csv"`)
    .type(csvType)
    .send([csvLine(columns), ...cases.map((each) => lineOf(each, view.timeZone))].join(''))
}

function lineOf(row: WithdrawalCase, timeZone: string): string {
  const { refundMinor, refundUnit } = row
  const hasRefund = refundMinor !== null && refundUnit !== null
  return csvLine([
    formatStamp(row.declaredAt, timeZone),
    lastDayToRefund(row.declaredAt, timeZone),
    row.status,
    row.number ?? '',
    row.name,
    row.contract,
    row.email,
    row.refundStatus ?? '',
    hasRefund ? toDecimal(amount(refundMinor, refundUnit)) : '',
    refundUnit ?? '',
    row.id,
  ])
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
