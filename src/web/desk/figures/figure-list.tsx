import type { ComponentChildren } from 'preact'
import type { Takings } from '../../../finance/figures.ts'
import { HOUR, type Instant, MINUTE, SECOND, toMs } from '../../../kit/clock.ts'
import { creditName, formatCount, formatFigure, formatMoney } from '../../../messages/format.ts'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { ordersLink } from '../orders/order-query.ts'
import { ageText } from '../review/review-table.tsx'
import { type FigurePeriod, type Figures, figurePeriods } from './figures-query.ts'

type Props = { view: View; figures: Figures; period: FigurePeriod; now: Instant }

/** How the period goes, each figure with the way to what it is made of. */
export function FigureList({ view, figures, period, now }: Props) {
  const { t, language } = view
  const { refused, cancelled, times, pending, days } = figures
  const paid = ordersLink({ by: 'paid', ...days })
  return (
    <section aria-labelledby="figures">
      <div class="row apart mb3">
        <h2 id="figures">{t(`figures.period_${period}`)}</h2>
        <nav class="pick" aria-label={t('figures.period')}>
          {figurePeriods.map((each) => (
            <a key={each} href={link('desk', {}, { period: each })} aria-current={each === period ? 'true' : undefined}>
              {t(`figures.period_${each}`)}
            </a>
          ))}
        </nav>
      </div>
      <dl class="figures six">
        <Figure name={t('figures.received')} href={paid} says={t('figures.orders', { count: ordersIn(figures) })}>
          {moneyOf(view, figures, ({ received }) => received)}
        </Figure>
        <Figure
          name={t('figures.refunded')}
          href={ordersLink({ state: 'refunded' })}
          says={t('figures.credit_notes', { count: notesIn(figures) })}
        >
          {moneyOf(view, figures, ({ refunded }) => refunded)}
        </Figure>
        <Figure
          name={t('figures.refused')}
          href={ordersLink({ state: 'refused', ...days })}
          says={t('figures.cancelled', { count: cancelled })}
        >
          {formatCount(refused, language)}
        </Figure>
        <Figure
          name={t('figures.time')}
          href={paid}
          says={times && t('figures.time_p99', { time: durationText(view, times.p99Ms) })}
        >
          {times ? durationText(view, times.medianMs) : '–'}
        </Figure>
        <Figure
          name={t('figures.pending')}
          href={ordersLink({ state: 'being_confirmed' })}
          says={pending.since && t('figures.pending_since', { age: ageText(view, toMs(now) - toMs(pending.since)) })}
        >
          {formatCount(pending.count, language)}
        </Figure>
        <Circulation view={view} figures={figures} />
      </dl>
    </section>
  )
}

type FigureProps = { name: string; href: string; says: string | undefined; children: ComponentChildren }

function Figure({ name, href, says, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <a href={href}>{children}</a>
        {says !== undefined && <small>{says}</small>}
      </dd>
    </div>
  )
}

function Circulation({ view, figures: { circulation } }: { view: View; figures: Figures }) {
  const { t, language, brand } = view
  const { total, given } = circulation
  const values = { unit: creditName(total, language, brand.creditNames), given: formatFigure(given, language) }
  return (
    <Figure name={t('figures.circulation')} href={link('deskCirculation')} says={t('figures.of_which_given', values)}>
      {formatFigure(total, language)}
    </Figure>
  )
}

const sum = ({ takings }: Figures, count: (each: Takings) => number): number =>
  [...takings.values()].reduce((total, each) => total + count(each), 0)
const ordersIn = (figures: Figures): number => sum(figures, ({ orders }) => orders)
const notesIn = (figures: Figures): number => sum(figures, ({ refunds }) => refunds)

/** One currency after the other: sums of different money are never added. */
function moneyOf({ language }: View, { takings }: Figures, of: (each: Takings) => Takings['received']): string {
  const texts = [...takings.values()].map((each) => formatMoney(of(each), language))
  return texts.length === 0 ? '–' : texts.join(' + ')
}

/** `3 s`, `4 min 5 s`, `2 h 3 min`: two units at most. */
export function durationText({ t }: View, ms: number): string {
  if (ms < MINUTE) return t('figures.seconds', { seconds: Math.round(ms / SECOND) })
  if (ms < HOUR)
    return t('figures.minutes', { minutes: Math.floor(ms / MINUTE), seconds: Math.floor((ms % MINUTE) / SECOND) })
  return t('figures.hours', { hours: Math.floor(ms / HOUR), minutes: Math.floor((ms % HOUR) / MINUTE) })
}
