import { MINUTE, SECOND } from '../../kit/clock.ts'
import { job } from '../../kit/job.ts'
import type { Shop } from '../shop.ts'
import { deliverRefunds, lookUpRefunds } from './deliver-refunds.ts'

/** Refunds sent, and asked about. */
export const refundJobs = (shop: Shop) => [
  job({ name: 'refunds', everyMs: 2 * SECOND, run: () => deliverRefunds(shop) }),
  job({ name: 'uncertain refunds', everyMs: MINUTE, run: () => lookUpRefunds(shop) }),
]
