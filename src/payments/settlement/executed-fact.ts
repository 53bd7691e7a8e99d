import { amount } from '../../kit/amount.ts'
import type { Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import type { IncomingFact } from './decide-fact.ts'

/**
 * The fact that this refund of ours was executed, where it is not the provider's answer that says so. A refund whose
 * name at the provider is not known yet gets a name of ours.
 */
export function executedFact(
  payment: Payment,
  refund: Refund,
  said: Pick<IncomingFact, 'occurredAt' | 'detail'>,
): IncomingFact {
  const { gatewayId, reference, account, mode } = payment
  const named = { operation: refund.operation ?? `by hand ${refund.id}` }
  return {
    about: 'refund',
    kind: 'refunded',
    source: 'look_up',
    ...(refund.operation === null ? { ...named, isUnnamed: true } : named),
    ...{ gatewayId, reference, account, mode },
    refundId: refund.id,
    amount: amount(refund.amountMinor, refund.currency),
    ...said,
  }
}
