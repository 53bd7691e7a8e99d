import type { ComponentChildren } from 'preact'
import { languageName, textIn } from '../../../kit/language.ts'
import { link } from '../../routes.ts'
import { CsrfToken } from '../form.tsx'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon-strokes.ts'
import { OwnWords } from '../own-words.tsx'
import type { View } from '../view.ts'

const nextTheme = { automatic: 'light', light: 'dark', dark: 'automatic' } as const

/** Language and light or dark, at the foot of every page. */
export function Preferences({ view }: { view: View }) {
  const { t, language, languages } = view
  return (
    <form method="post" action={link('preferences')}>
      <CsrfToken view={view} />
      <input type="hidden" name="back" value={view.here} />
      <ul>
        {languages
          .filter((each) => each !== language)
          .map((each) => (
            <li key={each}>
              <button type="submit" class="plain-button" name="language" value={each} lang={each}>
                {languageName(each)}
              </button>
            </li>
          ))}
        <li>
          <button type="submit" class="plain-button" name="theme" value={nextTheme[view.theme]}>
            {t('frame.theme', { theme: view.theme })}
            <span class="vh"> ({t('frame.theme_next', { theme: nextTheme[view.theme] })})</span>
          </button>
        </li>
      </ul>
    </form>
  )
}

/** Signing out changes something, so that it is a form; its button looks as the place it stands in. */
export function SignOut({ view, button, children }: { view: View; button: string; children?: ComponentChildren }) {
  return (
    <form class="nav-form" method="post" action={link('signOut')}>
      <CsrfToken view={view} />
      <button class={button} type="submit">
        {children ?? view.t('menu.sign_out')}
      </button>
    </form>
  )
}

export type MenuName = 'account' | 'recharge' | 'desk'

export function Menu({ view, at }: { view: View; at: MenuName | undefined }) {
  const { t } = view
  const entries: Array<{ name: MenuName; href: string; icon: IconName; long: string; brief: string }> = [
    { name: 'account', href: link('home'), icon: 'wallet', long: t('menu.account'), brief: t('menu.account_brief') },
    { name: 'recharge', href: link('recharge'), icon: 'plus', long: t('menu.recharge'), brief: t('menu.recharge') },
  ]
  if (view.rights.includes('see_desk')) {
    entries.push({ name: 'desk', href: link('desk'), icon: 'desk', long: t('menu.desk'), brief: t('menu.desk_brief') })
  }
  return (
    <nav class="menu" aria-label={t('frame.menu')}>
      <ul>
        {entries.map(({ name, href, icon, long, brief }) => (
          <li key={name}>
            <a href={href} aria-current={at === name ? 'page' : undefined}>
              <Icon name={icon} />
              <span class="long">{long}</span>
              <span class="brief">{brief}</span>
            </a>
          </li>
        ))}
        <li>
          <SignOut view={view} button="menu-button">
            <Icon name="leave" />
            <span class="long">{t('menu.sign_out')}</span>
            <span class="brief">{t('menu.sign_out_brief')}</span>
          </SignOut>
        </li>
      </ul>
    </nav>
  )
}

export function Foot({ view }: { view: View }) {
  const { t, language, brand } = view
  return (
    <footer class="foot">
      <OwnWords view={view} text={textIn(brand.help, language)} contacts />
      <Preferences view={view} />
      {textIn(brand.footer, language) !== '' && <OwnWords view={view} text={textIn(brand.footer, language)} />}
      <ul class="legal">
        <li>
          <a href={link('terms')}>{t('frame.terms')}</a>
        </li>
        <li>
          <a href={link('legal')}>{t('frame.legal')}</a>
        </li>
        <li>
          <a href={link('privacy')}>{t('frame.privacy')}</a>
        </li>
        <li>
          <a href={link('accessibility')}>{t('frame.accessibility')}</a>
        </li>
        {view.withdrawal.offered && (
          <li>
            <a href={link('withdrawal')}>{t('withdrawal.here')}</a>
          </li>
        )}
      </ul>
    </footer>
  )
}
