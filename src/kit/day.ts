import { DAY, type Instant, MINUTE, toInstant, toMs } from './clock.ts'

/** A day of the calendar, `2026-11-30`: it begins and ends where the site is, not in UTC. */
export type Day = string

const formats = new Map<string, Intl.DateTimeFormat>()

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  // Swedish writes days as ISO does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format
}

/** The day of an instant where the site is. */
export function localDay(instant: Instant, timeZone: string): Day {
  return dayFormat(timeZone).format(toMs(instant))
}

/**
 * The first instant of a day. Where the clocks change at midnight a day begins at one o’clock; searched for by
 * halves rather than computed from offsets, so that there is no such case to forget.
 */
export function startOfDay(day: Day, timeZone: string): Instant {
  const key = `${day} ${timeZone}`
  const known = starts.get(key) ?? searchStart(day, timeZone)
  if (starts.size >= mostStarts) starts.clear()
  starts.set(key, known)
  return known
}

const starts = new Map<string, Instant>()
const mostStarts = 1000

function searchStart(day: Day, timeZone: string): Instant {
  const middle = Date.parse(`${day}T00:00:00.000Z`)
  let [before, after] = [middle - DAY, middle + DAY]
  while (after - before > MINUTE) {
    const between = before + Math.floor((after - before) / (2 * MINUTE)) * MINUTE
    if (localDay(toInstant(between), timeZone) < day) before = between
    else after = between
  }
  return toInstant(after)
}

/** The day that comes `days` later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return toInstant(Date.parse(`${day}T00:00:00.000Z`) + days * DAY).slice(0, 10)
}

export const firstOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`

/** The first day of the month after. */
export const firstOfNextMonth = (day: Day): Day => firstOfMonth(addDays(firstOfMonth(day), 31))

/** Reads `2026-11-30`, as a date field sends it, or `30/11/2026`, as one types it; undefined when it is no day. */
export function parseDay(text: string): Day | undefined {
  const typed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text.trim())
  const iso = typed ? `${typed[3]}-${typed[2]?.padStart(2, '0')}-${typed[1]?.padStart(2, '0')}` : text.trim()
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(iso)) return undefined
  const ms = Date.parse(`${iso}T00:00:00.000Z`)
  return Number.isNaN(ms) || toInstant(ms).slice(0, 10) !== iso ? undefined : iso
}
