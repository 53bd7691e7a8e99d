import { split } from '../../../kit/amount.ts'
import { DAY, later } from '../../../kit/clock.ts'
import { textIn } from '../../../kit/language.ts'
import type { UsageShare } from '../../../ledger/usage.ts'
import { formatCount, formatFigure, formatPercent } from '../../../messages/format.ts'
import { DataTable } from '../../look/data-table.tsx'
import { Sentence } from '../../look/paper.tsx'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

const widest = 40
const shades = { print: 'k1', copy: 'k2', fax: 'k3', scan: 'k4' } as const

/** How many pages one drawn sheet stands for, so that the longest row fits: 1, 2, 5, 10, 20 … */
export function pagesPerSheet(mostPages: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (mostPages <= widest * step * power) return step * power
  }
}

/** One small sheet for each page, inside its own table: the drawing and the figures cannot disagree. */
export function UsageChart({ view, usage, caption }: { view: View; usage: readonly UsageShare[]; caption: string }) {
  const { t, language, brand } = view
  const worth = pagesPerSheet(Math.max(...usage.map((each) => each.pages)))
  const shares = split(
    100,
    usage.map((each) => each.pages),
  )
  const totalPages = usage.reduce((sum, each) => sum + each.pages, 0)
  const totalCost = { unit: 'credit', minor: usage.reduce((sum, each) => sum + each.cost.minor, 0) }
  return (
    <DataTable
      caption={caption}
      phone="stack"
      layout="usage"
      rows={usage}
      keyOf={({ category }) => category}
      columns={[
        {
          head: t('home.usage_kind'),
          as: 'name',
          cell: ({ category }) => t(`usage.${category}`),
          foot: t('home.total'),
        },
        {
          head: t('home.drawing'),
          isHeadHidden: true,
          class: 'fig',
          cell: ({ category, pages }) => (
            <Sheets count={Math.round(pages / worth)} shade={shades[category]} outlined={category === 'scan'} />
          ),
          foot: '',
        },
        {
          head: t('home.pages_head'),
          as: 'figure',
          cell: ({ pages }) => formatCount(pages, language),
          foot: formatCount(totalPages, language),
        },
        {
          head: t('home.share'),
          as: 'figure',
          cell: (_, index) => formatPercent((shares[index] ?? 0) * 100, language),
          foot: formatPercent(totalPages > 0 ? 10_000 : 0, language),
        },
        {
          head: <span class="capital">{textIn(brand.creditNames, language).other}</span>,
          as: 'figure',
          cell: ({ cost }) => formatFigure(cost, language),
          foot: formatFigure(totalCost, language),
        },
      ]}
    />
  )
}

function Sheets({ count, shade, outlined }: { count: number; shade: string; outlined: boolean }) {
  const path = Array.from({ length: count }, (_, index) => `M${index * 10}.5 .5h6.5v9.2h-6.5z`).join('')
  return (
    <svg class={`sheets ${shade}`} viewBox={`0 0 ${widest * 10} 10.2`} aria-hidden="true">
      <path d={path} fill={outlined ? 'none' : 'currentColor'} stroke="currentColor" stroke-width=".8" />
    </svg>
  )
}

export const periods = ['semester', 'month', 'year'] as const
export type Period = (typeof periods)[number]

export function Usage({
  view,
  usage,
  period,
  from,
}: {
  view: View
  usage: readonly UsageShare[]
  period: Period
  from: string
}) {
  const { t } = view
  const total = usage.reduce((sum, each) => sum + each.pages, 0)
  const date = dateText(view, from)
  const worth = pagesPerSheet(Math.max(...usage.map((each) => each.pages)))
  const count = (pages: number) => t('home.pages', { count: pages })
  return (
    <section class="band ruled" aria-labelledby="usage">
      <header class="stack g3">
        <h2 id="usage">{t('home.usage')}</h2>
        <nav class="pick" aria-label={t('home.period')}>
          {periods.map((each) => (
            <a key={each} href={link('home', {}, { period: each })} aria-current={each === period ? 'true' : undefined}>
              {t(`home.period_${each}`)}
            </a>
          ))}
        </nav>
      </header>
      {total === 0 ? (
        <div class="void">
          <p>{t('home.no_usage')}</p>
        </div>
      ) : (
        <div>
          <p class="mb4 fit">
            <Sentence text={t('home.usage_since', { pages: count(total), date })} />{' '}
            <span class="soft">{t('home.sheet_worth', { count: worth })}</span>
          </p>
          <UsageChart view={view} usage={usage} caption={t('home.usage_caption', { date })} />
        </div>
      )}
    </section>
  )
}

/** First day of the period, as `2026-09-01`: the running semester begins in September or in February. */
export function startOf(period: Period, today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  if (period === 'month') return later(`${today}T00:00:00.000Z`, -30 * DAY).slice(0, 10)
  // Twelve months, this one included.
  if (period === 'year') return month === 12 ? `${year}-01-01` : `${year - 1}-${String(month + 1).padStart(2, '0')}-01`
  if (month >= 9) return `${year}-09-01`
  return month >= 2 ? `${year}-02-01` : `${year - 1}-09-01`
}
