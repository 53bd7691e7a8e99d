import { closeCancelledAttempt } from '../../../checkout/cancel-order.ts'
import { SECOND } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { readOrderView } from '../../../order-history/order-view.ts'
import { findOrder } from '../../../orders/order.ts'
import { pollPayment } from '../../../payments/intake/poll-payment.ts'
import { findPaymentByToken, isOpen, type Payment } from '../../../payments/payment.ts'
import { goTo, sendPage } from '../../answer.ts'
import { paramOf, queryOf, type RequestContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { ReturnPage } from './order-page.tsx'

const patienceMs = 3 * SECOND

/**
 * The browser comes back from the provider. Whatever its parameters say proves nothing: the provider itself is
 * asked, and the page shows what our books say. The token alone shows a state and nothing about a person.
 */
export async function comeBack(context: RequestContext): Promise<unknown> {
  const { site, request, person, view } = context
  const token = paramOf(request, 'token')
  if (request.method === 'POST') return goTo(context, link('returned', { token }))
  const { db } = site.shop.database
  const payment = orNotFound(await findPaymentByToken(db, token), 'payment')
  const order = orNotFound(await findOrder(db, payment.orderId), 'order')
  if (isOpen(payment)) await askBriefly(context, payment)
  if (person?.id === order.personId) return goTo(context, link('order', { orderId: order.id }))
  const { situation } = await readOrderView(db, (await findOrder(db, order.id)) ?? order)
  const shown = { situation, gatewayId: payment.gatewayId, next: link('order', { orderId: order.id }) }
  return sendPage(context, { title: view.t('return.title'), children: <ReturnPage view={view} {...shown} /> })
}

/** A provider that is slow does not keep the person waiting: the question goes on behind the page. */
async function askBriefly({ site, request }: RequestContext, payment: Payment): Promise<void> {
  const patience = new AbortController()
  const cancelled = queryOf(request, 'cancelled') !== undefined
  const asked = pollPayment(site.shop, payment.id)
    .then((said) => (cancelled ? closeCancelledAttempt(site.shop, payment, said) : undefined))
    .catch((error: unknown) => {
      site.shop.log.error({ paymentId: payment.id, error: String(error) }, 'question on return failed')
    })
  const waited = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs)
    patience.signal.addEventListener('abort', () => clearTimeout(timer))
  })
  await Promise.race([asked, waited])
  patience.abort()
}
