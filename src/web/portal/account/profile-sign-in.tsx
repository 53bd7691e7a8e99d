import { CsrfToken, Field } from '../../look/form.tsx'
import { link } from '../../routes.ts'
import type { ProfilePart } from './profile-page.tsx'

export function Email({ view, person, typed, pendingEmail, problems, hasPassword }: ProfilePart) {
  const { t } = view
  const now = person.email === null ? t('profile.email_none') : t('profile.email_now', { email: person.email })
  if (!hasPassword)
    return (
      <section class="band">
        <h2>{t('profile.email')}</h2>
        <p class="id">{now}</p>
      </section>
    )
  return (
    <section class="band">
      <h2>{t('profile.email')}</h2>
      <form class="stack narrow" method="post" action={link('profileEmail')}>
        <CsrfToken view={view} />
        <p class="id">{now}</p>
        {pendingEmail && <p class="soft id">{t('profile.email_pending', { email: pendingEmail })}</p>}
        <Field
          view={view}
          name="email"
          type="email"
          label={t('profile.email_new')}
          value={typed.email ?? ''}
          autocomplete="email"
          problems={problems}
        />
        <Field
          view={view}
          name="emailPassword"
          type="password"
          label={t('profile.password_now')}
          autocomplete="current-password"
          problems={problems}
        />
        <p class="actions">
          <button class="btn quiet" type="submit">
            {t('profile.email_submit')}
          </button>
        </p>
      </form>
    </section>
  )
}

export function Password({ view, problems }: ProfilePart) {
  const { t } = view
  return (
    <section class="band">
      <h2>{t('profile.password')}</h2>
      <form class="stack narrow" method="post" action={link('profilePassword')}>
        <CsrfToken view={view} />
        <Field
          view={view}
          name="oldPassword"
          type="password"
          label={t('profile.password_now')}
          autocomplete="current-password"
          problems={problems}
        />
        <Field
          view={view}
          name="newPassword"
          type="password"
          label={t('new_password.field')}
          hint={t('new_password.hint')}
          autocomplete="new-password"
          problems={problems}
        />
        <p class="actions">
          <button class="btn quiet" type="submit">
            {t('profile.password_submit')}
          </button>
        </p>
      </form>
    </section>
  )
}
