import { perform } from '../../../db/act.ts'
import type { Tx } from '../../../db/database.ts'
import { type Instant, nowOf } from '../../../kit/clock.ts'
import { localDay, parseDay, startOfDay } from '../../../kit/day.ts'
import { type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { type Payment, paymentsOfOrder } from '../../../payments/payment.ts'
import { type MadeRefund, recordRefund } from '../../../payments/refunds/record-refund.ts'
import { type Effect, walletChange } from '../../../payments/settlement/effect.ts'
import { preview } from '../../../payments/settlement/preview-act.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { type MadeFields, RecordRefundConfirmation, RecordRefundForm } from './made-refund-form.tsx'
import { refundProblem } from './refund-problems.ts'
import { readSubject, readSum, type Subject } from './refunds.tsx'

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
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RecordRefundForm {...commonOf(context, subject, fields)} payments={subject.payments} problems={problems} />
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
  const made = readMade(fields, payment, view.timeZone)
  if (Array.isArray(made)) return drawForm(context, subject, fields, made)
  const { shop } = site
  const record = (tx: Tx) => recordRefund(tx, made, person.id, shop)
  if (fieldOf(request, 'sure') !== 'yes') {
    const seen = await preview(shop, record)
    if (seen.outcome.is === 'refused') return drawForm(context, subject, fields, [refundProblem(view, seen.outcome)])
    return drawConfirmation(context, { subject, payment, made, fields, effect: seen.effect })
  }
  const outcome = await perform(shop.database, record)
  if (outcome.is === 'refused') return drawForm(context, subject, fields, [refundProblem(view, outcome)])
  site.worker.wake('mails')
  return goTo(context, link('deskOrder', { orderId: subject.order.id }))
}

/** What was typed, or what of it cannot be read. */
function readMade(fields: MadeFields, payment: Payment, timeZone: string): MadeRefund | FieldProblem[] {
  const amount = readSum(fields.amount, payment.currency)
  const occurredAt = readDate(fields.date, payment, timeZone)
  const problems: FieldProblem[] = []
  if (!amount) problems.push({ field: 'amount', message: 'problem.amount_invalid' })
  if (!occurredAt) problems.push({ field: 'date', message: 'problem.refund_date' })
  if (!amount || !occurredAt) return problems
  const { operation, reason } = fields
  return { paymentId: payment.id, amount, operation, reason, occurredAt }
}

/** The day begins it; on the day of the payment itself, the payment does. */
function readDate(text: string, { paidAt }: Payment, timeZone: string): Instant | undefined {
  const day = parseDay(text)
  if (day === undefined) return undefined
  return paidAt !== null && localDay(paidAt, timeZone) === day ? paidAt : startOfDay(day, timeZone)
}

type Confirmed = { subject: Subject; payment: Payment; made: MadeRefund; fields: MadeFields; effect: Effect }

function drawConfirmation(context: SignedInContext, confirmed: Confirmed): Promise<unknown> {
  const { subject, payment, made, fields, effect } = confirmed
  const said = { wallet: walletChange(effect, subject.buyer.id), papers: effect.papers }
  return sendDeskPage(context, {
    title: context.view.t('refund.record_title'),
    children: (
      <RecordRefundConfirmation
        {...commonOf(context, subject, fields)}
        foreseen={{ amount: made.amount, gatewayId: payment.gatewayId, effect: said }}
      />
    ),
  })
}
