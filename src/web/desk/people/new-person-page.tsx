import type { FieldProblem } from '../../../kit/failure.ts'
import { type Language, languageName } from '../../../kit/language.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { PageHead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Typed = { login: string; name: string; email: string; language: Language }

export function NewPersonPage(props: { view: View; typed: Typed; problems: readonly FieldProblem[] }) {
  const { view, typed, problems } = props
  const { t } = view
  const common = { view, problems, autocomplete: 'off' as const }
  return (
    <>
      <PageHead
        title={t('people.new')}
        back={{ href: link('deskPeople'), label: t('desk.menu_deskPeople') }}
        says={t('people.new_says')}
      />
      <ErrorSummary view={view} problems={problems} />
      <form class="form narrow" method="post" action={link('deskPeople')}>
        <CsrfToken view={view} />
        <Field {...common} name="login" label={t('people.login')} hint={t('people.login_hint')} value={typed.login} />
        <Field {...common} name="name" label={t('people.name')} value={typed.name} />
        <Field {...common} name="email" type="email" label={t('people.email')} value={typed.email} inputmode="email" />
        <div class="field">
          <label for="language">{t('people.language')}</label>
          <select class="in" id="language" name="language">
            {view.languages.map((each) => (
              <option key={each} value={each} selected={each === typed.language}>
                {languageName(each)}
              </option>
            ))}
          </select>
        </div>
        <p>
          <button class="btn" type="submit">
            {t('people.create')}
          </button>
        </p>
      </form>
    </>
  )
}
