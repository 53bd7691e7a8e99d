import { type FoundOrder, searchOrders } from '../../order-history/search-orders.ts'
import { maxSearchText } from '../../orders/order-subjects.ts'
import { type FoundPerson, findPeople } from '../../people/find-people.ts'
import { searchKey } from '../../people/person-key.ts'
import { goTo } from '../answer.ts'
import { Field } from '../look/form.tsx'
import { type Section, sectionsFor } from '../look/frame/desk-frame.tsx'
import { GoLink } from '../look/go-link.tsx'
import { Icon } from '../look/icon.tsx'
import { PageHead } from '../look/page-head.tsx'
import type { View } from '../look/view.ts'
import { queryOf, type SignedInContext } from '../request-context.ts'
import { link } from '../routes.ts'
import type { DeskRoute } from './desk-route.ts'
import { sendDeskPage } from './send-desk-page.ts'

export const searchRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskSearch', right: 'see_desk', act: showSearch },
]

/** So many people and orders are shown; their own lists show the rest. */
const most = 5

type Found = { pages: Section[]; people: FoundPerson[]; orders: FoundOrder[] }
type Line = { href: string; label: string }

/** Pages, people and orders by one text; what is named exactly opens at once. */
async function showSearch(context: SignedInContext): Promise<unknown> {
  const { view, request } = context
  const text = (queryOf(request, 'q') ?? '').trim().slice(0, maxSearchText)
  const found = text === '' ? undefined : await findAll(context, text)
  const exact = found && exactOf(found, text)
  if (exact !== undefined) return goTo(context, exact)
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskSearch'),
    children: <SearchPage view={view} text={text} found={found} />,
  })
}

async function findAll({ view, site }: SignedInContext, text: string): Promise<Found> {
  const { db } = site.shop.database
  const [{ people }, { orders }] = await Promise.all([
    findPeople(db, { text, limit: most }),
    searchOrders(db, { filter: { text, by: 'placed' }, limit: most }),
  ])
  const wanted = searchKey(text)
  const pages = sectionsFor(view).filter(
    (route) => route !== 'deskSearch' && searchKey(view.t(`desk.menu_${route}`)).includes(wanted),
  )
  return { pages, people, orders }
}

/** Where an exact order number leads, or a login or an address that is one person's alone. */
function exactOf({ people, orders }: Found, text: string): string | undefined {
  const order = orders.find(({ number }) => number === text)
  if (order) return link('deskOrder', { orderId: order.id })
  const wanted = searchKey(text)
  const named = people.filter(({ login, email }) => [login, email ?? ''].map(searchKey).includes(wanted))
  const [person] = named
  return person && named.length === 1 ? link('deskPerson', { personId: person.id }) : undefined
}

function SearchPage({ view, text, found }: { view: View; text: string; found: Found | undefined }) {
  const { t } = view
  const isEmpty = found && found.pages.length + found.people.length + found.orders.length === 0
  const pages = found?.pages.map((route) => ({ href: link(route), label: t(`desk.menu_${route}`) }))
  const people = found?.people.map(({ id, name, login }) => ({
    href: link('deskPerson', { personId: id }),
    label: `${name}, ${login}`,
  }))
  const orders = found?.orders.map(({ id, number, personName }) => ({
    href: link('deskOrder', { orderId: id }),
    label: `${number}, ${personName}`,
  }))
  return (
    <>
      <PageHead title={t('desk.menu_deskSearch')} says={t('desk.search_says')} />
      <form class="stack g3" role="search" action={link('deskSearch')}>
        <div class="ask">
          <Field view={view} name="q" label={t('desk.search_label')} value={text} autocomplete="off" />
          <button class="btn" type="submit">
            <Icon name="search" size={18} />
            {t('orders.submit')}
          </button>
        </div>
      </form>
      <div class="stack g5 mt5">
        {isEmpty && <p>{t('desk.search_none')}</p>}
        <Lines id="pages" title={t('desk.search_pages')} lines={pages} />
        <Lines
          id="people"
          title={t('desk.menu_deskPeople')}
          lines={people}
          all={{ href: link('deskPeople', {}, { q: text }), label: t('desk.search_people') }}
        />
        <Lines
          id="orders"
          title={t('desk.menu_deskOrders')}
          lines={orders}
          all={{ href: link('deskOrders', {}, { q: text }), label: t('desk.search_orders') }}
        />
      </div>
    </>
  )
}

type LinesProps = { id: string; title: string; lines: readonly Line[] | undefined; all?: Line }

/** What was found of one kind, and the way to the whole list when more may match. */
function Lines({ id, title, lines = [], all }: LinesProps) {
  if (lines.length === 0) return null
  return (
    <section class="stack g2" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="stack g2">
        {lines.map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
      {all && lines.length === most && (
        <p>
          <GoLink {...all} icon="forward" />
        </p>
      )}
    </section>
  )
}
