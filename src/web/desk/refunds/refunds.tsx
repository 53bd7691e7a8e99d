import { perform } from '../../../db/act.ts'
import { type Amount, amount, parseAmount } from '../../../kit/amount.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { type Payment, paymentsOfOrder } from '../../../payments/payment.ts'
import { askRefund, type RefundWish, refundableMinor, sendsRefunds } from '../../../payments/refunds/ask-refund.ts'
import { walletChange } from '../../../payments/settlement/effect.ts'
import { preview } from '../../../payments/settlement/preview-act.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { RefundConfirmation, type RefundFields, RefundForm } from './refund-form.tsx'
import { refundProblem } from './refund-problems.ts'

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
    (payment) => refundableMinor(payment) > 0 && (of === 'any' || sendsRefunds(site.shop, payment.gatewayId)),
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
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RefundForm
        view={view}
        order={subject.order}
        buyer={subject.buyer.name}
        payments={subject.payments}
        gatewayTitle={(id) => site.shop.gateways.get(id)?.kind.title ?? id}
        fields={fields}
        problems={problems}
      />
    ),
  })
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
  const wish = { ...fields, amount: asked, by: context.person.id }
  const confirmed = { subject, payment, wish, fields }
  if (fieldOf(request, 'sure') !== 'yes') return drawConfirmation(context, confirmed)
  const outcome = await perform(site.shop.database, (tx) => askRefund(tx, wish, site.shop))
  if (outcome.is === 'refused') {
    const problem = refundProblem(context.view, outcome)
    if (outcome.because !== 'below_zero') return drawForm(context, subject, fields, [problem])
    return drawConfirmation(context, confirmed, [problem])
  }
  site.worker.wake('refunds')
  return goTo(context, link('deskOrder', { orderId: subject.order.id }))
}

/** Point or comma, whatever the language: a sum of money has no thousands mark here. */
export const readSum = (text: string, currency: string): Amount | undefined => {
  const sum = parseAmount(text, currency, text.includes(',') ? ',' : '.')
  return sum && sum.minor > 0 ? sum : undefined
}

type Confirmed = { subject: Subject; payment: Payment; wish: RefundWish; fields: RefundFields }

/** The act's own word of what it would do: whoever confirms has seen what follows. */
async function drawConfirmation(
  context: SignedInContext,
  { subject, payment, wish, fields }: Confirmed,
  problems: readonly FieldProblem[] = [],
): Promise<unknown> {
  const { view, site } = context
  const { order, buyer } = subject
  const seen = await preview(site.shop, (tx) => askRefund(tx, { ...wish, belowZero: true }, site.shop))
  if (seen.outcome.is === 'refused') return drawForm(context, subject, fields, [refundProblem(view, seen.outcome)])
  return sendDeskPage(context, {
    title: view.t('refund.title'),
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RefundConfirmation
        view={view}
        order={order}
        buyer={buyer.name}
        gateway={site.shop.gateways.get(payment.gatewayId)?.kind.title ?? ''}
        asked={wish.amount}
        effect={{ wallet: walletChange(seen.effect, buyer.id), papers: seen.whenConfirmed?.papers ?? [] }}
        fields={fields}
        problems={problems}
      />
    ),
  })
}
