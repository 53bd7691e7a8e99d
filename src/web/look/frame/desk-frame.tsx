import type { Right } from '../../../people/role.ts'
import { link, type RouteName } from '../../routes.ts'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon-strokes.ts'
import type { View } from '../view.ts'
import { Preferences, SignOut } from './portal-frame.tsx'

/** How much waits for a decision. */
export type DeskPlace = { waiting: number }

/** What has an entry, and so a name in the messages. */
export type Section = Extract<
  RouteName,
  | 'desk'
  | 'deskSearch'
  | 'deskOrders'
  | 'deskPeople'
  | 'deskWithdrawals'
  | 'deskArticles'
  | 'deskVat'
  | 'deskTerms'
  | 'deskReconciliation'
  | 'deskClosings'
  | 'deskCirculation'
  | 'deskBrand'
  | 'deskSetUp'
  | 'deskRoles'
  | 'deskAudit'
>

type Entry = {
  route: Section
  right?: Right
  /** Where else its pages are. */
  also?: readonly string[]
}

/** Everything at the desk, in groups: nothing is reached from elsewhere alone. */
const groups: ReadonlyArray<{ name: 'daily' | 'sold' | 'money' | 'service'; entries: readonly Entry[] }> = [
  {
    name: 'daily',
    entries: [
      { route: 'desk', also: ['payments', 'top-ups', 'refunds', 'contradictions', 'notices', 'mails'] },
      { route: 'deskSearch' },
      { route: 'deskOrders', also: ['receipts'] },
      { route: 'deskPeople' },
      { route: 'deskWithdrawals' },
    ],
  },
  { name: 'sold', entries: [{ route: 'deskArticles' }, { route: 'deskVat' }, { route: 'deskTerms' }] },
  {
    name: 'money',
    entries: [
      { route: 'deskReconciliation', also: ['differences'] },
      { route: 'deskClosings' },
      { route: 'deskCirculation' },
    ],
  },
  {
    name: 'service',
    entries: [
      { route: 'deskBrand' },
      { route: 'deskSetUp' },
      { route: 'deskRoles' },
      { route: 'deskAudit', right: 'see_audit' },
    ],
  },
]

/** The sections that this person may open, in the order of the rail. */
export function sectionsFor({ rights }: Pick<View, 'rights'>): Section[] {
  const entries = groups.flatMap((group) => group.entries)
  return entries.filter(({ right = 'see_desk' }) => rights.includes(right)).map(({ route }) => route)
}

/** The entry that a page belongs to: the one whose address the page's own begins with, the longest of them. */
export function entryOf(path: string): Section | undefined {
  const isBelow = (address: string) => path === address || path.startsWith(`${address}/`)
  const found = groups
    .flatMap(({ entries }) => entries)
    .flatMap(({ route, also = [] }) =>
      [link(route), ...also.map((part) => `/desk/${part}`)].map((at) => ({ route, at })),
    )
    .filter(({ route, at }) => (at === link('desk') ? path === at : isBelow(at)) && route)
  return found.sort((one, other) => other.at.length - one.at.length)[0]?.route
}

/** All sections: in the margin of a wide page, below the page on a phone, where the bar leads to it. */
export function DeskRail({ view, desk }: { view: View; desk: DeskPlace }) {
  const { t } = view
  const current = entryOf(view.path)
  return (
    <nav class="rail" id="menu" aria-label={t('desk.title')}>
      {groups.map(({ name, entries }) => (
        <div key={name}>
          <h2>{t(`desk.group_${name}`)}</h2>
          <ul>
            {entries
              .filter(({ right = 'see_desk' }) => view.rights.includes(right))
              .map(({ route }) => (
                <li key={route}>
                  <a href={link(route)} aria-current={route === current ? 'page' : undefined}>
                    {t(`desk.menu_${route}`)}
                    {route === 'desk' && desk.waiting > 0 && (
                      <span class="count">
                        {' '}
                        {desk.waiting}
                        <span class="vh"> {t('desk.to_do')}</span>
                      </span>
                    )}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
      <Own view={view} />
    </nav>
  )
}

const shortcuts: ReadonlyArray<{ route: 'desk' | 'deskOrders' | 'deskPeople'; icon: IconName }> = [
  { route: 'desk', icon: 'desk' },
  { route: 'deskOrders', icon: 'receipt' },
  { route: 'deskPeople', icon: 'people' },
]

/** On a phone: what is needed every day, and the way to all the rest. */
export function DeskBar({ view, desk }: { view: View; desk: DeskPlace }) {
  const { t } = view
  const current = entryOf(view.path)
  return (
    <nav class="shortcuts" aria-label={t('desk.shortcuts')}>
      <ul>
        {shortcuts.map(({ route, icon }) => (
          <li key={route}>
            <a href={link(route)} aria-current={route === current ? 'page' : undefined}>
              <Icon name={icon} />
              <span>
                {route === 'desk'
                  ? desk.waiting > 0
                    ? t('desk.menu_waiting', { count: desk.waiting })
                    : t('desk.menu_desk_brief')
                  : t(`desk.menu_${route}`)}
              </span>
            </a>
          </li>
        ))}
        <li>
          <a href="#menu">
            <Icon name="menu" />
            <span>{t('desk.menu_all')}</span>
          </a>
        </li>
      </ul>
    </nav>
  )
}

/** Who is at work here, with the roles held. */
export function WhoAmI({ view }: { view: View }) {
  const { t, person, roles } = view
  if (!person) return null
  const held = roles.map((role) => t(`desk.role_${role}`).toLocaleLowerCase(view.language)).join(', ')
  return (
    <a href={link('profile')} class="whoami">
      {held === '' ? person.name : t('desk.who', { name: person.name, roles: held })}
    </a>
  )
}

/** What belongs to who is at work here. */
function Own({ view }: { view: View }) {
  const { t, person } = view
  return (
    <div>
      <h2>{person?.name}</h2>
      <ul>
        <li>
          <a href={link('profile')}>{t('desk.own_profile')}</a>
        </li>
        <li>
          <a href={link('deskHelp')} aria-current={view.path === link('deskHelp') ? 'page' : undefined}>
            {t('desk.menu_deskHelp')}
          </a>
        </li>
        <li>
          <a href={link('home')}>{t('desk.see_portal')}</a>
        </li>
        <li>
          <SignOut view={view} button="rail-button" />
        </li>
      </ul>
    </div>
  )
}

export function DeskFoot({ view }: { view: View }) {
  return (
    <footer class="foot">
      <Preferences view={view} />
    </footer>
  )
}
