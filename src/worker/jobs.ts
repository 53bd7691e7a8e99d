import { deliverTopUps, resolveUncertain } from '../credit/deliver-top-ups.ts'
import { closeDue } from '../finance/closing.ts'
import { HOUR, MINUTE, SECOND } from '../kit/clock.ts'
import { deliverMails, type MailDelivery } from '../mail/mail-outbox.ts'
import { expireOrders } from '../orders/expire-orders.ts'
import { pollDuePayments } from '../payments/intake/poll-payment.ts'
import { processNotices } from '../payments/intake/process-notices.ts'
import { reverifyQuarantine } from '../payments/intake/reverify-quarantine.ts'
import { deliverRefunds, lookUpRefunds } from '../payments/refunds/deliver-refunds.ts'
import { bookTopUp } from '../payments/settlement/book-top-up.ts'
import type { Shop } from '../payments/shop.ts'
import { endStaleSessions } from '../people/sign-in/web-session.ts'
import { reconcileDue } from '../reconciliation/reconcile.ts'
import type { Simulator } from '../simulators/engine/simulator.ts'
import { createClockFollower } from './follow-clock.ts'
import type { Job } from './worker.ts'

/** What runs beside the pages, how often, and what each does. Woken, one runs at once. */
export function listJobs(shop: Shop, mail: MailDelivery, simulators: readonly Simulator[]): Job[] {
  const { database } = shop
  const delivery = { ...shop, onApplied: bookTopUp }
  return [
    { name: 'clock', everyMs: MINUTE, run: once(createClockFollower(database, shop.log)) },
    // Bytes that nobody proved are never what a process begins with.
    {
      name: 'quarantine',
      everyMs: MINUTE,
      run: () => reverifyQuarantine(shop),
      onePerTick: true,
      firstAfterMs: 2 * MINUTE,
    },
    { name: 'notices', everyMs: SECOND, run: () => processNotices(shop) },
    ...askEach(shop),
    { name: 'top-ups', everyMs: 2 * SECOND, run: () => deliverTopUps(delivery) },
    { name: 'refunds', everyMs: 2 * SECOND, run: () => deliverRefunds(shop) },
    { name: 'uncertain refunds', everyMs: MINUTE, run: () => lookUpRefunds(shop) },
    { name: 'uncertain top-ups', everyMs: MINUTE, run: once(() => resolveUncertain(delivery)) },
    // A receipt as PDF takes 25 ms of a core: four letters a second are plenty, and checkouts go first.
    { name: 'mails', everyMs: SECOND / 4, run: () => deliverMails(database, mail), onePerTick: true },
    { name: 'orders', everyMs: MINUTE, run: () => expireOrders(database) },
    { name: 'reconciliation', everyMs: 10 * MINUTE, run: once(() => reconcileDue(shop)) },
    { name: 'closings', everyMs: 10 * MINUTE, run: once(() => closeDue(database, shop.timeZone)) },
    { name: 'sessions', everyMs: HOUR, run: () => endStaleSessions(database) },
    { name: 'simulators', everyMs: SECOND, run: once(() => Promise.all(simulators.map((each) => each.runDue()))) },
  ]
}

/** One loop for each gateway: a provider that answers slowly holds up the looks at no other. */
function askEach(shop: Shop): Job[] {
  return [...shop.gateways.keys()].map((id) => ({
    name: `payments of ${id}`,
    everyMs: 5 * SECOND,
    run: () => pollDuePayments(shop, id),
  }))
}

/** For work that says nothing of how much is left: one run a turn. */
function once(run: () => Promise<unknown>): () => Promise<number> {
  return async () => {
    await run()
    return 0
  }
}
