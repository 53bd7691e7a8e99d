import { findTerms } from '../../../catalogue/terms-of-sale.ts'
import { add, amount, credit } from '../../../kit/amount.ts'
import { assert, Failure } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { isOpen, paymentsOfOrder } from '../../../payments/payment.ts'
import { getGateway } from '../../../payments/shop.ts'
import { createPayment } from '../../../payments/start-payment.ts'
import { balanceFor } from '../../account-for.ts'
import { goTo, sendPage } from '../../answer.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { drawOrder, ownOrder } from '../orders/own-order.tsx'
import { attemptProblem } from './attempt-limit.ts'
import { methodProblem, methodsOf } from './method-choice.ts'
import { sendToGateway } from './place-new-order.tsx'
import { SummaryPage } from './summary-page.tsx'

/** The summary of an order that is there already: another attempt, the same frozen price. */
export async function showOrderSummary(context: SignedInContext): Promise<unknown> {
  const { site, view, person, request } = context
  const { db } = site.shop.database
  const order = await ownOrder(context)
  if (order.status !== 'placed') return goTo(context, link('order', { orderId: order.id }))
  const method = queryOf(request, 'method') ?? methodsOf(context).find(({ isAvailable }) => isAvailable)?.id
  // The order's own page says which methods there are now.
  if (method === undefined || methodProblem(context, method)) return goTo(context, link('order', { orderId: order.id }))
  const [account, terms, payments] = await Promise.all([
    balanceFor(context),
    findTerms(db, order.termsId),
    paymentsOfOrder(db, order.id),
  ])
  // A payment was begun since this way was shown: who comes back to it finds the order.
  const after = queryOf(request, 'after')
  if (after !== undefined && after !== payments.at(-1)?.id) return goTo(context, link('order', { orderId: order.id }))
  assert(terms, 'the accepted terms are kept')
  return sendPage(context, {
    title: view.t('summary.title'),
    at: 'recharge',
    children: (
      <SummaryPage
        view={view}
        person={person}
        orderNumber={order.number}
        article={{ number: order.articleNumber, title: order.articleTitle }}
        price={amount(order.priceMinor, order.currency)}
        vat={amount(order.vatMinor, order.currency)}
        vatBp={order.vatBp}
        added={add(credit(order.creditMinor), credit(order.bonusMinor))}
        account={account}
        method={method}
        terms={terms}
        problems={[]}
        action={link('orderPayments', { orderId: order.id })}
        hidden={{ method, key: newToken() }}
        back={link('order', { orderId: order.id })}
        isRetry={true}
        otherPaymentOpen={payments.some((payment) => isOpen(payment) && payment.goTo !== null)}
      />
    ),
  })
}

/** A new attempt to pay the same order; the same key again is the same attempt. */
export async function retryPayment(context: SignedInContext): Promise<unknown> {
  const { site, request } = context
  const order: Order = await ownOrder(context)
  if (order.status !== 'placed') return goTo(context, link('order', { orderId: order.id }))
  const method = fieldOf(request, 'method')
  const key = fieldOf(request, 'key')
  if (!/^[0-9a-z]{20,64}$/.test(key)) throw new Failure('invalid', 'a form without its key')
  const closed = methodProblem(context, method)
  const begun = (await paymentsOfOrder(site.shop.database.db, order.id)).some((payment) => payment.key === key)
  // What this form has begun already goes its way, however its provider does now.
  if (closed && !begun) return drawOrder(context, order, [closed])
  const gateway = getGateway(site.shop, method)
  const payment = await site.shop.database.transact(async (tx) => {
    // Cancelled or paid in another tab meanwhile: nothing is begun.
    const now = await findOrder(tx, order.id)
    const stopped = begun ? undefined : await attemptProblem(tx, context, order.id)
    if (stopped) return { stopped }
    return now?.status === 'placed' || begun ? createPayment(tx, { order, gateway, key }) : undefined
  })
  if (payment && 'stopped' in payment) return drawOrder(context, order, [payment.stopped])
  if (!payment) return goTo(context, link('order', { orderId: order.id }))
  return sendToGateway(context, order, payment.id)
}
