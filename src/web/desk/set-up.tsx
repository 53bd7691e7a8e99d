import { brandFields } from '../../brand/brand-fields.ts'
import { sectionOf } from '../../brand/check-brand.ts'
import type { OpeningList, OpeningName, OpeningPoint } from '../../opening/opening-list.ts'
import { DataTable } from '../look/data-table.tsx'
import { GoLink, PageHead } from '../look/page-head.tsx'
import { Notice, State } from '../look/paper.tsx'
import { dateText, timeText, type View } from '../look/view.ts'
import type { SignedInContext } from '../request-context.ts'
import { link } from '../routes.ts'
import { fieldText } from './audit/audit-entry.tsx'
import type { DeskRoute } from './desk-route.ts'
import { sendDeskPage } from './send-desk-page.ts'

export const setUpRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskSetUp', right: 'see_desk', act: showSetUp },
]

/** What the shop needs before it may sell: what is there, what is missing, and where it is done. */
async function showSetUp(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { t } = view
  const list = await site.opening.read()
  return sendDeskPage(context, {
    title: t('desk.menu_deskSetUp'),
    children: (
      <>
        <PageHead
          title={t('desk.menu_deskSetUp')}
          says={t(list.isComplete ? 'opening.complete' : `opening.incomplete_${view.mode}`)}
        />
        <PointTable view={view} list={list} />
        {list.proxySeenAt !== undefined && <ProxyNotice view={view} seenAt={list.proxySeenAt} />}
      </>
    ),
  })
}

/** On the overview, for as long as something is missing. */
export function SetUpNotice({ view, list }: { view: View; list: OpeningList }) {
  const { t } = view
  const missing = list.points.filter(({ isDone }) => !isDone)
  return (
    <>
      {missing.length > 0 && (
        <div class="mb5">
          <Notice tone="care" icon="warning">
            <p>
              <b>{t(`opening.incomplete_${view.mode}`)}</b>
            </p>
            <p>
              {t('opening.missing', { what: missing.map(({ name }) => t(`opening.name_${name}`)).join(', ') })}{' '}
              <a href={link('deskSetUp')}>{t('desk.menu_deskSetUp')}</a>
            </p>
          </Notice>
        </div>
      )}
      {list.proxySeenAt !== undefined && <ProxyNotice view={view} seenAt={list.proxySeenAt} />}
    </>
  )
}

function ProxyNotice({ view, seenAt }: { view: View; seenAt: string }) {
  return (
    <div class="mb5 mt5">
      <Notice tone="care" icon="warning">
        <p>{view.t('opening.proxy', { date: dateText(view, seenAt), time: timeText(view, seenAt) })}</p>
      </Notice>
    </div>
  )
}

function PointTable({ view, list }: { view: View; list: OpeningList }) {
  const { t } = view
  return (
    <DataTable
      caption={t('desk.menu_deskSetUp')}
      phone="stack"
      rows={list.points}
      keyOf={({ name }) => name}
      columns={[
        { head: t('opening.what'), as: 'name', cell: ({ name }) => t(`opening.name_${name}`) },
        { head: t('opening.state'), cell: ({ isDone }) => <PointState view={view} isDone={isDone} /> },
        { head: t('opening.how'), cell: (point) => (point.isDone ? '' : <How view={view} point={point} />) },
      ]}
    />
  )
}

function PointState({ view: { t }, isDone }: { view: View; isDone: boolean }) {
  if (isDone)
    return (
      <State tone="good" icon="check">
        {t('opening.done')}
      </State>
    )
  return (
    <State tone="care" icon="warning">
      {t('opening.lacking')}
    </State>
  )
}

/** What to do about it; where it is done in the browser, the way there. */
function How({ view, point }: { view: View; point: OpeningPoint }) {
  const { t } = view
  const way = wayTo(point)
  const fields = point.fields.filter((name) => brandFields.some((field) => field.name === name))
  return (
    <>
      {t(`opening.how_${point.name}`)}
      {fields.length > 0 && <small>{fields.map((name) => fieldText(view, name)).join(', ')}</small>}
      {way !== undefined && (
        <p>
          <GoLink href={way} label={t('opening.go')} icon="forward" />
        </p>
      )}
    </>
  )
}

function wayTo({ name, fields }: OpeningPoint): string | undefined {
  const [first] = fields
  const ways: Readonly<Partial<Record<OpeningName, string>>> = {
    brand: first ? link('deskBrandSection', { section: sectionOf(first) }) : link('deskBrandPublication'),
    terms: link('deskTermsNew'),
    vat: link('deskVat'),
    article: link('deskArticleNew'),
  }
  return ways[name]
}
