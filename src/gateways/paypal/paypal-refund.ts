import type { RefundOutcome, RefundToSend } from '../gateway.ts'
import { refundOutcome, refundUnseen, refundWithout } from '../kit/calls/outcomes.ts'
import { fitText, instantOf } from '../kit/provider-values.ts'
import type { PayPalApi } from './paypal-api.ts'
import { refundStatuses } from './paypal-facts.ts'
import { type PayPalRefund, payPalOrder, payPalRefund, writeMoney } from './paypal-objects.ts'

/**
 * Gives money back. The amount is always said, so that a repeated request cannot give back more
 * than was meant; our refund id goes along, so that the refund can be found again.
 */
export async function sendRefund(api: PayPalApi, refund: RefundToSend, now: string): Promise<RefundOutcome> {
  const amount = writeMoney(refund.amount)
  if (!amount) return { is: 'refused', why: 'PayPal cannot give back this amount' }
  const note = fitText(refund.reason, { most: 255, of: 'bytes' })
  const body = { amount, custom_id: refund.refundId, ...(note !== '' && { note_to_payer: note }) }
  const path = `/v2/payments/captures/${encodeURIComponent(refund.capture)}/refund`
  const answer = await api.post(path, body, payPalRefund, refund.key)
  return answer.is === 'ok' ? outcomeOf(answer.value, now) : refundWithout(answer)
}

/** Among the refunds of the order, the one that carries our id; not there, it was never executed. */
export async function lookUpRefund(api: PayPalApi, refund: RefundToSend, now: string): Promise<RefundOutcome> {
  if (refund.attemptRef === undefined) return { is: 'unknown', why: 'the order is not known' }
  const answer = await api.get(`/v2/checkout/orders/${encodeURIComponent(refund.attemptRef)}`, payPalOrder)
  if (answer.is !== 'ok') return refundUnseen(answer)
  const payments = answer.value.purchase_units?.[0]?.payments
  if (!payments?.captures?.some((capture) => capture.id === refund.capture))
    return { is: 'unknown', why: 'the capture is not in the order' }
  const made = payments.refunds?.find((each) => each.custom_id === refund.refundId)
  return made ? outcomeOf(made, now) : { is: 'absent' }
}

function outcomeOf({ id: operation, status, create_time: at }: PayPalRefund, now: string): RefundOutcome {
  const said = { operation, occurredAt: instantOf(at, { now }), words: `refund ${status}` }
  return refundOutcome(refundStatuses.kindOf(status), said)
}
