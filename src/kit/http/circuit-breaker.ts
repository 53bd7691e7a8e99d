import { randomInt } from 'node:crypto'
import { type Clock, type Instant, nowOf, SECOND } from '../clock.ts'
import type { Log } from '../log.ts'
import type { HttpAnswer, HttpClient } from './http-client.ts'

const failuresToOpen = 5
/** What fails within this time of a failure that was counted is the same trouble: a cut fails all that is under way. */
const burstMs = 2 * SECOND
const firstPauseMs = 15 * SECOND
/** So long at most, recovery is not noticed. A call or two a minute are a burden to nobody. */
const longestPauseMs = 45 * SECOND
/** While one call tries, the others come back after this. */
const trialMs = 5 * SECOND

export type Breaker = {
  http: HttpClient
  /** Whether a call made now would not be sent. */
  isPaused(): boolean
  /** After how many milliseconds a call may be sent again; 0 when one made now would be. */
  pauseLeftMs(): number
  /** Since when calls fail, while they are paused because of it; undefined where the provider answers. */
  pausedSince(): Instant | undefined
}
type Outside = { http: HttpClient; clock: Clock; log: Log }

/**
 * One provider that fails must not hold the others, nor be hammered: after five failures, each at least two seconds
 * after the last and no answer between them, nothing is sent for a while, then one call tries; each failed try doubles
 * the pause, to 45 seconds at most. What was not sent says so, and can have no effect. Measured in time that passed, so
 * that a clock that is put back prolongs no pause.
 */
export function withBreaker(name: string, { http, clock, log }: Outside): Breaker {
  let failures = 0
  let pauses = 0
  let countedAtMs = Number.NEGATIVE_INFINITY
  let closedUntilMs = 0
  let failingSince: Instant | undefined
  let trying = false

  const isOpen = () => failures >= failuresToOpen
  function pauseLeftMs(): number {
    if (!isOpen()) return 0
    return trying ? trialMs : Math.max(0, closedUntilMs - clock.elapsedMs())
  }

  function note(answer: HttpAnswer, call: { begunMs: number; isTrial: boolean }): void {
    if (!isFailure(answer)) {
      if (pauses > 0) log.info({ gateway: name }, 'provider answers again')
      failures = 0
      pauses = 0
      countedAtMs = Number.NEGATIVE_INFINITY
      failingSince = undefined
      return
    }
    if (answer.is === 'failed' && isCertificate.test(answer.why))
      log.error({ gateway: name, why: answer.why }, 'the certificate of the other side is refused')
    const isNews = isOpen() ? call.isTrial : call.begunMs - countedAtMs >= burstMs
    if (!isNews) return
    countedAtMs = clock.elapsedMs()
    failures += 1
    failingSince ??= nowOf(clock)
    if (!isOpen()) return
    const pauseMs = Math.min(firstPauseMs * 2 ** pauses, longestPauseMs)
    // A little more or less, so that several nodes do not come back in step.
    closedUntilMs = countedAtMs + pauseMs - randomInt(pauseMs / 10)
    pauses += 1
    log.warn({ gateway: name, failures, pauseMs }, 'provider fails: paused')
  }

  const guarded: HttpClient = {
    async send(request) {
      if (pauseLeftMs() > 0) return paused
      const call = { begunMs: clock.elapsedMs(), isTrial: isOpen() }
      if (call.isTrial) trying = true
      try {
        const answer = await http.send(request)
        note(answer, call)
        return answer
      } finally {
        if (call.isTrial) trying = false
      }
    },
  }
  const pausedSince = () => (isOpen() ? failingSince : undefined)
  return { http: guarded, isPaused: () => pauseLeftMs() > 0, pauseLeftMs, pausedSince }
}

/** The codes of OpenSSL and Node for a certificate that proves nothing: no cut line, but neglect or a stranger. */
const isCertificate = /CERT|ERR_TLS|ISSUER/
const paused: HttpAnswer = { is: 'failed', sent: false, why: 'paused after failures' }

/** Too many requests, an error of theirs, or no answer; a host that we refused ourselves says nothing of them. */
function isFailure(answer: HttpAnswer): boolean {
  if (answer.is === 'answer') return answer.status === 429 || answer.status >= 500
  return !['host not allowed', 'not https', 'private address'].includes(answer.why)
}
