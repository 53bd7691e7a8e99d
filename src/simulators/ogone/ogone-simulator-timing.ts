import { MINUTE } from '../../kit/clock.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import type { Repeats } from '../engine/post-office.ts'
import type { SimulatorAnswer } from '../engine/simulator.ts'

/**
 * When the platform posts the notice of a payment, as its back office has it: never; in the
 * background; before the payer sees the result; or so, and in the background once that has failed.
 */
export const noticeTimings = ['none', 'deferred', 'online', 'online-or-deferred'] as const
export type NoticeTiming = (typeof noticeTimings)[number]

/** Only the last one repeats: every ten minutes, four times at most, until a plain 200. */
export const repeatsOf = (timing: NoticeTiming): Repeats | undefined =>
  timing === 'online-or-deferred' ? { everyMs: 10 * MINUTE, times: 4, isTaken: (status) => status === 200 } : undefined

export const isOnline = (timing: NoticeTiming): boolean => timing.startsWith('online')

/**
 * What our answer to an online notice does to the payer's browser: a redirect leads it elsewhere, a page stands instead
 * of the result. Undefined for what leaves the platform's own way: nothing, or a few words.
 */
export function wayOf(answer: HttpAnswer | undefined): SimulatorAnswer | undefined {
  if (answer?.is !== 'answer') return undefined
  const location = answer.headers.get('location')
  if (answer.status === 302 && location !== null) return { status: 303, headers: { location }, body: '' }
  if (!answer.text.includes('<html>')) return undefined
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: answer.text }
}
