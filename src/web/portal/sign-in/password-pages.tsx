import type { FieldProblem } from '../../../kit/failure.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** "I forgot my password": the same answer whether or not the login exists. */
export function ForgottenPage({
  view,
  sent,
  problems,
}: {
  view: View
  sent: boolean
  problems: readonly FieldProblem[]
}) {
  const { t } = view
  if (sent) {
    return (
      <div class="lead stack">
        <h1>{t('forgotten.sent_title')}</h1>
        <p>{t('forgotten.sent')}</p>
        <p>
          <a class="go" href={link('signIn')}>
            {t('sign_in.title')}
          </a>
        </p>
      </div>
    )
  }
  return (
    <div class="lead">
      <h1>{t('forgotten.title')}</h1>
      <p>{t('forgotten.says')}</p>
      <ErrorSummary view={view} problems={problems} />
      <form class="stack narrow mt4" method="post" action={link('forgotten')}>
        <CsrfToken view={view} />
        <Field view={view} name="login" label={t('sign_in.login')} autocomplete="username" problems={problems} />
        <p class="row actions">
          <button class="btn" type="submit">
            {t('forgotten.submit')}
          </button>
          <a class="go" href={link('signIn')}>
            {t('sign_in.title')}
          </a>
        </p>
      </form>
    </div>
  )
}

export function NewPasswordPage({
  view,
  token,
  works,
  problems,
}: {
  view: View
  token: string
  works: boolean
  problems: readonly FieldProblem[]
}) {
  const { t } = view
  if (!works) {
    return (
      <div class="lead stack">
        <h1>{t('new_password.gone_title')}</h1>
        <p>{t('new_password.gone')}</p>
        <p>
          <a class="btn" href={link('forgotten')}>
            {t('forgotten.title')}
          </a>
        </p>
      </div>
    )
  }
  return (
    <div class="lead">
      <h1>{t('new_password.title')}</h1>
      <ErrorSummary view={view} problems={problems} />
      <form class="stack narrow mt4" method="post" action={link('newPassword', { token })}>
        <CsrfToken view={view} />
        <Field
          view={view}
          name="password"
          type="password"
          label={t('new_password.field')}
          hint={t('new_password.hint')}
          autocomplete="new-password"
          problems={problems}
        />
        <p class="actions">
          <button class="btn" type="submit">
            {t('new_password.submit')}
          </button>
        </p>
      </form>
    </div>
  )
}
