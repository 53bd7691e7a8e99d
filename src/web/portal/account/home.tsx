import { nowOf } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import { asLines } from '../../../order-history/order-situation.ts'
import { findOpenOrders } from '../../../orders/order.ts'
import { AccountNote, balanceFor, historyFor, holderOf } from '../../account-shown.tsx'
import { sendPage } from '../../answer.ts'
import { Lead } from '../../look/page-head.tsx'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { HistoryTable, papersOf } from './history-table.tsx'
import { HomePage } from './home-page.tsx'
import { periods, startOf } from './own-usage.tsx'

const openOnHome = 3
const linesOnHome = 7

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

const linesOnHistory = 50
/** Where a page begins is the print system's own word. */
const longestCursor = 200

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
        <Lead
          title={view.t('history.page_title')}
          ways={[
            { href: link('home'), label: view.t('frame.back_home'), icon: 'back' },
            before !== undefined && { href: link('history'), label: view.t('home.newest') },
          ]}
        />
        <div class="mt5">
          {!told.value && <AccountNote view={view} account={told} />}
          {!told.value && <p class="small soft">{view.t('account.journal')}</p>}
          <HistoryTable view={view} history={lines} papers={await papersOf(db, lines)} />
        </div>
      </>
    ),
  })
}
