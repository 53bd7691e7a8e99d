import { type Amount, add, amount } from '../../kit/amount.ts'
import { formatCount, formatMoney, formatRoundMoney } from '../../messages/format.ts'
import { Icon } from '../look/icon.tsx'
import { dateText, type View } from '../look/view.ts'
import { link } from '../routes.ts'
import type { DayTakings } from './figures-query.ts'

const height = 200
const dayWidth = 30
const lines = 3

/** What a line of the chart stands for, so that the highest bar fits below the third: 1, 2, 5, 10, 20 … minor units. */
export function minorPerLine(mostMinor: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [1, 2, 5]) if (mostMinor <= lines * step * power) return step * power
}

/** Thirty days of one currency, drawn on the server, with the same figures as a table and as a file. */
export function TakingsChart({ view, days, currency }: { view: View; days: readonly DayTakings[]; currency: string }) {
  const { t, language } = view
  const received = days.map(({ takings }) => takings.get(currency)?.received ?? amount(0, currency))
  const total = received.reduce(add, amount(0, currency))
  return (
    <div>
      <p class="soft mb5 fit">
        <b class="nb strong">{formatMoney(total, language)}</b> {t('figures.thirty_days')}
      </p>
      <Drawing view={view} days={days} received={received} />
      <DayTable view={view} days={days} currency={currency} />
    </div>
  )
}

function Drawing({ view, days, received }: { view: View; days: readonly DayTakings[]; received: readonly Amount[] }) {
  const { t, language } = view
  const most = received.reduce((a, b) => (b.minor > a.minor ? b : a))
  const perLine = minorPerLine(most.minor)
  const dayOf = (index: number) => dateText(view, days[index]?.since ?? '', 'day')
  const says = { from: dayOf(0), to: dayOf(days.length - 1), day: dayOf(received.indexOf(most)) }
  const high = (each: Amount) => Math.round((each.minor / (perLine * lines)) * height * 10) / 10
  return (
    <figure class="chart" role="group" aria-label={t('figures.chart', says)}>
      <div class="y" aria-hidden="true">
        {[3, 2, 1, 0].map((line) => (
          <span key={line}>{formatRoundMoney(amount(line * perLine, most.unit), language)}</span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${dayWidth * days.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('figures.chart_says', { ...says, most: formatMoney(most, language) })}
      >
        {[0, 1, 2].map((line) => (
          <line key={line} x1="0" x2="900" y1={(height / lines) * line} y2={(height / lines) * line} />
        ))}
        {received.map((each, index) => (
          <rect
            key={days[index]?.day}
            class={index === days.length - 1 ? 'open' : undefined}
            x={index * dayWidth + 5}
            y={height - high(each)}
            width={dayWidth - 10}
            height={high(each)}
          />
        ))}
        <line class="base" x1="0" x2="900" y1={height} y2={height} />
      </svg>
      <div class="x" aria-hidden="true">
        {[0, 7, 14, 21, days.length - 1].map((index) => (
          <span key={index}>{dayOf(index)}</span>
        ))}
      </div>
    </figure>
  )
}

function DayTable({ view, days, currency }: { view: View; days: readonly DayTakings[]; currency: string }) {
  const { t, language } = view
  const nothing = amount(0, currency)
  return (
    <details class="fold mt5">
      <summary>
        <Icon name="chevron" size={18} />
        {t('figures.as_table')}
      </summary>
      <section class="scroll" tabindex={0} aria-label={t('figures.by_day')}>
        <table class="data">
          <caption class="vh">{t('figures.by_day')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('figures.day')}</th>
              <th scope="col" class="end">
                {t('figures.orders_head')}
              </th>
              <th scope="col" class="end">
                {t('figures.received')}
              </th>
              <th scope="col" class="end">
                {t('figures.refunded')}
              </th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </section>
      <p class="mt3">
        <a class="go" href={link('deskFigures')}>
          <Icon name="download" size={18} />
          {t('figures.csv')}
        </a>
      </p>
    </details>
  )
}
