import type { Instant } from '../../../kit/clock.ts'
import { dateText, type View } from '../../look/view.ts'

const height = 200
const dayWidth = 30
const lines = 3

/** What a line of the chart stands for, so that the highest bar fits below the third: 1, 2, 5, 10, 20 … units. */
export function unitsPerLine(most: number): number {
  for (let power = 1; ; power *= 10) for (const step of [1, 2, 5]) if (most <= lines * step * power) return step * power
}

type Says = { from: string; to: string; day: string; most: string }
type Props = {
  view: View
  /** When each day begins, and its whole units; the last day is still running. */
  days: ReadonlyArray<{ since: Instant; value: number }>
  axisText(value: number): string
  mostText(value: number): string
  /** What the figure is, and what it says, for who does not see it. */
  captions(says: Says): { name: string; says: string }
}

/** A bar a day, drawn on the server; its figures stand in a table beside it. */
export function DayChart({ view, days, axisText, mostText, captions }: Props) {
  const most = Math.max(...days.map(({ value }) => value))
  const perLine = unitsPerLine(most)
  const dayOf = (index: number) => dateText(view, days[index]?.since ?? '', 'day')
  const busiest = dayOf(days.findIndex(({ value }) => value === most))
  const { name, says } = captions({ from: dayOf(0), to: dayOf(days.length - 1), day: busiest, most: mostText(most) })
  const high = (value: number) => Math.round((value / (perLine * lines)) * height * 10) / 10
  return (
    <figure class="chart" role="group" aria-label={name}>
      <div class="y" aria-hidden="true">
        {[3, 2, 1, 0].map((line) => (
          <span key={line}>{axisText(line * perLine)}</span>
        ))}
      </div>
      <svg viewBox={`0 0 ${dayWidth * days.length} ${height}`} preserveAspectRatio="none" role="img" aria-label={says}>
        {[0, 1, 2].map((line) => (
          <line key={line} x1="0" x2="900" y1={(height / lines) * line} y2={(height / lines) * line} />
        ))}
        {days.map(({ since, value }, index) => (
          <rect
            key={since}
            class={index === days.length - 1 ? 'open' : undefined}
            x={index * dayWidth + 5}
            y={height - high(value)}
            width={dayWidth - 10}
            height={high(value)}
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
