import type { ComponentChildren } from 'preact'
import { link } from '../../routes.ts'
import { CsrfToken } from '../form.tsx'
import type { View } from '../view.ts'

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
