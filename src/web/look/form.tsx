import type { FieldProblem } from '../../kit/failure.ts'
import { isMessageKey } from '../../messages/translate.ts'
import { Icon } from './icon.tsx'
import type { View } from './view.ts'

/** The sentence of a problem; a key that has none gets the general one rather than a code. */
export function problemText(view: View, problem: FieldProblem): string {
  return isMessageKey(problem.message) ? view.t(problem.message, problem.values) : view.t('failure.invalid')
}

type SummaryProps = {
  view: View
  problems: readonly FieldProblem[]
  /** What a field is called, where the sentences alone do not say which one is meant. */
  nameOf?: (field: string) => string | undefined
}

/** At the top of a form that came back: every problem, with the name of its field, linked to it. */
export function ErrorSummary({ view, problems, nameOf }: SummaryProps) {
  if (problems.length === 0) return null
  const said = (problem: FieldProblem): string => {
    const label = nameOf?.(problem.field)
    const text = problemText(view, problem)
    return label === undefined ? text : view.t('error.of_field', { label, text })
  }
  return (
    <section class="notice bad errors mb5" role="alert" aria-labelledby="errors" tabindex={-1} data-focus>
      <Icon name="alert" />
      <div class="stack g2">
        <h2 class="plain" id="errors">
          {view.t('error.summary', { count: problems.length })}
        </h2>
        <ul>
          {problems.map((problem) => (
            <li key={problem.field}>
              <a href={`#${problem.field}`}>{said(problem)}</a>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

export function FieldError({
  view,
  problems,
  field,
}: {
  view: View
  problems: readonly FieldProblem[]
  field: string
}) {
  const problem = problems.find((each) => each.field === field)
  if (!problem) return null
  return (
    <p class="err" id={`${field}-error`}>
      <Icon name="alert" />
      <span>{problemText(view, problem)}</span>
    </p>
  )
}

type FieldProps = {
  view: View
  name: string
  label: string
  hint?: string
  type?: 'text' | 'password' | 'email' | 'number' | 'date'
  value?: string
  autocomplete?: 'username' | 'current-password' | 'new-password' | 'name' | 'email' | 'one-time-code' | 'off'
  problems?: readonly FieldProblem[]
  required?: boolean
  inputmode?: 'email' | 'text' | 'numeric' | 'decimal'
}

/** A labelled input with its hint and its problem, tied together for who listens. */
export function Field({
  view,
  name,
  label,
  hint,
  type = 'text',
  value,
  autocomplete,
  problems = [],
  required,
  inputmode,
}: FieldProps) {
  const wrong = problems.some((problem) => problem.field === name)
  const described = [hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(' ')
  const attributes: Record<string, unknown> = {
    id: name,
    name,
    type,
    // A password is never drawn back into a page.
    ...(type !== 'password' && value !== undefined && { value }),
    ...(autocomplete && { autocomplete }),
    ...(inputmode && { inputmode }),
    ...(name === 'login' && { autocapitalize: 'none', spellcheck: false }),
    ...(required && { required: true }),
    ...(wrong && { 'aria-invalid': 'true' }),
    ...(described && { 'aria-describedby': described }),
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <FieldError view={view} problems={problems} field={name} />
      <input class="in" {...attributes} />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </div>
  )
}

/** What every POST carries to be believed. */
export function CsrfToken({ view }: { view: View }) {
  return <input type="hidden" name="csrf" value={view.csrf} />
}

/** One field that is looked for, with its button; what stands around it is its page's. */
export function SearchBox(box: Pick<FieldProps, 'view' | 'label' | 'value' | 'problems' | 'autocomplete'>) {
  return (
    <div class="ask">
      <Field name="q" {...box} />
      <button class="btn" type="submit">
        <Icon name="search" size={18} />
        {box.view.t('orders.submit')}
      </button>
    </div>
  )
}
