import type { Db } from '../../../db/database.ts'
import { DAY, later, nowOf } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import { asLines } from '../../../order-history/order-situation.ts'
import { findOpenOrders } from '../../../orders/order.ts'
import { openRefundsAmong } from '../../../payments/refund.ts'
import type { AccountHistory } from '../../../printing/print-system.ts'
import { creditNotesOf } from '../../../receipts/credit-note.ts'
import { receiptIdsOf } from '../../../receipts/receipt.ts'
import { balanceFor, historyFor, holderOf } from '../../account-for.ts'
import { sendPage } from '../../answer.ts'
import { AccountNote } from '../../look/account-note.tsx'
import { GoLink } from '../../look/go-link.tsx'
import { Lead } from '../../look/page-head.tsx'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { type HistoryPapers, HistoryTable } from './history-table.tsx'
import { HomePage, type Period, periods } from './home-page.tsx'

const openOnHome = 3
const linesOnHome = 7
const linesOnHistory = 50
/** Where a page begins is the print system's own word. */
const longestCursor = 200

export async function showHome(context: SignedInContext): Promise<unknown> {
  const { person, site, view } = context
  const { db, clock } = site.shop.database
  const period = periods.find((each) => each === queryOf(context.request, 'period')) ?? 'semester'
  const from = startOf(period, localDay(nowOf(clock), view.timeZone))
  const [account, open, usage, history] = await Promise.all([
    balanceFor(context),
    findOpenOrders(db, person.id, openOnHome + 1),
    site.shop.accounts.usageOf(holderOf(context), period === 'month' ? from : from.slice(0, 7)),
    historyFor(context, { limit: linesOnHome }),
  ])
  return sendPage(context, {
    title: view.t('home.title'),
    at: 'account',
    children: (
      <HomePage
        view={view}
        person={person}
        account={account}
        openOrders={await asLines(db, open.slice(0, openOnHome))}
        moreOpenOrders={open.length > openOnHome}
        usage={usage}
        period={period}
        usageFrom={`${from}T12:00:00.000Z`}
        history={history}
        papers={await papersOf(db, history.lines)}
      />
    ),
  })
}

export async function showHistory(context: SignedInContext): Promise<unknown> {
  const { site, view } = context
  const { db } = site.shop.database
  const before = queryOf(context.request, 'before')?.slice(0, longestCursor)
  const { told, lines } = await historyFor(context, { limit: linesOnHistory, before })
  return sendPage(context, {
    title: view.t('history.page_title'),
    at: 'account',
    children: (
      <>
        <Lead title={view.t('history.page_title')}>
          <p class="row">
            <GoLink href={link('home')} label={view.t('frame.back_home')} icon="back" />
            {before !== undefined && <GoLink href={link('history')} label={view.t('home.newest')} />}
          </p>
        </Lead>
        <div class="mt5">
          {!told.value && <AccountNote view={view} account={told} />}
          {!told.value && <p class="small soft">{view.t('account.journal')}</p>}
          <HistoryTable view={view} history={lines} papers={await papersOf(db, lines)} />
        </div>
      </>
    ),
  })
}

/** What the lines of a history link to, and which of its refunds are not at their end. */
async function papersOf(db: Db, { entries }: AccountHistory): Promise<HistoryPapers> {
  const orderIds = entries.flatMap(({ detail }) => detail.orderId ?? [])
  const refundIds = entries.filter(({ kind }) => kind === 'refund').map(({ cause }) => cause)
  const [receiptIds, notes, openRefunds] = await Promise.all([
    receiptIdsOf(db, orderIds),
    creditNotesOf(db, refundIds),
    openRefundsAmong(db, refundIds),
  ])
  return { receiptIds, notes, openRefunds }
}

/** First day of the period, as `2026-09-01`: the running semester begins in September or in February. */
function startOf(period: Period, today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  if (period === 'month') return later(`${today}T00:00:00.000Z`, -30 * DAY).slice(0, 10)
  // Twelve months, this one included.
  if (period === 'year') return month === 12 ? `${year}-01-01` : `${year - 1}-${String(month + 1).padStart(2, '0')}-01`
  if (month >= 9) return `${year}-09-01`
  return month >= 2 ? `${year}-02-01` : `${year - 1}-09-01`
}
