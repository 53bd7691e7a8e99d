import { findTerms } from '../../../catalogue/terms-of-sale.ts'
import { chooseAnotherMethod } from '../../../checkout/choose-method.ts'
import { add, amount, credit } from '../../../kit/amount.ts'
import { assert, Failure, type FieldProblem } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { isOpen, paymentsOfOrder } from '../../../payments/payment.ts'
import { balanceFor } from '../../account-shown.tsx'
import { goTo, sendPage } from '../../answer.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { drawOrder, ownOrder } from '../orders/own-order.tsx'
import { sendToGateway } from '../orders/pay-and-return.tsx'
import { methodProblem, methodsOf } from './payer-choice.ts'
import { attemptProblem } from './place-new-order.tsx'
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
    isPayment: true,
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
  const { site, request, person } = context
  const order = await ownOrder(context)
  const key = fieldOf(request, 'key')
  if (!/^[0-9a-z]{20,64}$/.test(key)) throw new Failure('invalid', 'a form without its key')
  const payer = { id: person.id, login: person.login, address: request.ip }
  const wish = { orderId: order.id, method: fieldOf(request, 'method'), key, payer }
  const outcome = await chooseAnotherMethod(site.shop, wish)
  if (outcome.is === 'begun') return sendToGateway(context, order, outcome.paymentId)
  if (outcome.because === 'not_open') return goTo(context, link('order', { orderId: order.id }))
  const problem: FieldProblem =
    'minutes' in outcome ? attemptProblem(outcome) : { field: 'method', message: `problem.${outcome.because}` }
  return drawOrder(context, order, [problem])
}
