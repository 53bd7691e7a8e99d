import { Choice } from '../../look/choice.tsx'
import { PageHead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'

type Props = {
  view: View
  action: string
  /** What the table is filtered by, which goes along. */
  query: ReadonlyArray<readonly [name: string, value: string]>
  forms: ReadonlyArray<'xlsx' | 'csv' | 'csv_plain'>
}

/** In which form a table is wanted. */
export function ExportPage({ view, action, query, forms }: Props) {
  const { t } = view
  return (
    <>
      <PageHead title={t('export.title')} />
      <form class="form" method="get" action={action}>
        {query.map(([name, value]) => (
          <input type="hidden" key={`${name} ${value}`} name={name} value={value} />
        ))}
        <Choice
          view={view}
          name="as"
          legend={t('export.choose')}
          chosen={forms[0]}
          options={forms.map((form) => ({
            value: form,
            label: <b>{t(`export.as_${form}`)}</b>,
            says: t(`export.as_${form}_says`),
          }))}
        />
        <p class="actions">
          <button class="btn" type="submit">
            {t('export.submit')}
          </button>
        </p>
      </form>
    </>
  )
}
