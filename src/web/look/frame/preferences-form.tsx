import type { ComponentChildren } from 'preact'
import { languageName } from '../../../kit/language.ts'
import { link } from '../../routes.ts'
import { CsrfToken } from '../form.tsx'
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
