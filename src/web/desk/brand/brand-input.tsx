import type { BrandField } from '../../../brand/brand-fields.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { isMessageKey } from '../../../messages/translate.ts'
import { fieldLabel } from '../../look/difference.tsx'
import { FieldError } from '../../look/form.tsx'
import type { View } from '../../look/view.ts'

type Props = { view: View; field: BrandField; value: string; problems: readonly FieldProblem[] }

const heightOf = ({ kind, most }: BrandField): number =>
  kind === 'lines' ? 5 : most > 10_000 ? 14 : most > 2_000 ? 8 : 4

/** One field of the brand with its hint and its problem; what is typed in English is marked as English. */
export function BrandInput({ view, field, value, problems }: Props) {
  const { name, kind, most, language } = field
  const wrong = problems.some((problem) => problem.field === name)
  const hint = hintOf(view, field)
  const described = [hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(' ')
  const attributes = {
    id: name,
    name,
    maxlength: most,
    ...(language && { lang: language }),
    ...(wrong && { 'aria-invalid': 'true' as const }),
    ...(described && { 'aria-describedby': described }),
  }
  return (
    <div class="field">
      <label for={name}>{fieldLabel(view, field)}</label>
      <FieldError view={view} problems={problems} field={name} />
      {kind === 'text' || kind === 'lines' ? (
        <textarea class="in" rows={heightOf(field)} {...attributes}>
          {value}
        </textarea>
      ) : (
        <input class="in" value={value} {...(kind === 'cost' && { inputmode: 'decimal' as const })} {...attributes} />
      )}
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </div>
  )
}

/** Its own hint, else what may be replaced in it. */
export function hintOf({ t }: View, { label, placeholders, kind }: BrandField): string | undefined {
  const known = placeholders.map((name) => `{${name}} (${t(`brand.placeholder_${name}`)})`).join(', ')
  const key = `brand.hint_${label}`
  if (isMessageKey(key)) return t(key, { known })
  return known !== '' && kind === 'text' ? t('brand.hint_placeholders', { known }) : undefined
}
