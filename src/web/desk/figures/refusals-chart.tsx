import { formatCount } from '../../../messages/format.ts'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { DayChart } from './day-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import type { DayEnds } from './figures-query.ts'

/** Thirty days of orders with a refusal: a bank that says no more often than it used to is seen here first. */
export function RefusalsChart({ view, days }: { view: View; days: readonly DayEnds[] }) {
  const { t, language } = view
  const total = days.reduce((sum, { refused }) => sum + refused, 0)
  return (
    <div>
      <p class="soft mb5 fit">
        <b class="nb strong">{t('figures.refusals_count', { count: total })}</b> {t('figures.thirty_days')}
      </p>
      <DayChart
        view={view}
        days={days.map(({ since, refused }) => ({ since, value: refused }))}
        axisText={(count) => formatCount(count, language)}
        mostText={(count) => t('figures.refusals_count', { count })}
        captions={(says) => ({ name: t('figures.refusals_chart', says), says: t('figures.refusals_say', says) })}
      />
      <FigureTable
        view={view}
        name={t('figures.refusals_by_day')}
        days={days}
        columns={[
          { head: t('figures.refused'), as: 'figure', cell: ({ refused }) => formatCount(refused, language) },
          {
            head: t('figures.cancelled_head'),
            as: 'figure',
            cell: ({ cancelled }) => formatCount(cancelled, language),
          },
        ]}
        csv={link('deskRefusals')}
      />
    </div>
  )
}
