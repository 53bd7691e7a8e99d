import { sql } from 'kysely'
import { DAY, HOUR, later } from '../../kit/clock.ts'
import { notKept, ofOrder, reviewKind, withOrder } from '../../review/review-kind.ts'
import { findPayment, isOpen } from '../payment.ts'

/** A payment that is still undecided after this long is shown, though it goes on being asked for. */
const longPendingMs = DAY
/** Within this time after its limit the poller has asked for it once more, and closed what nobody paid. */
const afterLimitMs = 2 * HOUR

/** A payment that no provider decides. */
export const longPending = reviewKind({
  kind: 'long_pending',
  kept: 'long_pending',
  wakes: () => [],
  query: (now) => sql`select p.id, p.started_at as since, '' as why, p.amount_minor as minor, p.currency as unit,
    p.gateway_id as about, ${ofOrder} from payment p ${withOrder('p.order_id')}
    where p.status in ('started', 'pending') and p.started_at < ${later(now, -longPendingMs)}
      and p.limit_at < ${later(now, -afterLimitMs)} and ${notKept('long_pending', 'p.id')}`,
  async choices(tx, id) {
    const payment = await findPayment(tx, id)
    return payment && (isOpen(payment) ? ['keep'] : [])
  },
})
