import { SearchBox } from '../../look/form.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { type Found, type Line, linesOf, most } from './find-everything.ts'

/** The field, and what was found below it, kind by kind. */
export function SearchPage({ view, text, found }: { view: View; text: string; found: Found | undefined }) {
  const { t } = view
  const lines = found && linesOf(view, found)
  return (
    <>
      <PageHead title={t('desk.menu_deskSearch')} says={t('desk.search_says')} />
      <form class="stack g3" role="search" action={link('deskSearch')}>
        <SearchBox view={view} label={t('desk.search_label')} value={text} autocomplete="off" />
      </form>
      <div class="stack g5 mt5">
        {lines?.count === 0 && <p>{t('desk.search_none')}</p>}
        <Lines id="pages" title={t('desk.search_pages')} lines={lines?.pages} />
        <Lines
          id="people"
          title={t('desk.menu_deskPeople')}
          lines={lines?.people}
          all={{ href: link('deskPeople', {}, { q: text }), label: t('desk.search_people') }}
        />
        <Lines
          id="orders"
          title={t('desk.menu_deskOrders')}
          lines={lines?.orders}
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
