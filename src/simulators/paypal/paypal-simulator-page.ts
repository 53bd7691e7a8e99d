import { languageOfLocale } from '../../kit/language.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import type { Engine } from '../engine/create-simulator.ts'
import type { ProviderPage } from '../engine/page-flow.ts'
import { findOrder } from './paypal-simulator-api.ts'
import type { SimulatedOrder } from './paypal-simulator-order.ts'

const contextOf = (order: SimulatedOrder): Record<string, string> =>
  order.wish.payment_source?.paypal?.experience_context ?? {}

/** PayPal's approval page: who asks for how much. `approve`: the payer has, and PayPal tells the shop. */
export function approvalPage(
  engine: Engine<SimulatedOrder>,
  approve: (order: SimulatedOrder) => void,
): ProviderPage<SimulatedOrder> {
  const nobody = 'This order is no longer there.'
  return {
    shows: /^\/checkoutnow$/,
    pays: '/checkoutnow/pay',
    arrive: (pairs) => findOrder(engine, new Map(pairs).get('token') ?? '') ?? { error: nobody, status: 404 },
    field: { name: 'token', of: ({ id }) => id },
    find: (token) => findOrder(engine, token),
    nobody,
    isOpen: ({ status }) => status === 'PAYER_ACTION_REQUIRED',
    language: (order) => languageOfLocale(contextOf(order).locale),
    words: { title: 'simulator.paypal.title', outcome: 'simulator.paypal.outcome', fine: 'simulator.paypal.fine' },
    bought(order) {
      const [unit] = order.wish.purchase_units
      const merchant = contextOf(order).brand_name ?? ''
      return { price: order.asked, merchant, what: unit?.description ?? '', reference: unit?.invoice_id ?? '' }
    },
    fields: (_, t) => `<fieldset><legend>${t('simulator.paypal.account')}</legend>
<label class="f">${t('simulator.paypal.email')}<input name="email" value="${escapeHtml('payer@example.org')}" autocomplete="off"></label></fieldset>`,
    async outcome(order, { outcome, notice }) {
      // Who cancels has not acted: PayPal tells nobody.
      if (outcome === 'cancel') return undefined
      order.bankSays = outcome === 'refuse' ? 'no' : outcome === 'pend' ? 'later' : 'yes'
      order.notice = notice
      approve(order)
      return undefined
    },
    wayBack(order, { outcome }) {
      const isCancelled = outcome === 'cancel'
      const url = new URL(contextOf(order)[isCancelled ? 'cancel_url' : 'return_url'] ?? '')
      url.searchParams.set('token', order.id)
      if (!isCancelled) url.searchParams.set('PayerID', 'QYR5Z8XDVJNXQ')
      return url.href
    },
  }
}
