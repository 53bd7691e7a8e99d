/** The only source of the present. Everything that needs to know what time it is receives one. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number
  /** Waits; a hand-moved clock resolves when it is moved past that point. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** An instant as it is stored and compared everywhere: ISO 8601 in UTC with milliseconds. */
export type Instant = string

export const toInstant = (ms: number): Instant => new Date(ms).toISOString()
export const toMs = (instant: Instant): number => Date.parse(instant)
export const nowOf = (clock: Clock): Instant => toInstant(clock.nowMs())
export const later = (instant: Instant, ms: number): Instant => toInstant(toMs(instant) + ms)

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      function done() {
        signal?.removeEventListener('abort', done)
        clearTimeout(timer)
        resolve()
      }
      if (signal?.aborted) done()
      else signal?.addEventListener('abort', done)
    }),
}

/** A clock that stands still until somebody moves it: tests, and the demo's look into next Monday. */
export function handClock(start: Instant): Clock & { move(ms: number): void; set(instant: Instant): void } {
  let now = toMs(start)
  const waiting = new Set<{ until: number; wake: () => void }>()
  const ring = () => {
    for (const sleeper of [...waiting]) {
      if (sleeper.until > now) continue
      waiting.delete(sleeper)
      sleeper.wake()
    }
  }
  return {
    nowMs: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted) return resolve()
        const sleeper = { until: now + ms, wake: resolve }
        waiting.add(sleeper)
        signal?.addEventListener('abort', () => {
          waiting.delete(sleeper)
          resolve()
        })
      }),
    move(ms) {
      now += ms
      ring()
    },
    set(instant) {
      now = toMs(instant)
      ring()
    },
  }
}
