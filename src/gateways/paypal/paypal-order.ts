import { z } from 'zod'
import type { PaymentToStart } from '../gateway.ts'
import type { PayPalMoney } from './paypal-money.ts'

const money = z.object({ currency_code: z.string(), value: z.string() })
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

const longestText = 127

/**
 * The order we ask PayPal to make: one unit, one line of quantity 1 with the whole price, so
 * that every sum PayPal checks holds by itself. VAT stands on our receipt:
 * computed once more per unit it could be off by a cent.
 */
export function orderBody(payment: PaymentToStart, price: PayPalMoney, payNow: boolean): object {
  const text = fit(payment.description)
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        custom_id: payment.reference,
        // Shown to the payer, and new for each attempt: an account may refuse an invoice number it has seen.
        invoice_id: `${fit(payment.orderNumber, 110)}-${payment.reference.slice(0, 8)}`,
        description: text,
        amount: { ...price, breakdown: { item_total: price } },
        items: [{ name: text, quantity: '1', category: 'DIGITAL_GOODS', unit_amount: price }],
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          return_url: payment.returnUrl,
          cancel_url: payment.cancelUrl,
          user_action: 'PAY_NOW',
          shipping_preference: 'NO_SHIPPING',
          payment_method_preference: payNow ? 'IMMEDIATE_PAYMENT_REQUIRED' : 'UNRESTRICTED',
          landing_page: 'NO_PREFERENCE',
          locale: payment.language === 'fr' ? 'fr-FR' : 'en-GB',
          brand_name: fit(payment.shopName),
        },
      },
    },
  }
}

/** Without control characters; cut by bytes, because an accented letter may count for more than one. */
function fit(text: string, most = longestText): string {
  const plain = text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  let cut = ''
  for (const letter of plain) {
    if (Buffer.byteLength(cut + letter) > most) break
    cut += letter
  }
  return cut.trim() || 'Obole'
}
