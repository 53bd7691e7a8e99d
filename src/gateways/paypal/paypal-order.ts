import { HOUR, later } from '../../kit/clock.ts'
import { localeOf } from '../../kit/language.ts'
import type { PaymentToStart, StartOutcome } from '../gateway.ts'
import { askTwice, startWithout } from '../kit/calls/outcomes.ts'
import { fitText, safeLink } from '../kit/provider-values.ts'
import type { PayPalApi } from './paypal-api.ts'
import { type PayPalMoney, payPalOrder, writeMoney } from './paypal-objects.ts'

/** `approval`: the origin of PayPal's page; `payNow`: no means that pay later are taken. */
type Terms = { approval: string; payNow: boolean; now: string }

/** Has PayPal make an order, and sends the payer to its page to approve it. */
export async function startOrder(api: PayPalApi, payment: PaymentToStart, terms: Terms): Promise<StartOutcome> {
  const price = writeMoney(payment.amount)
  if (!price) return { do: 'refused', why: 'PayPal cannot take this amount' }
  const body = orderBody(payment, price, terms.payNow)
  const answer = await askTwice(() => api.post('/v2/checkout/orders', body, payPalOrder, payment.key))
  if (answer.is !== 'ok') return startWithout(answer)
  const { id: attemptRef, links = [] } = answer.value
  // Never built, and only to PayPal's own page.
  const link = ['payer-action', 'approve'].map((rel) => links.find((each) => each.rel === rel)).find(Boolean)
  const url = safeLink(link?.href, [terms.approval])
  if (url === undefined) return { do: 'unknown', why: 'no approval link' }
  return { do: 'go_to', url, attemptRef, limitAt: later(terms.now, 3 * HOUR) }
}

const longestText = 127

/**
 * The order we ask PayPal to make: one unit, one line of quantity 1 with the whole price, so
 * that every sum PayPal checks holds by itself. VAT stands on our receipt:
 * computed once more per unit it could be off by a cent.
 */
function orderBody(payment: PaymentToStart, price: PayPalMoney, payNow: boolean): object {
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
          locale: localeOf(payment.language),
          brand_name: fit(payment.shopName),
        },
      },
    },
  }
}

/** Cut by bytes, because an accented letter may count for more than one. */
const fit = (text: string, most = longestText): string => fitText(text, { most, of: 'bytes' }) || 'Obole'
