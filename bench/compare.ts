import type { Figure } from './bench.ts'

/** A figure of several runs, in their order. */
export type Series = Omit<Figure, 'value' | 'met'> & { values: readonly number[] }

export type Change = {
  what: string
  unit: string
  before: number
  now: number
  /** How much better it became: 0.1 is a tenth faster, or a tenth less; −0.1 a tenth slower, or more. */
  gain: number
  /** Half the width of the 95 % interval around `gain`: what the runs themselves differ by. */
  within: number
  says: 'better' | 'worse' | 'the same'
}

/** More is better of a rate and of what is held against something; less of a time, a size, a share. */
const moreIsBetter = (unit: string): boolean => unit === '/s' || unit === '×'

/** What became better or worse by more than the noise of the runs; figures that only one side has are left out. */
export function compareRuns(before: readonly Series[], now: readonly Series[]): Change[] {
  return now.flatMap((series) => {
    const old = before.find(({ what }) => what === series.what)
    return old ? [compareSeries(old, series)] : []
  })
}

/** Welch's interval for the difference of two means, taken of logarithms: a ratio is what two machines share. */
function compareSeries(before: Series, now: Series): Change {
  const [a, b] = [summary(before.values), summary(now.values)]
  const sign = moreIsBetter(now.unit) ? 1 : -1
  const gain = sign * (b.mean - a.mean)
  const error = a.variance / a.count + b.variance / b.count
  const freedom =
    error === 0
      ? 1
      : error ** 2 /
        ((a.variance / a.count) ** 2 / (a.count - 1 || 1) + (b.variance / b.count) ** 2 / (b.count - 1 || 1))
  const within = Math.min(a.count, b.count) < 2 ? Number.POSITIVE_INFINITY : studentT(freedom) * Math.sqrt(error)
  const { what, unit } = now
  const says = Math.abs(gain) <= within ? 'the same' : gain > 0 ? 'better' : 'worse'
  return { what, unit, before: Math.exp(a.mean), now: Math.exp(b.mean), gain: Math.expm1(gain), within, says }
}

function summary(values: readonly number[]): { mean: number; variance: number; count: number } {
  const logs = values.map((value) => Math.log(Math.max(value, Number.MIN_VALUE)))
  const count = logs.length
  const mean = logs.reduce((sum, log) => sum + log, 0) / count
  const variance = count < 2 ? 0 : logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (count - 1)
  return { mean, variance, count }
}

/** Student's t for 95 %, both sides, by degrees of freedom; what lies between is taken as the lower one. */
const t95: ReadonlyArray<readonly [freedom: number, t: number]> = [
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [6, 2.447],
  [8, 2.306],
  [10, 2.228],
  [15, 2.131],
  [20, 2.086],
  [30, 2.042],
  [60, 2.0],
]
const studentT = (freedom: number): number => t95.findLast(([of]) => of <= freedom)?.[1] ?? 12.706
