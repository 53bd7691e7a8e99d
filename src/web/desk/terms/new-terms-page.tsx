import type { PublishedTerms } from '../../../catalogue/terms-of-sale.ts'
import type { Instant } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { inEach, type Language, writtenLanguages } from '../../../kit/language.ts'

import { DifferenceList, fieldLabel } from '../../look/difference.tsx'
import { CsrfToken, ErrorSummary, Field, FieldError } from '../../look/form.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { Notice } from '../../look/paper.tsx'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { type NewTerms, termsMostSigns } from './new-terms.ts'

type FormProps = {
  view: View
  terms: NewTerms
  newest: PublishedTerms | undefined
  problems: readonly FieldProblem[]
  /** Who published the newest version while this text was being written. */
  conflictBy: string | undefined
}

export function NewTermsPage({ view, terms, newest, problems, conflictBy }: FormProps) {
  const { t } = view
  return (
    <>
      <PageHead title={t('terms_desk.new_title')} back={{ href: link('deskTerms'), label: t('desk.menu_deskTerms') }} />
      {conflictBy !== undefined && newest && (
        <section class="stack mb5" role="alert">
          <Notice tone="care" icon="warning">
            <p>{t('terms_desk.conflict', { number: newest.number, name: conflictBy })}</p>
          </Notice>
          <TermsDifference view={view} before={newest.texts} after={terms.texts} />
        </section>
      )}
      <ErrorSummary view={view} problems={problems} />
      <form class="form" method="post" action={link('deskTerms')}>
        <CsrfToken view={view} />
        <input type="hidden" name="base" value={String(terms.base)} />
        <p class="soft">{t('terms_desk.new_says', { number: terms.base })}</p>
        <div class="narrow">
          <Field
            view={view}
            name="day"
            type="date"
            label={t('terms_desk.day')}
            hint={t('terms_desk.day_hint', { zone: view.timeZone })}
            value={terms.day}
            problems={problems}
          />
        </div>
        <p class="small soft fit">{t('brand.hint_markdown')}</p>
        <div class="two">
          {writtenLanguages.map((language) => (
            <TermsText
              key={language}
              view={view}
              language={language}
              text={terms.texts[language]}
              problems={problems}
            />
          ))}
        </div>
        <p>
          <button class="btn" type="submit" name="act" value="review">
            {t('terms_desk.review')}
          </button>
        </p>
      </form>
    </>
  )
}

type TextProps = { view: View; language: Language; text: string; problems: readonly FieldProblem[] }

function TermsText({ view, language, text, problems }: TextProps) {
  const name = `terms_${language}`
  const wrong = problems.some(({ field }) => field === name)
  return (
    <div class="field">
      <label for={name}>{fieldLabel(view, { label: 'terms', language })}</label>
      <FieldError view={view} problems={problems} field={name} />
      <textarea
        class="in"
        id={name}
        name={name}
        rows={24}
        lang={language}
        maxlength={termsMostSigns}
        {...(wrong && { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` })}
      >
        {text}
      </textarea>
    </div>
  )
}

/** Each language with its difference; one that did not change is left out. */
export function TermsDifference({
  view,
  before,
  after,
}: {
  view: View
  before: NewTerms['texts']
  after: NewTerms['texts']
}) {
  const changes = writtenLanguages
    .filter((language) => before[language] !== after[language])
    .map((language) => ({
      field: language,
      label: 'terms',
      language,
      before: before[language],
      after: after[language],
    }))
  if (changes.length === 0) return <p>{view.t('terms_desk.no_difference')}</p>
  return <DifferenceList view={view} changes={changes} />
}

type ReviewProps = {
  view: View
  terms: NewTerms
  effectiveAt: Instant
  now: Instant
  newest: PublishedTerms | undefined
  /** Versions whose day is still to come. */
  planned: readonly PublishedTerms[]
}

/** Asks before it is published: what changes, from when on, and what that means for whom. */
export function TermsReviewPage({ view, terms, effectiveAt, now, newest, planned }: ReviewProps) {
  const { t } = view
  const number = (newest?.number ?? 0) + 1
  const date = dateText(view, effectiveAt)
  return (
    <>
      <PageHead
        title={t('terms_desk.review_title')}
        back={{ href: link('deskTerms'), label: t('desk.menu_deskTerms') }}
      />
      <div class="stack g5">
        <p>
          {effectiveAt > now ? t('terms_desk.review_later', { number, date }) : t('terms_desk.review_now', { number })}
        </p>
        <p>{t('terms_desk.review_never')}</p>
        {planned.map((each) => (
          <p key={each.number}>
            {each.effectiveAt === effectiveAt && t('terms_desk.replaces', { number: each.number })}
            {each.effectiveAt > effectiveAt &&
              t('terms_desk.before_planned', { number: each.number, date: dateText(view, each.effectiveAt) })}
          </p>
        ))}
        <TermsDifference view={view} before={newest?.texts ?? inEach(() => '')} after={terms.texts} />
        <form class="row" method="post" action={link('deskTerms')} data-once>
          <CsrfToken view={view} />
          <input type="hidden" name="base" value={String(terms.base)} />
          <input type="hidden" name="day" value={terms.day} />
          {writtenLanguages.map((each) => (
            <input key={each} type="hidden" name={`terms_${each}`} value={terms.texts[each]} />
          ))}
          <button class="btn" type="submit" name="act" value="publish">
            {t('terms_desk.publish')}
          </button>
          <button class="btn quiet" type="submit" name="act" value="edit">
            {t('terms_desk.edit')}
          </button>
        </form>
      </div>
    </>
  )
}
