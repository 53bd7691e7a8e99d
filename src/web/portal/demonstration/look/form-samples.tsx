import type { FieldProblem } from '../../../../kit/failure.ts'
import { Choice, Tick, WaysOn } from '../../../look/choice.tsx'
import { ErrorSummary, Field } from '../../../look/form.tsx'
import type { View } from '../../../look/view.ts'
import { link } from '../../../routes.ts'
import { longest } from './sample-rows.ts'

const problems: readonly FieldProblem[] = [
  { field: 'wrong', message: 'problem.password_common' },
  { field: 'none_chosen', message: 'problem.method_unknown' },
  { field: 'not_ticked', message: 'problem.terms_not_accepted' },
]

/** What one touches: fields, boxes, choices, buttons; as they are, wrong, closed and waiting. */
export function FormSamples({ view }: { view: View }) {
  const { t } = view
  return (
    <section class="stack g5 mt6" aria-labelledby="forms">
      <h2 id="forms">{t('look.forms')}</h2>
      <ErrorSummary view={view} problems={problems} />
      <div class="stack narrow">
        <Field view={view} name="plain" label={t('summary.name')} value={longest.name} autocomplete="off" />
        <Field view={view} name="hinted" label={t('look.long_text')} hint={t('look.long_text')} autocomplete="off" />
        <Field view={view} name="wrong" label={t('summary.account')} problems={problems} autocomplete="off" />
        <Tick view={view} name="ticked" checked>
          {t('look.done')}
        </Tick>
        <Tick view={view} name="not_ticked" problems={problems}>
          {t('look.long_text')}
        </Tick>
      </div>
      <ChoiceSamples view={view} />
      <p class="row actions">
        <button class="btn" type="button">
          {t('look.action')}
        </button>
        <button class="btn quiet" type="button">
          {t('look.action')}
        </button>
        <button class="btn bad" type="button">
          {t('look.action')}
        </button>
        <button class="btn" type="button" aria-disabled="true">
          {t('look.waiting')}
        </button>
      </p>
    </section>
  )
}

function ChoiceSamples({ view }: { view: View }) {
  const { t } = view
  const options = [
    { value: 'first', label: <b>{t('look.action')}</b>, says: t('look.long_text') },
    { value: 'second', label: t('look.done'), icon: 'card' as const },
    { value: 'closed', label: t('look.waiting'), says: t('method.unavailable'), isClosed: true },
  ]
  const way = { key: 'open', href: link('look'), label: t('look.action'), says: t('look.long_text') }
  return (
    <>
      <Choice view={view} name="chosen" legend={t('look.choice')} options={options} chosen="first" />
      <Choice
        view={view}
        name="none_chosen"
        legend={t('look.choice_wrong')}
        options={options}
        chosen={undefined}
        problems={problems}
      />
      <WaysOn
        ways={[
          { ...way, icon: 'plus' },
          { key: 'closed', label: t('look.waiting'), says: t('method.unavailable'), icon: 'card' },
        ]}
      />
    </>
  )
}
