import { creditJobs } from '../credit/credit-jobs.ts'
import { closingJob } from '../finance/closing.ts'
import { MINUTE, SECOND } from '../kit/clock.ts'
import { job, once } from '../kit/job.ts'
import { type MailDelivery, mailJob } from '../mail/mail-outbox.ts'
import { expiryJob } from '../orders/expire-orders.ts'
import { intakeJobs } from '../payments/intake/intake-jobs.ts'
import { refundJobs } from '../payments/refunds/refund-jobs.ts'
import { bookTopUp } from '../payments/settlement/write-sales.ts'
import type { Shop } from '../payments/shop.ts'
import { sessionJob } from '../people/sign-in/web-session.ts'
import { reconciliationJob } from '../reconciliation/reconcile.ts'
import type { Simulator } from '../simulators/engine/simulator.ts'
import { createClockFollower } from './follow-clock.ts'
import { type HeadSending, headJob } from './keep-heads.ts'

export type Work = {
  shop: Shop
  mail: MailDelivery
  heads: HeadSending
  simulators: ReadonlyMap<string, Simulator>
}

/** What runs beside the pages, in the order in which a whole turn runs it: each room tells of its own. */
export const listJobs = ({ shop, mail, heads, simulators }: Work) => [
  job({ name: 'clock', everyMs: MINUTE, run: once(createClockFollower(shop.database, shop.log)) }),
  ...intakeJobs(shop),
  ...creditJobs({ ...shop, onApplied: bookTopUp }),
  ...refundJobs(shop),
  mailJob(shop.database, mail),
  expiryJob(shop.database),
  reconciliationJob(shop),
  closingJob(shop.database, shop.timeZone),
  sessionJob(shop.database),
  headJob(shop.database, heads),
  simulatorJob([...simulators.values()]),
]

/** A name that no room has told of does not compile. */
export type JobName = ReturnType<typeof listJobs>[number]['name']

const simulatorJob = (simulators: readonly Simulator[]) =>
  job({ name: 'simulators', everyMs: SECOND, run: once(() => Promise.all(simulators.map((each) => each.runDue()))) })
