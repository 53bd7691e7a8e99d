import { escapeHtml } from '../../kit/text/html.ts'
import { controlFields, lastPage, page, purchase } from '../engine/hosted-page.ts'
import type { SimulatedOrder } from './paypal-simulator-book.ts'

const words = {
  fr: {
    title: 'PayPal de démonstration',
    account: 'Compte PayPal',
    email: 'Adresse de courriel',
    outcome: 'PayPal répond',
    pay: 'Répondre',
    fine: 'Cette page remplace celle de PayPal pendant la démonstration.',
  },
  en: {
    title: 'Demonstration PayPal',
    account: 'PayPal account',
    email: 'E-mail address',
    outcome: 'PayPal answers',
    pay: 'Answer',
    fine: 'This page stands for PayPal’s during the demonstration.',
  },
}

const contextOf = (order: SimulatedOrder): Record<string, string> =>
  order.wish.payment_source?.paypal?.experience_context ?? {}

const headOf = (order: SimulatedOrder, base: string) => {
  const language = contextOf(order).locale?.startsWith('fr') ? ('fr' as const) : ('en' as const)
  return { language, base, title: words[language].title }
}

/** Where the payer's browser goes after the page. */
export const returnUrlOf = (order: SimulatedOrder, cancelled: boolean): string =>
  contextOf(order)[cancelled ? 'cancel_url' : 'return_url'] ?? ''

/** PayPal's approval page: who asks for how much, and what shall happen. */
export function approvalPage(order: SimulatedOrder, base: string): string {
  const head = headOf(order, base)
  const text = words[head.language]
  const [unit] = order.wish.purchase_units
  const bought = {
    title: text.title,
    price: order.asked,
    merchant: contextOf(order).brand_name ?? '',
    what: unit?.description ?? '',
    reference: unit?.invoice_id ?? '',
  }
  return page(
    head,
    `
<form class="panel" method="post" action="${base}/checkoutnow/pay">
${purchase(head.language, bought)}
<fieldset><legend>${text.account}</legend>
<label class="f">${text.email}<input name="email" value="payer@example.org" autocomplete="off"></label></fieldset>
${controlFields(head.language, text.outcome)}
<input type="hidden" name="token" value="${escapeHtml(order.id)}"><button>${text.pay}</button></form>
<p class="fine">${text.fine}</p>`,
  )
}

/** After the answer without a return, and for an order that was answered before. */
export const plainPayPalPage = (order: SimulatedOrder, base: string, say: 'closed' | 'again'): string =>
  lastPage(headOf(order, base), say)
