import { formatChange, formatFigure, formatMoney } from '../../../../messages/format.ts'
import { type Column, DataTable } from '../../../look/data-table.tsx'
import { Pages } from '../../../look/page-head.tsx'
import { Id, State } from '../../../look/paper.tsx'
import { dateText, momentText, type View } from '../../../look/view.ts'
import { link } from '../../../routes.ts'
import { UsageChart } from '../../account/own-usage.tsx'
import { rows, type SampleRow } from './sample-rows.ts'

const keyOf = ({ id }: SampleRow) => id

/** Tables with no row, one and many; stacked, scrolling and fitting on a phone. */
export function TableSamples({ view }: { view: View }) {
  const { t } = view
  const columns = columnsOf(view)
  const common = { columns, keyOf }
  const way = (label: string) => ({ href: link('look'), label })
  return (
    <section class="stack g5 mt6" aria-labelledby="tables">
      <h2 id="tables">{t('look.tables')}</h2>
      <h3>{t('look.empty')}</h3>
      <DataTable {...common} caption={t('look.empty')} empty={t('orders.none')} phone="stack" rows={[]} />
      <h3>{t('look.one')}</h3>
      <DataTable {...common} caption={t('look.one')} phone="stack" rows={rows.slice(0, 1)} />
      <h3>{t('look.many')}</h3>
      <DataTable {...common} caption={t('look.many')} phone="stack" rows={rows} />
      <Pages view={view} back={way(t('orders.newer'))} on={way(t('orders.older'))} csv={way(t('orders.csv'))} />
      <h3>{t('look.scrolling')}</h3>
      <DataTable {...common} caption={t('look.scrolling')} phone="scroll" rows={rows} />
      <h3>{t('look.fitting')}</h3>
      <DataTable
        caption={t('look.fitting')}
        phone="fit"
        rows={rows}
        keyOf={keyOf}
        columns={[
          { as: 'name', cell: ({ name }) => name, note: ({ at }) => momentText(view, at) },
          { as: 'figure', cell: ({ balance }) => formatChange(balance, view.language) },
        ]}
      />
      <h3>{t('home.usage')}</h3>
      <UsageChart
        view={view}
        caption={t('home.usage')}
        usage={[
          { category: 'print', pages: 9_876, cost: { minor: 790_08, unit: 'credit' } },
          { category: 'copy', pages: 400, cost: { minor: 32_00, unit: 'credit' } },
          { category: 'fax', pages: 0, cost: { minor: 0, unit: 'credit' } },
          { category: 'scan', pages: 12, cost: { minor: 24, unit: 'credit' } },
        ]}
      />
    </section>
  )
}

function columnsOf(view: View): Column<SampleRow>[] {
  const { t, language } = view
  return [
    {
      head: t('orders.number'),
      cell: ({ login }) => <Id text={login} />,
      href: ({ id }) => link('look', {}, { row: id }),
      note: ({ id }) => id === 'longest' && t('look.long_text'),
    },
    { head: t('orders.person'), as: 'name', cell: ({ name }) => name },
    { head: t('orders.when'), as: 'soft', cell: ({ at }) => dateText(view, at, 'short') },
    {
      head: t('orders.state'),
      cell: () => (
        <State tone="good" icon="check">
          {t('look.done')}
        </State>
      ),
    },
    { head: t('orders.amount'), as: 'figure', cell: ({ sum }) => formatMoney(sum, language) },
    {
      head: t('home.balance'),
      as: 'figure',
      isNamedOnPhone: true,
      cell: ({ balance }) => formatFigure(balance, language),
    },
  ]
}
