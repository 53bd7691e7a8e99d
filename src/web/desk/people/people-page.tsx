import type { PeoplePage as Found, FoundPerson } from '../../../people/find-people.ts'
import { Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { Id, State } from '../../look/paper.tsx'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Props = { view: View; text: string; found: Found; isFirst: boolean }

export function PeoplePage({ view, text, found, isFirst }: Props) {
  const { t } = view
  const { people, next } = found
  return (
    <>
      <div class="head">
        <div>
          <h1>{t('desk.foot_deskPeople')}</h1>
          <p class="soft">{t('people.says')}</p>
        </div>
        {view.rights.includes('manage_people') && (
          <p class="row near">
            <a class="btn" href={link('deskPersonNew')}>
              <Icon name="plus" size={18} />
              {t('people.new')}
            </a>
          </p>
        )}
      </div>
      <form class="stack g3" role="search" action={link('deskPeople')}>
        <div class="ask">
          <Field view={view} name="q" label={t('people.search')} value={text} autocomplete="off" />
          <button class="btn" type="submit">
            <Icon name="search" size={18} />
            {t('orders.submit')}
          </button>
        </div>
      </form>
      <section class="mt5" aria-labelledby="found">
        <h2 id="found" class="vh">
          {t('people.caption')}
        </h2>
        {people.length === 0 ? <p role="status">{t('people.none')}</p> : <PeopleTable view={view} people={people} />}
        <nav class="row mt4" aria-label={t('orders.pages')}>
          {!isFirst && (
            <a class="go" href={link('deskPeople', {}, { q: text || undefined })}>
              <Icon name="back" size={18} />
              {t('people.first')}
            </a>
          )}
          {next !== undefined && (
            <a class="go" href={link('deskPeople', {}, { q: text || undefined, after: next })}>
              {t('people.next')}
              <Icon name="forward" size={18} />
            </a>
          )}
        </nav>
      </section>
    </>
  )
}

function PeopleTable({ view, people }: { view: View; people: readonly FoundPerson[] }) {
  const { t } = view
  return (
    <table class="data reflow" role="table">
      <caption class="vh">{t('people.caption')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {(['login', 'name', 'email', 'roles', 'state', 'since'] as const).map((name) => (
            <th scope="col" role="columnheader" key={name}>
              {t(`people.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {people.map((person) => (
          <tr role="row" key={person.id}>
            <th scope="row" role="rowheader">
              <a href={link('deskPerson', { personId: person.id })}>
                <Id text={person.login} />
              </a>
            </th>
            <td role="cell">{person.name}</td>
            <td role="cell">{person.email === null ? t('people.no_email') : <Id text={person.email} />}</td>
            <td role="cell">{person.roles.map((role) => t(`desk.role_${role}`)).join(', ')}</td>
            <td role="cell">
              <PersonState view={view} disabledAt={person.disabledAt} />
            </td>
            <td role="cell" class="soft nb">
              <span class="narrow-only">{t('people.since')} </span>
              {dateText(view, person.createdAt, 'short')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
