import { add, amount } from '../../../kit/amount.ts'
import { formatCount, formatMoney, formatRoundMoney } from '../../../messages/format.ts'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { DayChart } from './day-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import type { DayTakings } from './figures-query.ts'

/** Thirty days of one currency, drawn on the server, with the same figures as a table and as a file. */
export function TakingsChart({ view, days, currency }: { view: View; days: readonly DayTakings[]; currency: string }) {
  const { t, language } = view
  const nothing = amount(0, currency)
  const received = days.map(({ takings }) => takings.get(currency)?.received ?? nothing)
  const moneyOf = (name: 'received' | 'refunded') => (day: DayTakings) =>
    formatMoney(day.takings.get(currency)?.[name] ?? nothing, language)
  const total = received.reduce(add, nothing)
  return (
    <div>
      <p class="soft mb5 fit">
        <b class="nb strong">{formatMoney(total, language)}</b> {t('figures.thirty_days')}
      </p>
      <DayChart
        view={view}
        days={days.map(({ since }, index) => ({ since, value: received[index]?.minor ?? 0 }))}
        axisText={(minor) => formatRoundMoney(amount(minor, currency), language)}
        mostText={(minor) => formatMoney(amount(minor, currency), language)}
        captions={(says) => ({ name: t('figures.chart', says), says: t('figures.chart_says', says) })}
      />
      <FigureTable
        view={view}
        name={t('figures.by_day')}
        days={days}
        columns={[
          {
            head: t('figures.orders_head'),
            as: 'figure',
            cell: ({ takings }) => formatCount(takings.get(currency)?.orders ?? 0, language),
          },
          { head: t('figures.received'), as: 'figure', cell: moneyOf('received') },
          { head: t('figures.refunded'), as: 'figure', cell: moneyOf('refunded') },
        ]}
        csv={link('deskFigures')}
      />
    </div>
  )
}
