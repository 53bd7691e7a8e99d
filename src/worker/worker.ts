import assert from 'node:assert/strict'
import type { Clock } from '../kit/clock.ts'
import type { Job } from '../kit/job.ts'
import type { Log } from '../kit/log.ts'

type Around = { clock: Clock; log: Log }

export type Worker<Name extends string> = {
  /** Runs the named jobs (all unless told) once, now: what tests do, and who wakes one. An unknown name is a bug. */
  runNow(names?: readonly Name[]): Promise<void>
  /** Runs a job soon, without waiting for its turn; woken several times before it runs, it runs once. */
  wake(name: Name): void
  start(): void
  /** Lets what is under way finish its batch; starts nothing more. */
  stop(): Promise<void>
}

/**
 * One loop for each job: a job that fails has its next turn, and none waits for another. What it failed with is logged
 * when it changes, and that it works again: a database that is away for an hour is not a line each second.
 */
export function createWorker<Name extends string>(jobs: readonly Job<Name>[], world: Around): Worker<Name> {
  const stopping = new AbortController()
  const loops: Promise<void>[] = []
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const failures = createFailureLog(world.log)
  const jobNamed = new Map<string, Job>(jobs.map((job) => [job.name, job]))

  function runOnce(job: Job, drain = job.onePerTick !== true): Promise<void> {
    const underWay = running.get(job.name)
    if (underWay) {
      // What arrived since this run began may have been missed by it.
      again.add(job.name)
      return underWay
    }
    const run = repeat(job, drain).finally(() => running.delete(job.name))
    running.set(job.name, run)
    return run
  }

  async function repeat(job: Job, drain: boolean): Promise<void> {
    do {
      again.delete(job.name)
      try {
        while ((await job.run()) > 0 && drain && !stopping.signal.aborted) again.delete(job.name)
      } catch (error) {
        failures.failed(job.name, String(error))
        return
      }
      failures.worked(job.name)
    } while (again.has(job.name) && drain && !stopping.signal.aborted)
  }

  async function loop(job: Job): Promise<void> {
    if (job.firstAfterMs !== undefined) await world.clock.sleep(job.firstAfterMs, stopping.signal)
    while (!stopping.signal.aborted) {
      await runOnce(job)
      await world.clock.sleep(job.everyMs, stopping.signal)
    }
  }

  return {
    async runNow(names) {
      for (const name of names ?? []) assert(jobNamed.has(name), `there is no job ${name}`)
      for (const job of jobs) if (!names || names.includes(job.name)) await runOnce(job, true)
    },
    wake(name) {
      const job = jobNamed.get(name)
      if (job && !stopping.signal.aborted) void runOnce(job)
    },
    start() {
      for (const job of jobs) loops.push(loop(job))
    },
    async stop() {
      stopping.abort()
      await Promise.all([...loops, ...running.values()])
    },
  }
}

/** What each job failed with last: said when it changes. */
function createFailureLog(log: Log) {
  const last = new Map<string, string>()
  return {
    failed(job: string, error: string): void {
      if (last.get(job) === error) return
      last.set(job, error)
      log.error({ job, error }, 'job failed')
    },
    worked(job: string): void {
      if (last.delete(job)) log.info({ job }, 'job works again')
    },
  }
}
