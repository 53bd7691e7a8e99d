import { nowOf } from '../../kit/clock.ts'
import { listMatters } from '../../payments/matters.ts'
import { Notice } from '../look/paper.tsx'
import { dateText, timeText } from '../look/view.ts'
import { queryOf, type SignedVisit } from '../visit.ts'
import type { DeskRoute } from './desk-route.ts'
import { MattersTable } from './matters-table.tsx'
import { sendDeskPage } from './send-desk-page.ts'

export const overviewRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'desk', right: 'see_desk', act: showOverview },
]

/** The first page of the desk: what needs a person, before everything else. */
async function showOverview(visit: SignedVisit): Promise<unknown> {
  const { view, site, request } = visit
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const matters = await listMatters(db, now)
  return sendDeskPage(visit, {
    title: view.t('desk.menu_overview'),
    at: 'overview',
    children: (
      <>
        <div class="head">
          <div>
            <h1>{view.t('desk.menu_overview')}</h1>
            <p class="soft">
              {dateText(view, now, 'long')}, {timeText(view, now)}
            </p>
          </div>
        </div>
        {queryOf(request, 'decided') !== undefined && (
          <div class="mb5" role="status">
            <Notice tone="good" icon="check">
              <p>{view.t('decision.done')}</p>
            </Notice>
          </div>
        )}
        <MattersTable view={view} matters={matters} now={now} />
      </>
    ),
  })
}
