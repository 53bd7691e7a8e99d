import { sql } from 'kysely'
import { findOrder } from '../../orders/order.ts'
import { recordAudit } from '../../people/audit/audit.ts'
import { changed, notKept, ofOrder, reviewKind, withOrder } from '../../review/review-kind.ts'
import { findPayment } from '../payment.ts'
import { findRefund } from '../refund.ts'
import { executedFact } from '../settlement/executed-fact.ts'
import { refuseRefund } from '../settlement/refund-books.ts'
import { settlePayments } from '../settlement/settle-payments.ts'
import { lookUpRefund } from './deliver-refunds.ts'

/**
 * A refund of which nobody knows yet whether the provider has executed it. A person looks in the provider's own back
 * office, and our books follow.
 */
export const doubtfulRefund = reviewKind({
  kind: 'doubtful_refund',
  kept: 'doubtful_refund',
  wakes: () => ['refunds', 'mails'],
  query: () => sql`select r.id, r.asked_at as since, r.why, r.amount_minor as minor, r.currency as unit,
    p.gateway_id as about, ${ofOrder} from refund r join payment p on p.id = r.payment_id ${withOrder('r.order_id')}
    where r.status = 'uncertain' and ${notKept('doubtful_refund', 'r.id')}`,
  async choices(tx, id) {
    const refund = await findRefund(tx, id)
    return refund && (refund.status === 'uncertain' ? ['ask_again', 'happened', 'did_not_happen', 'keep'] : [])
  },
  ask: { choice: 'ask_again', run: (shop, { id }) => lookUpRefund(shop, id) },
  async decide(tx, { id, choice, by, why }, shop) {
    const refund = await findRefund(tx, id)
    const payment = refund && (await findPayment(tx, refund.paymentId))
    const order = refund && (await findOrder(tx, refund.orderId))
    if (!refund || !payment || !order) return changed
    if (choice === 'did_not_happen') await refuseRefund(tx, { refund, order, actor: by, why, occurredAt: tx.now })
    else await settlePayments(tx, [executedFact(payment, refund, { occurredAt: tx.now, detail: why })], shop)
    const detail = { refundId: id, why }
    await recordAudit(tx, { actor: by, act: `refund ${choice}`, about: order.id, detail })
    return { is: 'decided' }
  },
})
