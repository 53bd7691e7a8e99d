import type { Day } from '../../../kit/day.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { FieldError } from '../../look/form.tsx'
import type { View } from '../../look/view.ts'

type Props = {
  view: View
  day: Day
  typed: string | undefined
  problems: readonly FieldProblem[]
  /** The form it belongs to, where that stands elsewhere on the page. */
  form?: string
}

/** Of which day the window is shown. */
export function DayToSee({ view, day, typed, problems, form }: Props) {
  const wrong = problems.some(({ field }) => field === 'on')
  const attributes = {
    ...(form && { form }),
    ...(wrong && { 'aria-invalid': 'true' as const, 'aria-describedby': 'on-error' }),
  }
  return (
    <div class="field">
      <label class="small" for="on">
        {view.t('articles.preview_on')}
      </label>
      <FieldError view={view} problems={problems} field="on" />
      <input class="in" id="on" name="on" type="date" value={wrong ? typed : day} {...attributes} />
    </div>
  )
}
