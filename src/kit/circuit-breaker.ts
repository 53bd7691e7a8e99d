import { randomInt } from 'node:crypto'
import { type Clock, MINUTE, SECOND } from './clock.ts'
import type { HttpAnswer, HttpClient } from './http-client.ts'
import type { Log } from './log.ts'

const failuresToOpen = 5
const firstPauseMs = 30 * SECOND
const longestPauseMs = 10 * MINUTE

export type Breaker = {
  http: HttpClient
  /** Whether a call made now would not be sent. */
  isPaused(): boolean
}
type Outside = { http: HttpClient; clock: Clock; log: Log }

/**
 * One provider that fails must not hold the others, nor be hammered: after five failures in a row nothing is sent for a
 * while, then one call tries; each failed try doubles the pause. What was not sent says so, and can have no effect.
 */
export function withBreaker(name: string, { http, clock, log }: Outside): Breaker {
  let failures = 0
  let pauses = 0
  let closedUntilMs = 0
  let trying = false

  function note(answer: HttpAnswer): void {
    if (!isFailure(answer)) {
      if (pauses > 0) log.info({ gateway: name }, 'provider answers again')
      failures = 0
      pauses = 0
      return
    }
    failures += 1
    if (failures < failuresToOpen) return
    const pauseMs = Math.min(firstPauseMs * 2 ** pauses, longestPauseMs)
    // A little more or less, so that several nodes do not come back in step.
    closedUntilMs = clock.nowMs() + pauseMs + randomInt(pauseMs / 10)
    pauses += 1
    log.warn({ gateway: name, failures, pauseMs }, 'provider fails: paused')
  }

  const isPaused = () => failures >= failuresToOpen && (trying || clock.nowMs() < closedUntilMs)
  const guarded: HttpClient = {
    async send(request) {
      if (isPaused()) return paused
      const isTrial = failures >= failuresToOpen
      trying = isTrial
      const answer = await http.send(request)
      if (isTrial) trying = false
      note(answer)
      return answer
    },
  }
  return { http: guarded, isPaused }
}

const paused: HttpAnswer = { is: 'failed', sent: false, why: 'paused after failures' }

/** Too many requests, an error of theirs, or no answer; a host that we refused ourselves says nothing of them. */
function isFailure(answer: HttpAnswer): boolean {
  if (answer.is === 'answer') return answer.status === 429 || answer.status >= 500
  return !['host not allowed', 'not https', 'private address'].includes(answer.why)
}
