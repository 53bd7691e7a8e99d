import { z } from 'zod'
import type { Fact, Mode } from '../gateway.ts'
import { instantOf } from '../kit/provider-time.ts'
import { readMoney, readTaken } from './paypal-money.ts'
import { money } from './paypal-objects.ts'
import { captureAbove, type WebhookEvent } from './paypal-webhook.ts'

type Own = { account: string; mode: Mode; now: string }

/**
 * What a proven webhook says by itself, because no look-up shows it: money that PayPal took back, an approval that was
 * not captured in time. All else is asked for.
 */
export function factsOfEvent(event: WebhookEvent, own: Own): Fact[] {
  if (event.type === 'PAYMENT.CAPTURE.REVERSED') return reversal(event, own)
  return event.type === 'CHECKOUT.PAYMENT-APPROVAL.REVERSED' ? lapsedApproval(event, own) : []
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
  const capture = captureAbove(resource)
  return [{ about: 'chargeback', kind: 'charged_back', ...own, ...what, ...(capture !== undefined && { capture }) }]
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
