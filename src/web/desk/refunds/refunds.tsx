import { type Amount, amount, credit, parseAmount } from '../../../kit/amount.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { type Payment, paymentsOfOrder } from '../../../payments/payment.ts'
import { askRefund, foreseeRefund, refundableMinor } from '../../../payments/refunds/ask-refund.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { RefundConfirmation, type RefundFields, RefundForm } from './refund-form.tsx'

export const refundRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskRefunds', right: 'refund', act: showRefund },
  { method: 'POST', route: 'deskRefunds', right: 'refund', proved: 'refund', act: takeRefund },
]

/** An order with its person and the payments of which something is left. */
export type Subject = { order: Order; buyer: Person; payments: Payment[] }

/** Of payments whose gateway lets us send refunds, or of any. Throws Failure `not_found`. */
export async function readSubject(
  { site, request }: SignedInContext,
  of: 'sendable' | 'any' = 'sendable',
): Promise<Subject> {
  const { db } = site.shop.database
  const order = orNotFound(await findOrder(db, paramOf(request, 'orderId')), 'order')
  const buyer = orNotFound(await findPerson(db, order.personId), 'buyer')
  const payments = (await paymentsOfOrder(db, order.id)).filter(
    (payment) =>
      refundableMinor(payment) > 0 && (of === 'any' || site.shop.gateways.get(payment.gatewayId)?.gateway.refund),
  )
  return { order, buyer, payments }
}

async function showRefund(context: SignedInContext): Promise<unknown> {
  const subject = await readSubject(context)
  const [payment] = subject.payments
  const whole = payment ? amount(refundableMinor(payment), payment.currency) : undefined
  const fields = {
    paymentId: payment?.id ?? '',
    amount: whole ? plain(context, whole) : '',
    reason: '',
    belowZero: false,
  }
  return drawForm(context, subject, { ...fields, key: newToken() }, [])
}

/** As it is typed into a field: digits and the language's own decimal mark, no currency. */
const plain = ({ view }: SignedInContext, sum: Amount): string =>
  formatMoney(sum, view.language).replace(/[^\d.,]/g, '')

async function drawForm(
  context: SignedInContext,
  subject: Subject,
  fields: RefundFields,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { view, site } = context
  return sendDeskPage(context, {
    title: view.t('refund.title'),
    at: 'orders',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RefundForm
        view={view}
        order={subject.order}
        buyer={subject.buyer.name}
        payments={subject.payments}
        gatewayTitle={(id) => site.shop.gateways.get(id)?.kind.title ?? id}
        fields={fields}
        problems={problems.map((problem) => withMoney(context, problem))}
      />
    ),
  })
}

/** A problem that speaks of money carries minor units; who reads gets them in words of the language. */
export function withMoney({ view }: SignedInContext, problem: FieldProblem): FieldProblem {
  const { leftMinor, currency } = problem.values ?? {}
  if (typeof leftMinor !== 'number' || typeof currency !== 'string') return problem
  return { ...problem, values: { left: formatMoney(amount(leftMinor, currency), view.language) } }
}

/** First click: what will happen, in words. Second click, with `sure`: the refund is asked for. */
async function takeRefund(context: SignedInContext): Promise<unknown> {
  const { request, site } = context
  const subject = await readSubject(context)
  const fields: RefundFields = {
    paymentId: fieldOf(request, 'payment'),
    amount: fieldOf(request, 'amount').trim(),
    reason: fieldOf(request, 'reason'),
    belowZero: fieldOf(request, 'below_zero') === 'yes',
    key: fieldOf(request, 'key'),
  }
  if (!/^[0-9a-z]{20,64}$/.test(fields.key)) throw new Failure('invalid', 'a form without its key')
  const payment = subject.payments.find((each) => each.id === fields.paymentId)
  const asked = payment && readSum(fields.amount, payment.currency)
  // A second click after the first has done it: the order's page shows the refund.
  if (!payment) return goTo(context, link('deskOrder', { orderId: subject.order.id }))
  if (!asked) return drawForm(context, subject, fields, [{ field: 'amount', message: 'problem.amount_invalid' }])
  try {
    if (fieldOf(request, 'sure') !== 'yes') return await drawConfirmation(context, { subject, payment, asked, fields })
    const wish = { ...fields, amount: asked, by: context.person.id }
    await site.shop.database.transact((tx) => askRefund(tx, wish))
  } catch (error) {
    if (!(error instanceof Failure) || error.problems.length === 0) throw error
    const atConfirmation = error.problems.some(({ field }) => field === 'below_zero')
    if (!atConfirmation) return drawForm(context, subject, fields, error.problems)
    return drawConfirmation(context, { subject, payment, asked, fields }, error.problems)
  }
  site.worker.wake('refunds')
  return goTo(context, link('deskOrder', { orderId: subject.order.id }))
}

/** Point or comma, whatever the language: a sum of money has no thousands mark here. */
export const readSum = (text: string, currency: string): Amount | undefined => {
  const sum = parseAmount(text, currency, text.includes(',') ? ',' : '.')
  return sum && sum.minor > 0 ? sum : undefined
}

type Confirmed = { subject: Subject; payment: Payment; asked: Amount; fields: RefundFields }

/** Nothing is written yet, but everything is checked as if: whoever confirms has seen what follows. */
async function drawConfirmation(
  context: SignedInContext,
  { subject, payment, asked, fields }: Confirmed,
  problems: readonly FieldProblem[] = [],
): Promise<unknown> {
  const { view, site } = context
  const { order, buyer } = subject
  if (asked.minor > refundableMinor(payment)) {
    const values = { leftMinor: refundableMinor(payment), currency: payment.currency }
    throw new Failure('invalid', 'too much', [{ field: 'amount', message: 'problem.refund_above', values }])
  }
  if (fields.reason.trim() === '')
    throw new Failure('invalid', 'no reason', [{ field: 'reason', message: 'problem.reason_missing' }])
  const foreseen = await site.shop.database.transact((tx) =>
    foreseeRefund(tx, { payment, order, moneyMinor: asked.minor }),
  )
  return sendDeskPage(context, {
    title: view.t('refund.title'),
    at: 'orders',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RefundConfirmation
        view={view}
        order={order}
        buyer={buyer.name}
        gateway={site.shop.gateways.get(payment.gatewayId)?.kind.title ?? ''}
        isHeld={payment.status === 'held'}
        asked={asked}
        back={credit(foreseen.bought + foreseen.given)}
        balance={credit(foreseen.balanceMinor)}
        left={credit(foreseen.leftMinor)}
        fields={fields}
        problems={problems}
      />
    ),
  })
}
