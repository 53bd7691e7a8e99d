import { parentPort, Worker } from 'node:worker_threads'

/** A thread that does one kind of job: values go in and come back as copies, so that it shares nothing. */
export type Thread<Job, Result> = {
  /** Throws what the job threw, or that the thread ended over it; the next one asked has a new thread. */
  ask(job: Job): Promise<Result>
}

type Asked<Job> = { id: number; job: Job }
type Answer<Result> = { id: number } & ({ result: Result } | { error: unknown })
type Waiting<Result> = { resolve: (result: Result) => void; reject: (error: unknown) => void }

/**
 * Starts with the first job and ends when none was asked for `idleMs`. It keeps no process alive that has nothing else
 * to do; a job that is waited for does.
 */
export function createThread<Job, Result>(file: URL, { idleMs }: { idleMs: number }): Thread<Job, Result> {
  let live: { worker: Worker; waiting: Map<number, Waiting<Result>> } | undefined
  let idle: NodeJS.Timeout | undefined
  let last = 0

  function start() {
    // A source is translated as it is read, in this thread as in the one that starts it.
    const execArgv = file.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : []
    const worker = new Worker(file, { execArgv })
    const waiting = new Map<number, Waiting<Result>>()
    const started = { worker, waiting }
    const end = (why: unknown) => {
      if (live === started) live = undefined
      for (const { reject } of waiting.values()) reject(why)
      waiting.clear()
    }
    worker.on('message', (answer: Answer<Result>) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) rest(started)
      if ('error' in answer) asked?.reject(answer.error)
      else asked?.resolve(answer.result)
    })
    worker.on('error', end)
    worker.on('exit', (code) => end(new Error(`a thread ended with ${code}`)))
    return started
  }

  function rest(started: NonNullable<typeof live>): void {
    started.worker.unref()
    idle = setTimeout(() => {
      if (live === started) live = undefined
      void started.worker.terminate()
    }, idleMs).unref()
  }

  return {
    ask(job) {
      clearTimeout(idle)
      live ??= start()
      const { worker, waiting } = live
      worker.ref()
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        worker.postMessage({ id, job } satisfies Asked<Job>)
        waiting.set(id, { resolve, reject })
      })
    },
  }
}

/** The other side: answers each job that its thread is asked for, one after the other. */
export function answerJobs<Job, Result>(run: (job: Job) => Promise<Result>): void {
  let before = Promise.resolve()
  parentPort?.on('message', ({ id, job }: Asked<Job>) => {
    before = before.then(async () => {
      const answer = await run(job).then(
        (result) => ({ id, result }),
        (error: unknown) => ({ id, error }),
      )
      parentPort?.postMessage(answer)
    })
  })
}
