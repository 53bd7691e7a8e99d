import type { FieldProblem } from '../../../kit/failure.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
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
      <Lead title={t('forgotten.sent_title')} says={t('forgotten.sent')}>
        <p>
          <GoLink href={link('signIn')} label={t('sign_in.title')} />
        </p>
      </Lead>
    )
  }
  return (
    <Lead title={t('forgotten.title')} says={t('forgotten.says')}>
      <ErrorSummary view={view} problems={problems} />
      <form class="stack narrow mt4" method="post" action={link('forgotten')}>
        <CsrfToken view={view} />
        <Field view={view} name="login" label={t('sign_in.login')} autocomplete="username" problems={problems} />
        <p class="row actions">
          <button class="btn" type="submit">
            {t('forgotten.submit')}
          </button>
          <GoLink href={link('signIn')} label={t('sign_in.title')} />
        </p>
      </form>
    </Lead>
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
      <Lead title={t('new_password.gone_title')} says={t('new_password.gone')}>
        <p>
          <a class="btn" href={link('forgotten')}>
            {t('forgotten.title')}
          </a>
        </p>
      </Lead>
    )
  }
  return (
    <Lead title={t('new_password.title')}>
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
    </Lead>
  )
}
