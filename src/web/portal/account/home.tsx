import type { Db } from '../../../db/database.ts'
import { DAY, later, nowOf } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import { walletOf } from '../../../ledger/balance.ts'
import { type HistoryPage, readHistory } from '../../../ledger/history.ts'
import { usageSince } from '../../../ledger/usage.ts'
import { asLines } from '../../../order-history/order-rows.ts'
import { findOpenOrders } from '../../../orders/order.ts'
import { openRefundsAmong } from '../../../payments/refund.ts'
import { creditNotesOf } from '../../../receipts/credit-note.ts'
import { receiptIdsOf } from '../../../receipts/receipt.ts'
import { sendPage } from '../../answer.ts'
import { GoLink } from '../../look/go-link.tsx'
import { Lead } from '../../look/page-head.tsx'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { type HistoryPapers, HistoryTable } from './history-table.tsx'
import { HomePage, type Period, periods } from './home-page.tsx'

const openOnHome = 3
const linesOnHome = 7
const linesOnHistory = 50

export async function showHome(context: SignedInContext): Promise<unknown> {
  const { person, site, view } = context
  const { db, clock } = site.shop.database
  const period = periods.find((each) => each === queryOf(context.request, 'period')) ?? 'semester'
  const from = startOf(period, localDay(nowOf(clock), view.timeZone))
  const [wallet, open, usage, history] = await Promise.all([
    walletOf(db, person.id),
    findOpenOrders(db, person.id, openOnHome + 1),
    usageSince(db, { personId: person.id, from: period === 'month' ? from : from.slice(0, 7) }),
    readHistory(db, { personId: person.id, limit: linesOnHome }),
  ])
  return sendPage(context, {
    title: view.t('home.title'),
    at: 'account',
    children: (
      <HomePage
        view={view}
        person={person}
        wallet={wallet}
        openOrders={await asLines(db, open.slice(0, openOnHome))}
        moreOpenOrders={open.length > openOnHome}
        usage={usage}
        period={period}
        usageFrom={`${from}T12:00:00.000Z`}
        history={history}
        papers={await papersOf(db, history)}
      />
    ),
  })
}

export async function showHistory(context: SignedInContext): Promise<unknown> {
  const { person, site, view } = context
  const { db } = site.shop.database
  const before = Number(queryOf(context.request, 'before'))
  const from = Number.isSafeInteger(before) && before > 0 ? before : undefined
  const history = await readHistory(db, { personId: person.id, limit: linesOnHistory, before: from })
  return sendPage(context, {
    title: view.t('history.page_title'),
    at: 'account',
    children: (
      <>
        <Lead title={view.t('history.page_title')}>
          <p class="row">
            <GoLink href={link('home')} label={view.t('frame.back_home')} icon="back" />
            {from !== undefined && <GoLink href={link('history')} label={view.t('home.newest')} />}
          </p>
        </Lead>
        <div class="mt5">
          <HistoryTable view={view} history={history} papers={await papersOf(db, history)} />
        </div>
      </>
    ),
  })
}

/** What the lines of a history link to, and which of its refunds are not at their end. */
async function papersOf(db: Db, { entries }: HistoryPage): Promise<HistoryPapers> {
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
