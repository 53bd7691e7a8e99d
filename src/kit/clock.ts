/** The only source of the present. Everything that needs to know what time it is receives one. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number
  /** Milliseconds since some moment: never goes back, whatever is done to the clock. For pauses and short lives. */
  elapsedMs(): number
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
  elapsedMs: () => performance.now(),
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

export type HandClock = Clock & {
  /** Time passes. */
  move(ms: number): void
  set(instant: Instant): void
  /** Somebody puts the clock forward or back: no time passes. */
  jump(ms: number): void
}

/** A clock that stands still until somebody moves it: tests, and the demo's look into next Monday. */
export function handClock(start: Instant): HandClock {
  let now = toMs(start)
  let elapsed = 0
  const waiting = new Set<{ until: number; wake: () => void }>()
  const pass = (ms: number) => {
    now += ms
    elapsed += Math.max(0, ms)
    for (const sleeper of [...waiting]) {
      if (sleeper.until > elapsed) continue
      waiting.delete(sleeper)
      sleeper.wake()
    }
  }
  return {
    nowMs: () => now,
    elapsedMs: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted) return resolve()
        const sleeper = { until: elapsed + ms, wake: resolve }
        waiting.add(sleeper)
        signal?.addEventListener('abort', () => {
          waiting.delete(sleeper)
          resolve()
        })
      }),
    move: pass,
    set: (instant) => pass(toMs(instant) - now),
    jump(ms) {
      now += ms
    },
  }
}
