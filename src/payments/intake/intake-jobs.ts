import { MINUTE, SECOND } from '../../kit/clock.ts'
import { job } from '../../kit/job.ts'
import type { Shop } from '../shop.ts'
import { pollDuePayments } from './poll-payment.ts'
import { processNotices } from './process-notices.ts'
import { reverifyQuarantine } from './reverify-quarantine.ts'

/** What providers send, and what they are asked. */
export const intakeJobs = (shop: Shop) => [
  // Bytes that nobody proved are never what a process begins with.
  job({
    name: 'quarantine',
    everyMs: MINUTE,
    run: () => reverifyQuarantine(shop),
    onePerTick: true,
    firstAfterMs: 2 * MINUTE,
  }),
  job({ name: 'notices', everyMs: SECOND, run: () => processNotices(shop) }),
  // One loop for each gateway: a provider that answers slowly holds up the polls of no other.
  ...[...shop.gateways.keys()].map((id) =>
    job({ name: `payments of ${id}`, everyMs: 5 * SECOND, run: () => pollDuePayments(shop, id) }),
  ),
]
