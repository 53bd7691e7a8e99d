import type { ComponentChildren } from 'preact'
import type { Shown } from '../../../credit/account-reader.ts'
import { languageName } from '../../../kit/language.ts'
import type { RoleRefusal } from '../../../people/change-role.ts'
import type { Person } from '../../../people/person.ts'
import type { Role } from '../../../people/role.ts'
import type { Balance } from '../../../printing/print-system.ts'
import { AccountNote } from '../../account-shown.tsx'
import { CsrfToken } from '../../look/form.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { Id, LedgerList, News } from '../../look/paper.tsx'
import { creditText, dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { ordersLink } from '../orders/order-query.ts'
import { PersonState } from './people-page.tsx'
import { PersonRoles } from './person-roles.tsx'

type Props = {
  view: View
  person: Person
  roles: readonly Role[]
  account: Shown<Balance>
  /** How many browsers are signed in. */
  sessions: number
  isSelf: boolean
  /** Nobody else could manage. */
  isLastManager: boolean
  done?: 'created' | 'disabled' | 'enabled' | 'letter' | 'granted' | 'taken' | undefined
  refused?: RoleRefusal
}

export function PersonPage(props: Props) {
  const { view, person, roles, account, sessions, isSelf, isLastManager, done, refused } = props
  const { t } = view
  return (
    <>
      <PageHead
        title={person.name}
        back={{ href: link('deskPeople'), label: t('desk.menu_deskPeople') }}
        says={<Id text={person.login} />}
      />
      {done && <News>{t(`people.done_${done}`, { email: person.email ?? '' })}</News>}
      {refused && (
        <News tone="bad" icon="alert">
          {t(`people.refused_${refused}`)}
        </News>
      )}
      <section class="narrow" aria-label={person.name}>
        <LedgerList
          lines={[
            { label: t('people.state'), figure: <PersonState view={view} disabledAt={person.disabledAt} /> },
            {
              label: t('people.email'),
              figure: person.email === null ? t('people.no_email') : <Id text={person.email} />,
            },
            { label: t('people.language'), figure: languageName(person.language) },
            {
              label: t('people.roles'),
              figure: roles.map((role) => t(`desk.role_${role}`)).join(', ') || t('audit.nothing'),
            },
            { label: t('home.balance'), figure: account.value ? creditText(view, account.value.total) : '–' },
            { label: t('people.sessions'), figure: String(sessions) },
            { label: t('people.since'), figure: dateText(view, person.createdAt) },
          ]}
        />
        <AccountNote view={view} account={account} />
        <p class="row mt4">
          <GoLink href={ordersLink({ q: person.login })} label={t('people.orders')} icon="forward" />
        </p>
      </section>
      {view.rights.includes('manage_people') && (
        <>
          <PersonRoles view={view} person={person} roles={roles} isLastManager={isLastManager} />
          <Acts view={view} person={person} isSelf={isSelf} />
        </>
      )}
    </>
  )
}

function Acts({ view, person, isSelf }: Pick<Props, 'view' | 'person' | 'isSelf'>) {
  const { t } = view
  const act = (name: 'letter' | 'disable' | 'enable') => <Act view={view} person={person} name={name} />
  return (
    <section class="stack g5" aria-labelledby="acts">
      <h2 id="acts">{t('people.acts')}</h2>
      {person.disabledAt !== null && act('enable')}
      {person.disabledAt === null &&
        (person.email === null ? <p class="fit">{t('people.letter_nowhere')}</p> : act('letter'))}
      {person.disabledAt === null && (isSelf ? <p class="soft">{t('people.not_self')}</p> : act('disable'))}
    </section>
  )
}

function Act({ view, person, name }: { view: View; person: Person; name: 'letter' | 'disable' | 'enable' }) {
  const { t } = view
  return (
    <ActForm view={view} personId={person.id}>
      <p class="fit">{t(`people.${name}_says`, { email: person.email ?? '' })}</p>
      <p>
        <button class="btn quiet" type="submit" name="act" value={name}>
          {t(`people.${name}`)}
        </button>
      </p>
    </ActForm>
  )
}

function ActForm({ view, personId, children }: { view: View; personId: string; children: ComponentChildren }) {
  return (
    <form class="stack g2" method="post" action={link('deskPerson', { personId })}>
      <CsrfToken view={view} />
      {children}
    </form>
  )
}
