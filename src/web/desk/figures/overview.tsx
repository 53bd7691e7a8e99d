import { type LastRestore, lastRestore } from '../../../db/last-restore.ts'
import { lastNotices, paymentsWithoutNotice } from '../../../finance/figures.ts'
import { readGatewayAnswers } from '../../../finance/gateway-answers.ts'
import { toDecimal } from '../../../kit/amount.ts'
import { DAY, type Instant, later, nowOf } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import { dayCell, numberCell, textCell } from '../../../kit/text/table-cell.ts'
import { countUnsent } from '../../../mail/mail-outbox.ts'
import { accountTrouble, heldLetters, mailLife } from '../../../mail/mail-trouble.ts'
import { countLimitedLetters } from '../../../people/sign-in/ask-new-password.ts'
import { countSlowed } from '../../../people/sign-in/network-turn.ts'
import { listReviewItems } from '../../../review/review-items.ts'
import { Icon } from '../../look/icon.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { News, Notice } from '../../look/paper.tsx'
import { momentText, type View } from '../../look/view.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendExport } from '../export/send-export.tsx'
import { ReviewTable } from '../review/review-table.tsx'
import { sendDeskPage } from '../send-desk-page.ts'
import { SetUpNotice } from '../set-up.tsx'
import { FigureList } from './figure-list.tsx'
import {
  currenciesOf,
  type DayTakings,
  daysOf,
  figurePeriods,
  readDailyEnds,
  readDailyTakings,
  readFigures,
} from './figures-query.ts'
import { RefusalsChart } from './refusals-chart.tsx'
import { type Services, ServiceTable } from './service-table.tsx'
import { TakingsChart } from './takings-chart.tsx'

export const overviewRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'desk', right: 'see_desk', act: showOverview },
  { method: 'GET', route: 'deskFigures', right: 'see_desk', act: downloadFigures },
  { method: 'GET', route: 'deskRefusals', right: 'see_desk', act: downloadRefusals },
]

/** The first page of the desk: what needs a person before everything else, then how it goes. */
async function showOverview(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const period = figurePeriods.find((each) => each === queryOf(request, 'period')) ?? 'today'
  const [opening, restore, items, figures, days, ends, services] = await Promise.all([
    site.opening.read(),
    lastRestore(db),
    listReviewItems(db, now),
    readFigures(db, daysOf(period, localDay(now, view.timeZone)), view.timeZone),
    readDailyTakings(db, now, view.timeZone),
    readDailyEnds(db, now, view.timeZone),
    readServices(context),
  ])
  return sendDeskPage(context, {
    title: view.t('desk.menu_desk'),
    children: (
      <>
        <PageHead title={view.t('desk.menu_desk')} says={momentText(view, now, 'long')}>
          <QuickSearch view={view} />
        </PageHead>
        {queryOf(request, 'decided') !== undefined && (
          <News icon="check">
            {view.t(queryOf(request, 'decided') === 'under_way' ? 'decision.under_way' : 'decision.done')}
          </News>
        )}
        <SetUpNotice view={view} list={opening} />
        {restore && <RestoreNotice view={view} restore={restore} now={now} />}
        <ReviewTable view={view} items={items} now={now} />
        <FigureList view={view} figures={figures} period={period} now={now} />
        <section class="duo" aria-labelledby="takings">
          <div>
            <h2 class="mb2" id="takings">
              {view.t('figures.takings')}
            </h2>
            <Charts view={view} days={days} />
            <h2 class="mt6 mb2">{view.t('figures.refusals')}</h2>
            {ends.some(({ refused, cancelled }) => refused + cancelled > 0) ? (
              <RefusalsChart view={view} days={ends} />
            ) : (
              <p class="soft">{view.t('figures.refusals_none')}</p>
            )}
          </div>
          <ServiceTable view={view} services={services} />
        </section>
      </>
    ),
  })
}

/** For as long as payments of the time that was lost may still be found by the daily lists. */
const restoreToldMs = 30 * DAY

function RestoreNotice({ view, restore, now }: { view: View; restore: LastRestore; now: Instant }) {
  const { restoredAt, backedUpAt } = restore
  if (later(restoredAt, restoreToldMs) < now) return null
  const said = (instant: Instant) => momentText(view, instant)
  return (
    <div class="mb5">
      <Notice tone="care" icon="warning">
        <p>{view.t('desk.restored', { at: said(restoredAt), of: said(backedUpAt) })}</p>
      </Notice>
    </div>
  )
}

function QuickSearch({ view: { t } }: { view: View }) {
  return (
    <form class="filter" role="search" action={link('deskOrders')}>
      <div class="field">
        <label class="vh" for="q">
          {t('orders.search')}
        </label>
        <input class="in" id="q" name="q" type="search" placeholder={t('figures.search_hint')} size={28} />
      </div>
      <button class="btn quiet" type="submit">
        <Icon name="search" size={18} />
        {t('orders.submit')}
      </button>
    </form>
  )
}

/** One chart for each currency that moved: usually one. */
function Charts({ view, days }: { view: View; days: readonly DayTakings[] }) {
  const currencies = currenciesOf(days.map(({ takings }) => takings))
  return (
    <div class="stack g5">
      {currencies.length === 0 && <p class="soft">{view.t('figures.none')}</p>}
      {currencies.map((currency) => (
        <TakingsChart key={currency} view={view} days={days} currency={currency} />
      ))}
      <p>
        <GoLink href={link('deskClosings')} label={view.t('closings.by')} icon="forward" />
      </p>
    </div>
  )
}

async function readServices({ site }: SignedInContext): Promise<Services> {
  const { db, clock } = site.shop.database
  const gateways = [...site.shop.gateways.values()]
  const ids = gateways.map(({ kind }) => kind.id)
  const [notices, unnoticed, answers, unsent, trouble, life, held, passwordLetters, slowed] = await Promise.all([
    lastNotices(db, ids),
    Promise.all(ids.map((id) => paymentsWithoutNotice(db, id, nowOf(clock)))),
    Promise.all(ids.map((id) => readGatewayAnswers(db, id))),
    countUnsent(db),
    accountTrouble(db),
    mailLife(db),
    heldLetters(db),
    countLimitedLetters(db, nowOf(clock)),
    countSlowed(db, nowOf(clock)),
  ])
  const lives = gateways.map(({ kind: { id, title }, pausedSince }, at) => {
    const { answeredAt, silentSince } = answers[at] ?? {}
    const seen = { lastNotice: notices.get(id), withoutNotice: unnoticed[at] ?? 0 }
    return { id, title, ...seen, pausedSince: pausedSince(), answeredAt, silentSince }
  })
  const waiting = held && { count: held.waiting, since: held.since }
  const mail = { ...unsent, ...life, stoppedSince: trouble?.since, held: waiting }
  return { gateways: lives, mail, passwordLetters, slowed }
}

/** The figures of the chart, day by day and currency by currency. */
async function downloadFigures(context: SignedInContext): Promise<unknown> {
  const { db, clock } = context.site.shop.database
  const days = await readDailyTakings(db, nowOf(clock), context.view.timeZone)
  const rows = days.flatMap(({ day, takings }) => [...takings].map(([currency, sums]) => ({ day, currency, ...sums })))
  return sendExport(context, {
    file: 'figures.file',
    pages: [rows],
    columns: [
      { head: 'export.day', of: ({ day }) => dayCell(day) },
      { head: 'export.currency', of: ({ currency }) => textCell(currency) },
      { head: 'export.orders', of: ({ orders }) => numberCell(orders) },
      { head: 'export.received', of: ({ received }) => numberCell(toDecimal(received)) },
      { head: 'export.credit_notes', of: ({ refunds }) => numberCell(refunds) },
      { head: 'export.refunded', of: ({ refunded }) => numberCell(toDecimal(refunded)) },
    ],
  })
}

/** The same of refusals and cancellations. */
async function downloadRefusals(context: SignedInContext): Promise<unknown> {
  const { db, clock } = context.site.shop.database
  return sendExport(context, {
    file: 'figures.refusals_file',
    pages: [await readDailyEnds(db, nowOf(clock), context.view.timeZone)],
    columns: [
      { head: 'export.day', of: ({ day }) => dayCell(day) },
      { head: 'export.refused', of: ({ refused }) => numberCell(refused) },
      { head: 'export.cancelled', of: ({ cancelled }) => numberCell(cancelled) },
    ],
  })
}
