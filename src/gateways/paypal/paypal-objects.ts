import { z } from 'zod'

/** A sum as PayPal writes it. */
export const money = z.object({ currency_code: z.string(), value: z.string() })
const link = z.object({ href: z.string(), rel: z.string() })
const capture = z.object({
  id: z.string().min(1),
  status: z.string(),
  status_details: z.object({ reason: z.string().optional() }).optional(),
  amount: money,
  custom_id: z.string().optional(),
  create_time: z.string().optional(),
  supplementary_data: z.object({ related_ids: z.object({ order_id: z.string().optional() }).optional() }).optional(),
})
const refund = z.object({
  id: z.string().min(1),
  status: z.string(),
  amount: money.optional(),
  custom_id: z.string().optional(),
  create_time: z.string().optional(),
  links: z.array(link).optional(),
})
const unit = z.object({
  custom_id: z.string().optional(),
  payee: z.object({ merchant_id: z.string().optional() }).optional(),
  payments: z.object({ captures: z.array(capture).optional(), refunds: z.array(refund).optional() }).optional(),
})
const order = z.object({
  id: z.string().regex(/^[A-Z0-9]{1,36}$/),
  status: z.string(),
  update_time: z.string().optional(),
  create_time: z.string().optional(),
  payer: z.object({ email_address: z.string().optional() }).optional(),
  purchase_units: z.array(unit).optional(),
  links: z.array(link).optional(),
})

/*
 * PayPal's own schemas require almost nothing: these name what the code reads, and an answer
 * without it is no answer.
 */
export type PayPalOrder = z.infer<typeof order>
export type PayPalCapture = z.infer<typeof capture>
export type PayPalRefund = z.infer<typeof refund>

export const readOrder = (json: unknown): PayPalOrder | undefined => order.safeParse(json).data
export const readCapture = (json: unknown): PayPalCapture | undefined => capture.safeParse(json).data
export const readRefund = (json: unknown): PayPalRefund | undefined => refund.safeParse(json).data
