import type { ComponentChildren } from 'preact'
import type { VatRates } from '../../../../catalogue/vat-rate.ts'
import type { FieldProblem } from '../../../../kit/failure.ts'
import { Field, FieldError } from '../../../look/form.tsx'
import { Icon } from '../../../look/icon.tsx'
import type { View } from '../../../look/view.ts'
import { link } from '../../../routes.ts'
import { vatText } from '../../vat-words.ts'
import type { Fields } from './article-fields.ts'

export type FormParts = {
  view: View
  fields: Fields
  problems: readonly FieldProblem[]
  currency: string
  rates: VatRates
}

type TypedProps = FormParts & { name: string; label: string; hint?: string; decimal?: boolean }

export function Typed({ view, fields, problems, name, label, hint, decimal }: TypedProps) {
  return (
    <Field
      view={view}
      name={name}
      label={label}
      {...(hint && { hint })}
      value={fields[name] ?? ''}
      {...(decimal && { inputmode: 'decimal' as const })}
      autocomplete="off"
      problems={problems}
    />
  )
}

/** A day: the browser's own picker where it has one, and digits where it has not. */
export function DayField({ view, fields, problems, name, label, hint }: TypedProps) {
  return (
    <Field
      view={view}
      name={name}
      label={label}
      {...(hint && { hint })}
      type={/^(\d{4}-\d\d-\d\d)?$/.test(fields[name] ?? '') ? 'date' : 'text'}
      value={fields[name] ?? ''}
      autocomplete="off"
      problems={problems}
    />
  )
}

export function VatField({ view, fields, problems, rates, name, label }: TypedProps) {
  const wrong = problems.some((problem) => problem.field === name)
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <FieldError view={view} problems={problems} field={name} />
      {rates.codes().length === 0 && (
        <p class="small">
          <a href={link('deskVat')}>{view.t('vat.none_yet')}</a>
        </p>
      )}
      <select
        class="in"
        id={name}
        name={name}
        {...(wrong && { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` })}
      >
        {rates.codes().map((code) => (
          <option key={code} value={code} selected={code === fields[name]}>
            {vatText(view, code, rates)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** They say something before anybody typed. */
const offered = new Set(['nextVat', 'nextFrom'])

/** What is rarely set lies folded; it opens by itself when it says something or something is wrong in it. */
export function Fold({
  fields,
  problems,
  title,
  names,
  children,
}: FormParts & { title: string; names: readonly string[]; children: ComponentChildren }) {
  const isOpen = names.some(
    (name) => problems.some(({ field }) => field === name) || (!offered.has(name) && (fields[name] ?? '') !== ''),
  )
  return (
    <details class="fold" open={isOpen}>
      <summary>
        <Icon name="chevron" size={18} />
        {title}
      </summary>
      <div class="stack">{children}</div>
    </details>
  )
}
