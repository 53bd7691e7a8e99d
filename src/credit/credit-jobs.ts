import { MINUTE, SECOND } from '../kit/clock.ts'
import { job, once } from '../kit/job.ts'
import { type Delivery, deliverTopUps, resolveUncertain } from './deliver-top-ups.ts'

/** Credit sent to a print system that keeps its own balances, and asked about. */
export const creditJobs = (delivery: Delivery) => [
  job({ name: 'top-ups', everyMs: 2 * SECOND, run: () => deliverTopUps(delivery) }),
  job({ name: 'uncertain top-ups', everyMs: MINUTE, run: once(() => resolveUncertain(delivery)) }),
]
