import { CsrfToken } from '../../look/form.tsx'
import { GoLink } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import type { DemoLogin } from '../../site.ts'
import type { SignInProps } from './sign-in-page.tsx'

type Demonstrated = Pick<SignInProps, 'demoLogins' | 'demoPassword' | 'next'> & { view: View }

/** One click a role: each button sends the form of its person, which lies outside the form that is typed into. */
export function DemoLogins({ view, demoLogins, demoPassword }: Omit<Demonstrated, 'next'>) {
  const { t } = view
  return (
    <div class="stack g2">
      <h3>{t('sign_in.demo')}</h3>
      {demoLogins.map(({ login, name, who }) => (
        <button key={login} class="btn quiet wide" type="submit" form={formOf(who)}>
          {t('sign_in.demo_enter', { who, name })}
        </button>
      ))}
      <p class="small soft">
        {t('sign_in.demo_password', {
          logins: demoLogins.map(({ login }) => login).join(', '),
          password: demoPassword,
        })}
      </p>
      <p class="small">
        <GoLink href={link('demoMails')} label={t('sign_in.demo_mail')} />
      </p>
    </div>
  )
}

const formOf = (who: DemoLogin['who']): string => `enter-${who}`

/** The same request as of a login and a password that somebody types: there is no other way in. */
export function DemoForms({ view, demoLogins, demoPassword, next }: Demonstrated) {
  return (
    <>
      {demoLogins.map(({ login, who }) => (
        <form key={login} id={formOf(who)} method="post" action={link('signIn')} hidden>
          <CsrfToken view={view} />
          <input type="hidden" name="next" value={next} />
          <input type="hidden" name="login" value={login} />
          <input type="hidden" name="password" value={demoPassword} />
        </form>
      ))}
    </>
  )
}
