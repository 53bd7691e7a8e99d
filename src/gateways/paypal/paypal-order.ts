import { localeOf } from '../../kit/language.ts'
import type { PaymentToStart } from '../gateway.ts'
import { fitText } from '../kit/fit-text.ts'
import type { PayPalMoney } from './paypal-money.ts'

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
          locale: localeOf(payment.language),
          brand_name: fit(payment.shopName),
        },
      },
    },
  }
}

/** Cut by bytes, because an accented letter may count for more than one. */
const fit = (text: string, most = longestText): string => fitText(text, { most, of: 'bytes' }) || 'Obole'
