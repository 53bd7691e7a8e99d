import { type Instant, toMs } from '../../kit/clock.ts'

const plausibleMs = 366 * 24 * 3_600_000

/** A provider's time as an instant of ours; unreadable or far off, it is now: nothing is ordered by it. */
export function instantOf(text: string | undefined, { now }: { now: Instant }): Instant {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) || Math.abs(ms - toMs(now)) > plausibleMs ? now : new Date(ms).toISOString()
}
