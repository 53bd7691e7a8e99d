import type { Right } from '../../../people/role.ts'
import { link, type RouteName } from '../../routes.ts'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon-strokes.ts'
import type { View } from '../view.ts'
import { Preferences } from './preferences-form.tsx'

export type DeskMenuName = 'overview' | 'orders' | 'articles' | 'brand'
export type DeskPlace = { at?: DeskMenuName; waiting: number }

const entries: ReadonlyArray<{ name: DeskMenuName; route: RouteName; icon: IconName }> = [
  { name: 'overview', route: 'desk', icon: 'desk' },
  { name: 'orders', route: 'deskOrders', icon: 'receipt' },
  { name: 'articles', route: 'deskArticles', icon: 'tag' },
  { name: 'brand', route: 'deskBrand', icon: 'palette' },
]

/** The desk's four sections; on a phone the first one says how much waits. */
export function DeskMenu({ view, desk }: { view: View; desk: DeskPlace }) {
  const { t } = view
  return (
    <nav class="menu" aria-label={t('desk.title')}>
      <ul>
        {entries.map(({ name, route, icon }) => (
          <li key={name}>
            <a href={link(route)} aria-current={desk.at === name ? 'page' : undefined}>
              <Icon name={icon} />
              <span class="long">{t(`desk.menu_${name}`)}</span>
              <span class="brief">
                {name === 'overview' && desk.waiting > 0
                  ? t('desk.menu_waiting', { count: desk.waiting })
                  : t(`desk.menu_${name}_brief`)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const footLinks: ReadonlyArray<{
  route:
    | 'deskReconciliation'
    | 'deskClosings'
    | 'deskWithdrawals'
    | 'deskTerms'
    | 'deskPeople'
    | 'deskSetUp'
    | 'deskRoles'
    | 'deskAudit'
    | 'home'
  right: Right
}> = [
  { route: 'deskReconciliation', right: 'see_desk' },
  { route: 'deskClosings', right: 'see_desk' },
  { route: 'deskWithdrawals', right: 'see_desk' },
  { route: 'deskTerms', right: 'see_desk' },
  { route: 'deskPeople', right: 'see_desk' },
  { route: 'deskSetUp', right: 'see_desk' },
  { route: 'deskRoles', right: 'see_desk' },
  { route: 'deskAudit', right: 'see_audit' },
  { route: 'home', right: 'see_desk' },
]

export function DeskFoot({ view }: { view: View }) {
  const { t } = view
  return (
    <footer class="foot">
      <ul>
        <li>
          <a href={link('profile')}>{view.person?.name}</a>
        </li>
        {footLinks
          .filter(({ right }) => view.rights.includes(right))
          .map(({ route }) => (
            <li key={route}>
              <a href={link(route)}>{t(`desk.foot_${route}`)}</a>
            </li>
          ))}
      </ul>
      <Preferences view={view} />
    </footer>
  )
}
