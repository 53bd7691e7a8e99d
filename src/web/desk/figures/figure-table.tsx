import { type Column, DataTable } from '../../look/data-table.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { dateText, type View } from '../../look/view.ts'

type Props<Day> = {
  view: View
  name: string
  days: readonly Day[]
  columns: ReadonlyArray<Column<Day>>
  csv: string
}

/** The figures of a chart as a table, the last day first, folded away, with the way to the same as a file. */
export function FigureTable<Day extends { day: string; since: string }>({ view, name, days, ...rest }: Props<Day>) {
  const { t } = view
  const named = rest.columns.map((column) => ({ ...column, isNamedOnPhone: true as const }))
  return (
    <details class="fold mt5">
      <summary>
        <Icon name="chevron" size={18} />
        {t('figures.as_table')}
        <span class="vh"> {name}</span>
      </summary>
      <DataTable
        caption={name}
        phone="stack"
        rows={days.toReversed()}
        keyOf={({ day }) => day}
        columns={[{ head: t('figures.day'), cell: ({ since }) => dateText(view, since, 'day') }, ...named]}
      />
      <p class="mt3">
        <GoLink href={rest.csv} label={t('figures.csv')} of={name} icon="download" />
      </p>
    </details>
  )
}
