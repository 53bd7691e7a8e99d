import { threadId } from 'node:worker_threads'
import { answerJobs } from '../../src/kit/thread.ts'

/** Twice the number; of zero, which thread this is. */
answerJobs(async (job: number) => {
  if (job === 0) return threadId
  if (job === 13) throw new RangeError('no thirteen')
  if (job === 666) process.exit(3)
  return job * 2
})
