import { add, amount } from '../../../kit/amount.ts'
import { formatCount, formatMoney, formatRoundMoney } from '../../../messages/format.ts'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { DayChart } from './day-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import type { DayTakings } from './figures-query.ts'

/** Thirty days of one currency, drawn on the server, with the same figures as a table and as a file. */
export function TakingsChart({ view, days, currency }: { view: View; days: readonly DayTakings[]; currency: string }) {
  const { t, language } = view
  const nothing = amount(0, currency)
  const received = days.map(({ takings }) => takings.get(currency)?.received ?? nothing)
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
        heads={[t('figures.orders_head'), t('figures.received'), t('figures.refunded')]}
        csv={link('deskFigures')}
      >
        {days.toReversed().map(({ day, since, takings }) => {
          const taken = takings.get(currency)
          return (
            <tr key={day}>
              <td>{dateText(view, since, 'day')}</td>
              <td class="end">{formatCount(taken?.orders ?? 0, language)}</td>
              <td class="end">{formatMoney(taken?.received ?? nothing, language)}</td>
              <td class="end">{formatMoney(taken?.refunded ?? nothing, language)}</td>
            </tr>
          )
        })}
      </FigureTable>
    </div>
  )
}
