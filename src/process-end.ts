import type { Log } from './kit/log.ts'

export type ProcessEnd = {
  /** What is to be stopped before the process ends, from now on. */
  stopFirst(stop: () => Promise<void>): void
  /** Stops it and ends the process with this code. Called again, it only makes the code worse. */
  end(code: number): void
}

/** After a bug even a stop may hang. Real time on purpose: nothing is decided by it. */
const longestStopMs = 20_000

/**
 * How this process ends. SIGTERM and SIGINT: in order, with 0. What is thrown where nobody catches it is a bug, and
 * what the process remembers cannot be relied on any more: it is logged, nothing new is accepted, what is under way
 * finishes if it can, and the process ends with 1, so that its supervisor starts another one. That one finds every
 * intent in its rows.
 */
export function createProcessEnd(log: Log): ProcessEnd {
  let stop = async (): Promise<void> => {}
  let worst: number | undefined

  function end(code: number): void {
    const isEnding = worst !== undefined
    worst = Math.max(worst ?? 0, code)
    if (code !== 0) setTimeout(() => process.exit(worst), longestStopMs).unref()
    if (isEnding) return
    stop().then(
      () => process.exit(worst),
      () => process.exit(1),
    )
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(0))
  const bug = (error: unknown): void => {
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'uncaught: ending')
    end(1)
  }
  process.on('uncaughtException', bug)
  process.on('unhandledRejection', bug)
  // Whoever read our lines may be gone: that is no bug of ours, and the lines alone are lost.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return {
    end,
    stopFirst(first) {
      stop = first
    },
  }
}
