import { split } from '../../kit/amount.ts'
import { textIn } from '../../kit/language.ts'
import type { UsageShare } from '../../ledger/usage.ts'
import { formatCount, formatFigure, formatPercent } from '../../messages/format.ts'
import { DataTable } from './data-table.tsx'
import type { View } from './view.ts'

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
