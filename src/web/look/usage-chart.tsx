import { split } from '../../kit/amount.ts'
import type { UsageShare } from '../../ledger/usage.ts'
import { formatCount, formatFigure, formatPercent } from '../../messages/format.ts'
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
  const { t, language } = view
  const worth = pagesPerSheet(Math.max(...usage.map((each) => each.pages)))
  const shares = split(
    100,
    usage.map((each) => each.pages),
  )
  const totalPages = usage.reduce((sum, each) => sum + each.pages, 0)
  const totalCost = { unit: 'credit', minor: usage.reduce((sum, each) => sum + each.cost.minor, 0) }
  return (
    <table class="data usage reflow" role="table">
      <caption class="vh">{caption}</caption>
      <Head view={view} />
      <tbody role="rowgroup">
        {usage.map(({ category, pages, cost }, index) => (
          <tr role="row" key={category}>
            <th scope="row" role="rowheader">
              {t(`usage.${category}`)}
            </th>
            <td role="cell" class="fig">
              <Sheets count={Math.round(pages / worth)} shade={shades[category]} outlined={category === 'scan'} />
            </td>
            <td role="cell" class="end">
              {formatCount(pages, language)}
            </td>
            <td role="cell" class="end">
              {formatPercent((shares[index] ?? 0) * 100, language)}
            </td>
            <td role="cell" class="end">
              {formatFigure(cost, language)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot role="rowgroup">
        <tr role="row">
          <th scope="row" role="rowheader">
            {t('home.total')}
          </th>
          <td role="cell" class="fig" />
          <td role="cell" class="end">
            {formatCount(totalPages, language)}
          </td>
          <td role="cell" class="end">
            {formatPercent(totalPages > 0 ? 10_000 : 0, language)}
          </td>
          <td role="cell" class="end">
            {formatFigure(totalCost, language)}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function Head({ view: { t, brand, language } }: { view: View }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th scope="col" role="columnheader">
          {t('home.usage_kind')}
        </th>
        <th scope="col" role="columnheader" class="fig">
          <span class="vh">{t('home.drawing')}</span>
        </th>
        <th scope="col" role="columnheader" class="end">
          {t('home.pages_head')}
        </th>
        <th scope="col" role="columnheader" class="end">
          {t('home.share')}
        </th>
        <th scope="col" role="columnheader" class="end capital">
          {brand.creditNames[language].other}
        </th>
      </tr>
    </thead>
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
