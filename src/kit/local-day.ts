import { DAY, HOUR, type Instant, MINUTE, toInstant, toMs } from './clock.ts'

/** A day of the calendar, `2026-11-23`: what begins and ends at midnight where the site stands. */
export type Day = string

/** The calendar day of an instant where the site stands. */
export function localDay(instant: Instant, timeZone: string): Day {
  return dayFormat(timeZone).format(toMs(instant))
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone)
  if (known) return known
  // Swedish dates are ISO dates.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  dayFormats.set(timeZone, format)
  return format
}

/**
 * The first instant of that day where the site stands. Days of 23 and 25 hours, and zones that change at midnight,
 * need no case of their own: the minute at which the calendar turns is searched for.
 */
export function startOfDay(day: Day, timeZone: string): Instant {
  const midnight = toMs(`${day}T00:00:00.000Z`)
  // No zone is further than 14 hours from UTC.
  let [low, high] = [(midnight - 15 * HOUR) / MINUTE, (midnight + 15 * HOUR) / MINUTE]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (localDay(toInstant(middle * MINUTE), timeZone) < day) low = middle
    else high = middle
  }
  return toInstant(high * MINUTE)
}

/** That many days later, or earlier. */
export const addDays = (day: Day, days: number): Day =>
  toInstant(toMs(`${day}T00:00:00.000Z`) + days * DAY).slice(0, 10)

/** Whether the text names a day of our times: the 30th of February does not exist. */
export function isDay(text: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(ms) && toInstant(ms).startsWith(text)
}
