import { z } from 'zod'
import { type Amount, amount } from '../../kit/amount.ts'
import type { Fact, Mode } from '../gateway.ts'
import { instantOf } from './paypal-facts.ts'
import { readMoney } from './paypal-money.ts'
import type { WebhookEvent } from './paypal-webhook.ts'

type Own = { account: string; mode: Mode; now: string }

/**
 * What a proven webhook says by itself, because no look-up of an order shows it: money that PayPal took back, a
 * dispute, an approval that was not captured in time. All else is asked for (paypal.md sections 5.5 and 8).
 */
export function factsOfEvent(event: WebhookEvent, own: Own): Fact[] {
  if (event.type === 'PAYMENT.CAPTURE.REVERSED') return reversal(event, own)
  if (event.type === 'CHECKOUT.PAYMENT-APPROVAL.REVERSED') return lapsedApproval(event, own)
  return event.type.startsWith('CUSTOMER.DISPUTE.') ? dispute(event, own) : []
}

const money = z.object({ currency_code: z.string(), value: z.string() })

/** Money taken away is written with a minus in some of PayPal's papers and without in others. */
function readTaken(given: z.infer<typeof money> | undefined): Amount | undefined {
  const read = given && readMoney(given)
  return read && amount(Math.abs(read.minor), read.unit)
}

const reversed = z.object({
  id: z.string().min(1),
  custom_id: z.string().min(1),
  create_time: z.string().optional(),
  amount: money,
})

function reversal({ type, resource }: WebhookEvent, { now, ...own }: Own): Fact[] {
  const { data } = reversed.safeParse(resource)
  const taken = readTaken(data?.amount)
  if (!data || !taken) return []
  const occurredAt = instantOf(data.create_time, { now })
  const what = { operation: data.id, reference: data.custom_id, amount: taken, occurredAt, detail: type }
  return [{ about: 'chargeback', kind: 'charged_back', ...own, ...what }]
}

const lapsed = z.object({
  order_id: z.string().min(1),
  purchase_units: z.array(z.object({ custom_id: z.string().min(1), amount: money })).nonempty(),
})

function lapsedApproval({ type, resource }: WebhookEvent, { now, ...own }: Own): Fact[] {
  const { data } = lapsed.safeParse(resource)
  const [unit] = data?.purchase_units ?? []
  const asked = unit && readMoney(unit.amount)
  if (!data || !unit || !asked) return []
  const what = { operation: data.order_id, reference: unit.custom_id, amount: asked, occurredAt: now, detail: type }
  return [{ about: 'payment', kind: 'expired', attemptRef: data.order_id, ...own, ...what }]
}

const disputed = z.object({
  dispute_id: z.string().min(1),
  status: z.string(),
  update_time: z.string().optional(),
  dispute_amount: money,
  disputed_transactions: z.array(z.object({ custom: z.string().min(1) })).nonempty(),
  seller_response_due_date: z.string().optional(),
  dispute_outcome: z.object({ outcome_code: z.string(), amount_refunded: money.optional() }).optional(),
})
const lost = new Set(['RESOLVED_BUYER_FAVOUR', 'ACCEPTED'])
const won = new Set(['RESOLVED_SELLER_FAVOUR', 'RESOLVED_WITH_PAYOUT', 'CANCELED_BY_BUYER', 'DENIED', 'NONE'])
const underWay = new Set(['OPEN', 'WAITING_FOR_BUYER_RESPONSE', 'WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW', 'OTHER'])

/** Open, a dispute is a matter for a person, with the day by which to answer; resolved, its outcome counts. */
function dispute({ resource }: WebhookEvent, { now, ...own }: Own): Fact[] {
  const { data } = disputed.safeParse(resource)
  const [transaction] = data?.disputed_transactions ?? []
  const outcome = data?.dispute_outcome
  const sum = readTaken(outcome?.amount_refunded ?? data?.dispute_amount)
  if (!data || !transaction || !sum) return []
  const { dispute_id: operation, seller_response_due_date: due, status } = data
  const code = outcome?.outcome_code ?? ''
  const isLost = status === 'RESOLVED' && lost.has(code)
  const isWon = status === 'RESOLVED' && won.has(code)
  const kind = isLost || isWon ? 'charged_back' : underWay.has(status) ? 'pending' : 'unknown'
  return [
    {
      about: 'chargeback',
      kind,
      operation,
      reference: transaction.custom,
      ...own,
      amount: sum,
      ...(isWon && { returned: true }),
      occurredAt: instantOf(data.update_time, { now }),
      detail: [`dispute ${operation} ${status}`, code, due && `answer until ${due}`].filter(Boolean).join(', '),
    },
  ]
}
