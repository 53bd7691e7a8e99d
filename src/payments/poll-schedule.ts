import { createHash } from 'node:crypto'
import { DAY, HOUR, type Instant, later, MINUTE, SECOND, toInstant, toMs } from '../kit/clock.ts'

const early = [1 * MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE]
/** Before a page closes at the provider, approved money must be taken. */
const beforeLimitMs = 10 * MINUTE
const hourlyAfterLimitMs = DAY
const dailyForMs = 30 * DAY
/** How often it is asked for while the clock, put back, stands before its beginning. */
const whileUnbornMs = 10 * MINUTE
/** The part of its pause by which a look may come early or late. */
const jitter = 0.1

/** `jitterSeed`: what chance has drawn for this payment, from 0 (early) to below 1 (late). */
type Schedule = { startedAt: Instant; limitAt: Instant; now: Instant; jitterSeed: number }

/**
 * When an undecided payment is next asked for (contracts: gateways 3.1): at about 1, 3, 10, 30 minutes of age, hourly
 * until its limit and a day, daily for 30 days. Its jitter makes it a little early or late, so that payments that began
 * together do not come back together; the look before the limit is only ever early. Undefined afterwards: then a person
 * must look.
 */
export function nextPoll({ startedAt, limitAt, now, jitterSeed }: Schedule): Instant | undefined {
  const [start, present] = [toMs(startedAt), toMs(now)]
  if (present < start) return later(now, whileUnbornMs)
  const ages = agesOf(toMs(limitAt) - start, jitter * (2 * jitterSeed - 1))
  const ahead = ages.map((age) => start + age).filter((point) => point > present)
  return ahead.length > 0 ? toInstant(Math.min(...ahead)) : undefined
}

/** Every age at which it is asked for; `shift` is the part of each pause by which it comes late. */
function agesOf(limitMs: number, shift: number): number[] {
  const lastHourly = limitMs + hourlyAfterLimitMs
  const hours = Array.from({ length: Math.floor(lastHourly / HOUR) }, (_, index) => (index + 1) * HOUR)
  const days = Array.from({ length: dailyForMs / DAY }, (_, index) => lastHourly + (index + 1) * DAY)
  const exact = [...early, ...hours, ...days]
  const shifted = exact.map((age, index) => age + Math.round((age - (exact[index - 1] ?? 0)) * shift))
  return [...shifted, limitMs - beforeLimitMs - Math.round(beforeLimitMs * Math.abs(shift))]
}

/** The jitter seed of a payment or of a refund: always the same for one, spread over many. */
export const jitterOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32

/** A return page may ask the provider at most this often for one payment. */
export const pollPauseMs = 3_000

/** After how long a payment is asked for whose provider is paused for `leftMs` more: not all at the same moment. */
export const afterPause = (leftMs: number, jitterSeed: number): number => leftMs + Math.round(jitterSeed * 15 * SECOND)

/** After how long a look without an answer is made again. */
export const afterSilence = (jitterSeed: number): number => Math.round((1 + jitterSeed) * 25 * SECOND)

/** So many looks in a row without an answer, of a provider that answers others, are made up for. */
export const mostMadeUpFor = 10
