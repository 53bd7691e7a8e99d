import type { Db } from '../../../db/database.ts'
import {
  countEnded,
  endedSince,
  pendingAtBank,
  type Span,
  type Takings,
  takingsOf,
  timesToCredit,
} from '../../../finance/figures.ts'
import type { Instant } from '../../../kit/clock.ts'
import { addDays, type Day, firstOfMonth, localDay, startOfDay } from '../../../kit/day.ts'
import { creditInCirculation } from '../../../ledger/balance.ts'

export const figurePeriods = ['today', 'week', 'month'] as const
export type FigurePeriod = (typeof figurePeriods)[number]

/** First and last day of the running period: weeks begin on Monday. */
export function daysOf(period: FigurePeriod, today: Day): { from: Day; to: Day } {
  if (period === 'today') return { from: today, to: today }
  if (period === 'month') return { from: firstOfMonth(today), to: today }
  const sinceMonday = (new Date(`${today}T00:00:00.000Z`).getUTCDay() + 6) % 7
  return { from: addDays(today, -sinceMonday), to: today }
}

export type Figures = Awaited<ReturnType<typeof readFigures>>

/** The figures of a period of whole days, where the site stands. */
export async function readFigures(db: Db, days: { from: Day; to: Day }, timeZone: string) {
  const span = spanOf(days, timeZone)
  const [[takings], refused, cancelled, times, pending, circulation] = await Promise.all([
    takingsOf(db, [span]),
    countEnded(db, span, 'refused'),
    countEnded(db, span, 'cancelled'),
    timesToCredit(db, span),
    pendingAtBank(db),
    creditInCirculation(db),
  ])
  return { days, takings: takings ?? new Map<string, Takings>(), refused, cancelled, times, pending, circulation }
}

const spanOf = ({ from, to }: { from: Day; to: Day }, timeZone: string): Span => ({
  since: startOfDay(from, timeZone),
  until: startOfDay(addDays(to, 1), timeZone),
})

export type DayEnds = { day: Day; since: Instant; refused: number; cancelled: number }

/** Orders of the last thirty days, by the day they were placed, with a refusal and with a cancellation. */
export async function readDailyEnds(db: Db, now: Instant, timeZone: string): Promise<DayEnds[]> {
  const days = lastDays(now, timeZone)
  const since = startOfDay(days[0] ?? localDay(now, timeZone), timeZone)
  const [refused, cancelled] = await Promise.all(
    (['refused', 'cancelled'] as const).map(async (end) => {
      const placed = await endedSince(db, since, end)
      return Map.groupBy(placed, (instant) => localDay(instant, timeZone))
    }),
  )
  return days.map((day) => ({
    day,
    since: startOfDay(day, timeZone),
    refused: refused?.get(day)?.length ?? 0,
    cancelled: cancelled?.get(day)?.length ?? 0,
  }))
}

const lastDays = (now: Instant, timeZone: string): Day[] => {
  const today = localDay(now, timeZone)
  return Array.from({ length: shownDays }, (_, index) => addDays(today, index + 1 - shownDays))
}

export type DayTakings = { day: Day; since: Instant; takings: Map<string, Takings> }
const shownDays = 30

/** The last thirty days, today included, one by one. */
export async function readDailyTakings(db: Db, now: Instant, timeZone: string): Promise<DayTakings[]> {
  const days = lastDays(now, timeZone)
  const spans = days.map((day) => spanOf({ from: day, to: day }, timeZone))
  const takings = await takingsOf(db, spans)
  return days.map((day, index) => ({ day, since: spans[index]?.since ?? now, takings: takings[index] ?? new Map() }))
}

/** The currencies that moved, in a fixed order. */
export const currenciesOf = (takings: ReadonlyArray<ReadonlyMap<string, Takings>>): string[] =>
  [...new Set(takings.flatMap((each) => [...each.keys()]))].sort()
