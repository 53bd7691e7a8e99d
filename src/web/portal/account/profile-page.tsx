import type { FieldProblem } from '../../../kit/failure.ts'
import { type Language, languageName } from '../../../kit/language.ts'
import { Options } from '../../look/choice.tsx'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { Notice } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { Email, Password } from './profile-sign-in.tsx'

export type ProfileProps = {
  person: { name: string; email: string | null; language: Language }
  /** Without one the person comes in by another place's word, and changes nothing here that asks for it. */
  hasPassword: boolean
  /** What was typed, when the form came back. */
  typed: Readonly<Record<string, string>>
  pendingEmail: string | undefined
  sessions: number
  problems: readonly FieldProblem[]
  saved: boolean
}

export function ProfilePage({ view, ...props }: ProfileProps & { view: View }) {
  const { t } = view
  return (
    <>
      <Lead title={t('profile.title')}>
        <ErrorSummary view={view} problems={props.problems} />
        {props.saved && (
          <div role="status">
            <Notice tone="good" icon="confirmed">
              <p>{t('profile.saved')}</p>
            </Notice>
          </div>
        )}
      </Lead>
      <You view={view} {...props} />
      <Email view={view} {...props} />
      {props.hasPassword ? (
        <Password view={view} {...props} />
      ) : (
        <section class="band">
          <h2>{t('profile.password')}</h2>
          <p class="narrow">{t('profile.password_none')}</p>
        </section>
      )}
      <Rest view={view} {...props} />
    </>
  )
}

export type ProfilePart = ProfileProps & { view: View }

function You({ view, person, typed, problems }: ProfilePart) {
  const { t } = view
  return (
    <section class="band">
      <h2>{t('profile.you')}</h2>
      <form class="stack narrow" method="post" action={link('profile')}>
        <CsrfToken view={view} />
        <Field
          view={view}
          name="name"
          label={t('profile.name')}
          value={typed.name ?? person.name}
          autocomplete="name"
          problems={problems}
        />
        <fieldset>
          <legend class="lab">{t('profile.language')}</legend>
          <Options
            view={view}
            name="language"
            chosen={person.language}
            options={view.languages.map((language) => ({
              value: language,
              label: <span lang={language}>{languageName(language)}</span>,
            }))}
          />
        </fieldset>
        <p class="actions">
          <button class="btn" type="submit">
            {t('profile.save')}
          </button>
        </p>
      </form>
    </section>
  )
}

function Rest({ view, sessions }: ProfilePart) {
  const { t } = view
  return (
    <>
      <section class="band">
        <h2>{t('profile.sessions')}</h2>
        <form class="stack narrow" method="post" action={link('profileSessions')}>
          <CsrfToken view={view} />
          <p>{t('profile.sessions_say', { count: sessions })}</p>
          <p class="actions">
            <button class="btn quiet" type="submit">
              <Icon name="leave" />
              {t('profile.sign_out_all')}
            </button>
          </p>
        </form>
      </section>
      <section class="band">
        <h2>{t('profile.data')}</h2>
        <div class="stack narrow">
          <p>{t('profile.data_say')}</p>
          <p>
            <GoLink href={link('profileData')} label={t('profile.download')} icon="download" />
          </p>
        </div>
      </section>
    </>
  )
}
