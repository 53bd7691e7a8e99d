import { later } from '../../kit/clock.ts'
import type { Fact, LookUp, PaymentToLookUp } from '../gateway.ts'
import { lookUpWithout } from '../kit/calls/outcomes.ts'
import type { Called } from '../kit/calls/rest-client.ts'
import { statusTable } from '../kit/status-table.ts'
import type { PayPalApi } from './paypal-api.ts'
import { lookUpDispute } from './paypal-dispute.ts'
import { type Around, factsOfOrder } from './paypal-facts.ts'
import { findTransactions } from './paypal-listing.ts'
import { type PayPalOrder, payPalCapture, payPalOrder } from './paypal-objects.ts'

/** The order of a payment with its disputes: what PayPal says, by which alone money counts. */
export async function lookUpPayment(api: PayPalApi, payment: PaymentToLookUp, around: Around): Promise<LookUp> {
  const { attemptRef, dispute: disputeId } = payment
  const orderId = attemptRef ?? (await findOrderId(api, payment, around.now))
  const order = typeof orderId === 'string' ? await lookUpOrder(api, { payment, orderId, around }) : orderId
  // An order may no longer be readable when its payment is disputed, months later.
  if (disputeId === undefined || order.is === 'unreachable') return order
  const said = order.is === 'facts' ? order.facts : []
  const dispute = await lookUpDispute(api, { payment, disputeId, around, said })
  return dispute.is === 'facts' ? { ...order, ...dispute, facts: [...said, ...dispute.facts] } : dispute
}

type Asked = { payment: PaymentToLookUp; orderId: string; around: Around }

/** The order as PayPal has it. `complete` when the payer has approved: the money moves only by our capture. */
async function lookUpOrder(api: PayPalApi, asked: Asked): Promise<LookUp> {
  return readAnswer(await api.get(`/v2/checkout/orders/${encodeURIComponent(asked.orderId)}`, payPalOrder), asked)
}

function readAnswer(answer: Called<PayPalOrder>, asked: Asked): LookUp {
  if (answer.is !== 'ok') return lookUpWithout(answer)
  const { value: order } = answer
  // Another order than ours: nothing in it may count for this payment.
  const reference = order.purchase_units?.[0]?.custom_id
  if (reference !== undefined && reference !== asked.payment.reference)
    return { is: 'unreachable', why: 'order of another payment' }
  const approved = order.status === 'APPROVED' && { complete: completionKey(order) }
  return { is: 'facts', facts: factsOfOrder(order, asked.around), attemptRef: order.id, ...approved }
}

/**
 * One key for one approval: a repeated capture finds the first one, and a payer who approves again with other means
 * after a decline gets a new one, since the old would replay the decline.
 */
const completionKey = (order: PayPalOrder): string => `cap-${order.id}-${order.update_time ?? ''}`

/** 422 issues of a capture: those that are refused end this approval, the payer may try again or otherwise. */
const captureIssues = statusTable({
  refused: `INSTRUMENT_DECLINED REDIRECT_PAYER_FOR_ALTERNATE_FUNDING PAYER_ACTION_REQUIRED
    MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED TRANSACTION_REFUSED PAYER_CANNOT_PAY PAYER_ACCOUNT_RESTRICTED
    PAYER_ACCOUNT_LOCKED_OR_CLOSED PAYEE_BLOCKED_TRANSACTION TRANSACTION_BLOCKED_BY_PAYEE COMPLIANCE_VIOLATION
    TRANSACTION_LIMIT_EXCEEDED TRANSACTION_RECEIVING_LIMIT_EXCEEDED`,
  pending: 'ORDER_NOT_APPROVED ORDER_COMPLETION_IN_PROGRESS',
})

/** Takes the money of an approved order. An issue that is not listed is never a success: `unknown`, and looked up. */
export async function captureOrder(api: PayPalApi, asked: Asked, key: string): Promise<LookUp> {
  const { orderId } = asked
  const answer = await api.post(`/v2/checkout/orders/${encodeURIComponent(orderId)}/capture`, {}, payPalOrder, key)
  if (answer.is !== 'refused' || answer.status === 404) return readAnswer(answer, asked)
  if (answer.issue === 'ORDER_ALREADY_CAPTURED') return lookUpOrder(api, asked)
  const kind = captureIssues.kindOf(answer.issue)
  const { account, mode, now } = asked.around
  const fact: Fact = {
    about: 'payment',
    kind,
    operation: kind === 'refused' ? `${orderId}/${key}` : orderId,
    reference: asked.payment.reference,
    attemptRef: orderId,
    account,
    mode,
    amount: asked.payment.amount,
    occurredAt: now,
    detail: `capture: ${answer.issue}`,
  }
  return { is: 'facts', facts: [fact], ...(kind === 'refused' && { declined: await declinedState(api, asked, key) }) }
}

/** The order stays approved after a decline, and the decline itself may have touched it: its state as it is now. */
async function declinedState(api: PayPalApi, asked: Asked, key: string): Promise<string> {
  const now = await lookUpOrder(api, asked)
  return (now.is === 'facts' && now.complete) || key
}

/**
 * The order of a payment whose creation was never answered, found by our reference in PayPal's list of transactions
 * (up to three hours late, and only money that moved is in it).
 */
async function findOrderId(
  api: PayPalApi,
  payment: PaymentToLookUp,
  now: string,
): Promise<string | Extract<LookUp, { is: 'not_found' | 'unreachable' }>> {
  const listed = await findTransactions(api, { from: later(payment.startedAt, -60_000), to: now })
  // An app without the right to search cannot be asked this: nobody was sent to PayPal for this payment anyway.
  if (listed.is === 'refused') return { is: 'not_found' }
  if (listed.is === 'failed') return lookUpWithout(listed)
  const captureId = listed.value.transactions.find((each) => each.custom_field === payment.reference)?.transaction_id
  if (captureId === undefined) return { is: 'not_found' }
  const found = await api.get(`/v2/payments/captures/${encodeURIComponent(captureId)}`, payPalCapture)
  if (found.is !== 'ok') return { is: 'unreachable', why: found.is === 'failed' ? found.why : found.issue }
  return found.value.supplementary_data?.related_ids?.order_id ?? { is: 'not_found' }
}
