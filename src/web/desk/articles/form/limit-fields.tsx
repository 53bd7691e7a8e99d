import { limitNames } from '../../../../catalogue/buying-limits.ts'
import type { FieldProblem } from '../../../../kit/failure.ts'
import { Field } from '../../../look/form.tsx'
import type { View } from '../../../look/view.ts'
import { limitLabel } from '../plan-lines.ts'
import type { Fields } from './article-fields.ts'

type Props = { view: View; fields: Fields; currency: string; problems: readonly FieldProblem[] }

/** The five limits per person, of one article or of the whole shop. */
export function LimitFields({ view, fields, currency, problems }: Props) {
  return (
    <div class="two">
      {limitNames.map((name) => (
        <Field
          key={name}
          view={view}
          name={name}
          label={limitLabel(view, name, currency)}
          hint={view.t('articles.limit_hint')}
          value={fields[name] ?? ''}
          inputmode="decimal"
          autocomplete="off"
          problems={problems}
        />
      ))}
    </div>
  )
}
