import { DAY, type Instant, toInstant } from './clock.ts'

/** The first instant of a calendar day (`2026-12-01`) where the site stands; undefined when it is no day. */
export function startOfDay(day: string, timeZone: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const midnight = Date.parse(`${day}T00:00:00.000Z`)
  if (Number.isNaN(midnight) || toInstant(midnight).slice(0, 10) !== day) return undefined
  // The zone's shift just before and just after: when clocks change they differ, and the first that fits is it.
  const candidates = [midnight - DAY, midnight + DAY].map((around) => midnight - shiftMs(around, timeZone))
  const fitting = candidates.sort((a, b) => a - b).find((each) => each + shiftMs(each, timeZone) >= midnight)
  return fitting === undefined ? undefined : toInstant(fitting)
}

/** How far the zone’s clocks are ahead of UTC at that moment. */
function shiftMs(atMs: number, timeZone: string): number {
  // Swedish dates are ISO dates.
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs)
  return Date.parse(`${local.replace(' ', 'T')}.000Z`) - Math.floor(atMs / 1000) * 1000
}
