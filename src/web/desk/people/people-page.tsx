import type { PeoplePage as Found, FoundPerson } from '../../../people/find-people.ts'
import { DataTable } from '../../look/data-table.tsx'
import { SearchBox } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { PageHead, Pages } from '../../look/page-head.tsx'
import { Id, State } from '../../look/paper.tsx'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Props = { view: View; text: string; found: Found; isFirst: boolean }

export function PeoplePage({ view, text, found, isFirst }: Props) {
  const { t } = view
  const { people, next } = found
  return (
    <>
      <PageHead title={t('desk.menu_deskPeople')} says={t('people.says')}>
        {view.rights.includes('manage_people') && (
          <a class="btn" href={link('deskPersonNew')}>
            <Icon name="plus" size={18} />
            {t('people.new')}
          </a>
        )}
      </PageHead>
      <form class="stack g3" role="search" action={link('deskPeople')}>
        <SearchBox view={view} label={t('people.search')} value={text} autocomplete="off" />
      </form>
      <section class="mt5" aria-labelledby="found">
        <h2 id="found" class="vh">
          {t('people.caption')}
        </h2>
        <PeopleTable view={view} people={people} />
        <Pages
          view={view}
          back={!isFirst && { href: link('deskPeople', {}, { q: text || undefined }), label: t('people.first') }}
          on={
            next !== undefined && {
              href: link('deskPeople', {}, { q: text || undefined, after: next }),
              label: t('people.next'),
            }
          }
        />
      </section>
    </>
  )
}

function PeopleTable({ view, people }: { view: View; people: readonly FoundPerson[] }) {
  const { t } = view
  return (
    <DataTable
      caption={t('people.caption')}
      empty={t('people.none')}
      phone="stack"
      rows={people}
      keyOf={({ id }) => id}
      columns={[
        {
          head: t('people.login'),
          as: 'name',
          cell: ({ login }) => <Id text={login} />,
          href: ({ id }) => link('deskPerson', { personId: id }),
        },
        { head: t('people.name'), cell: ({ name }) => name },
        { head: t('people.email'), cell: ({ email }) => (email === null ? t('people.no_email') : <Id text={email} />) },
        { head: t('people.roles'), cell: ({ roles }) => roles.map((role) => t(`desk.role_${role}`)).join(', ') },
        { head: t('people.state'), cell: ({ disabledAt }) => <PersonState view={view} disabledAt={disabledAt} /> },
        {
          head: t('people.since'),
          as: 'soft',
          isNamedOnPhone: true,
          cell: ({ createdAt }) => dateText(view, createdAt, 'short'),
        },
      ]}
    />
  )
}

export function PersonState({ view, disabledAt }: { view: View; disabledAt: string | null }) {
  const { t } = view
  if (disabledAt !== null)
    return <State icon="cross">{t('people.disabled', { date: dateText(view, disabledAt) })}</State>
  return (
    <State tone="good" icon="check">
      {t('people.enabled')}
    </State>
  )
}
