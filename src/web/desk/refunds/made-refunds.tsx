import { credit } from '../../../kit/amount.ts'
import { type Instant, nowOf } from '../../../kit/clock.ts'
import { localDay, parseDay, startOfDay } from '../../../kit/day.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { type Payment, paymentsOfOrder } from '../../../payments/payment.ts'
import { foreseeRefund } from '../../../payments/refunds/ask-refund.ts'
import { type MadeRefund, recordRefund, requireRecordable } from '../../../payments/refunds/record-refund.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { type MadeFields, RecordRefundConfirmation, RecordRefundForm } from './made-refund-form.tsx'
import { readSubject, readSum, type Subject, withMoney } from './refunds.tsx'

/** A refund that was made at the provider's own desk, and that no notice has told of. */
export const madeRefundRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskMadeRefunds', right: 'refund', act: showForm },
  { method: 'POST', route: 'deskMadeRefunds', right: 'refund', proved: 'refund', act: takeForm },
]

async function showForm(context: SignedInContext): Promise<unknown> {
  const subject = await readSubject(context, 'any')
  const date = localDay(nowOf(context.site.shop.database.clock), context.view.timeZone)
  const fields = { payment: subject.payments[0]?.id ?? '', amount: '', operation: '', reason: '', date }
  return drawForm(context, subject, fields, [])
}

async function drawForm(
  context: SignedInContext,
  subject: Subject,
  fields: MadeFields,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  return sendDeskPage(context, {
    title: context.view.t('refund.record_title'),
    at: 'orders',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RecordRefundForm
        {...commonOf(context, subject, fields)}
        payments={subject.payments}
        problems={problems.map((problem) => withMoney(context, problem))}
      />
    ),
  })
}

const commonOf = ({ view, site }: SignedInContext, { order, buyer }: Subject, fields: MadeFields) => ({
  view,
  order,
  buyer: buyer.name,
  gatewayTitle: (id: string) => site.shop.gateways.get(id)?.kind.title ?? id,
  fields,
})

/** First click: what will be written. Second click, with `sure`: it is. */
async function takeForm(context: SignedInContext): Promise<unknown> {
  const { request, site, person, view } = context
  const subject = await readSubject(context, 'any')
  const fields: MadeFields = {
    payment: fieldOf(request, 'payment'),
    amount: fieldOf(request, 'amount').trim(),
    operation: fieldOf(request, 'operation').trim(),
    reason: fieldOf(request, 'reason'),
    date: fieldOf(request, 'date').trim(),
  }
  // A second click after the first has recorded the last of it still finds its payment.
  const all = await paymentsOfOrder(site.shop.database.db, subject.order.id)
  const payment = orNotFound(
    all.find(({ id }) => id === fields.payment),
    'payment of this order',
  )
  try {
    const made = readMade(fields, payment, view.timeZone)
    if (fieldOf(request, 'sure') !== 'yes') return await drawConfirmation(context, { subject, payment, made, fields })
    await site.shop.database.transact((tx) => recordRefund(tx, made, person.id, site.shop))
  } catch (error) {
    if (!(error instanceof Failure) || error.problems.length === 0) throw error
    return drawForm(context, subject, fields, error.problems)
  }
  site.worker.wake('mails')
  return goTo(context, link('deskOrder', { orderId: subject.order.id }))
}

function readMade(fields: MadeFields, payment: Payment, timeZone: string): MadeRefund {
  const amount = readSum(fields.amount, payment.currency)
  const occurredAt = readDate(fields.date, payment, timeZone)
  const problems: FieldProblem[] = []
  if (!amount) problems.push({ field: 'amount', message: 'problem.amount_invalid' })
  if (!occurredAt) problems.push({ field: 'date', message: 'problem.refund_date' })
  if (!amount || !occurredAt) throw new Failure('invalid', 'cannot be read', problems)
  const { operation, reason } = fields
  return { paymentId: payment.id, amount, operation, reason, occurredAt }
}

/** The day begins it; on the day of the payment itself, the payment does. */
function readDate(text: string, { paidAt }: Payment, timeZone: string): Instant | undefined {
  const day = parseDay(text)
  if (day === undefined) return undefined
  return paidAt !== null && localDay(paidAt, timeZone) === day ? paidAt : startOfDay(day, timeZone)
}

type Confirmed = { subject: Subject; payment: Payment; made: MadeRefund; fields: MadeFields }

/** Nothing is written yet, but everything is checked as if. Throws Failure `invalid` with the field. */
async function drawConfirmation(
  context: SignedInContext,
  { subject, payment, made, fields }: Confirmed,
): Promise<unknown> {
  const { order } = subject
  const foreseen = await context.site.shop.database.transact(async (tx) => {
    await requireRecordable(tx, payment, made)
    return foreseeRefund(tx, { payment, order, moneyMinor: made.amount.minor })
  })
  const { bought, given, balanceMinor, leftMinor } = foreseen
  const effects = { back: credit(bought + given), balance: credit(balanceMinor), left: credit(leftMinor) }
  const { gatewayId, status } = payment
  return sendDeskPage(context, {
    title: context.view.t('refund.record_title'),
    at: 'orders',
    children: (
      <RecordRefundConfirmation
        {...commonOf(context, subject, fields)}
        foreseen={{ amount: made.amount, gatewayId, isHeld: status === 'held', ...effects }}
      />
    ),
  })
}
