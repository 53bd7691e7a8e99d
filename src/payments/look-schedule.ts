import { DAY, HOUR, type Instant, MINUTE, toInstant, toMs } from '../kit/clock.ts'

const early = [1 * MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE]
/** Before a page closes at the provider, approved money must be taken. */
const beforeLimitMs = 10 * MINUTE
const hourlyAfterLimitMs = DAY
const dailyForMs = 30 * DAY

type Schedule = { startedAt: Instant; limitAt: Instant; now: Instant }

/**
 * When an undecided payment is next asked for (contracts: gateways 3.1): at 1, 3, 10, 30 minutes of age, hourly
 * until its limit and a day, daily for 30 days. Undefined afterwards: then a person must look.
 */
export function nextLook({ startedAt, limitAt, now }: Schedule): Instant | undefined {
  const [start, limit, present] = [toMs(startedAt), toMs(limitAt), toMs(now)]
  const points = early.map((age) => start + age)
  points.push(limit - beforeLimitMs)
  const lastHourly = limit + hourlyAfterLimitMs
  const nextHour = start + (Math.floor((present - start) / HOUR) + 1) * HOUR
  if (nextHour <= lastHourly) points.push(nextHour)
  const nextDay = lastHourly + (Math.floor((present - lastHourly) / DAY) + 1) * DAY
  if (nextDay > lastHourly && nextDay <= lastHourly + dailyForMs) points.push(nextDay)
  const ahead = points.filter((point) => point > present)
  return ahead.length > 0 ? toInstant(Math.min(...ahead)) : undefined
}

/** A return page may ask the provider at most this often for one payment. */
export const lookPauseMs = 3_000
