import { type Amount, amount } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { isMessageKey, type MessageKey } from '../../../messages/translate.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { findPayment, isOpen, type Payment } from '../../../payments/payment.ts'
import { type Refund, refundsOfOrder } from '../../../payments/refund.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import { type Discrepancy, openDiscrepanciesOf } from '../../../reconciliation/discrepancies.ts'
import type { ReviewItem } from '../../../review/review-items.ts'
import { bankWords, creditText, dateText, momentText, timeText, type View } from '../../look/view.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { reasonText } from '../desk-words.ts'
import { amountsOf } from '../reconciliation/discrepancy-words.ts'
import { effectOfRefund } from '../refunds/refund-effect.ts'
import type { Choice, DecisionView, ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'
import { saysItem } from './review-words.ts'

const page = {
  route: 'deskPayment',
  way: (id: string) => link('deskPayment', { paymentId: id }),
  right: 'resolve',
  proved: true,
  ofGateway: true,
  read: async (context: SignedInContext) => viewOf(context, await readPayment(context)),
} as const

/** A payment that has been pending for too long. */
export const decideLongPending: ReviewPage = { ...page, icon: 'hourglass' }

/** Money that no machine may attribute. */
export const decideHeldPayment: ReviewPage = {
  ...page,
  icon: 'alert',
  isUrgent: () => true,
  state: ({ t }, { why }) => t(reasonKey('review.held_', why) ?? 'review.kind_held_payment'),
  says: (view, item) => saysItem(view, item, item.about, reasonKey('review.says_', item.why)),
}

/** A hold says its reason in words of its own. */
function reasonKey(prefix: string, why: string): MessageKey | undefined {
  const key = `${prefix}${why}`
  return isMessageKey(key) ? key : undefined
}

type Known = {
  payment: Payment
  order: Order
  buyer: Person
  heldMinor: Amount
  /** The last time that its money was to go back. */
  refund: Refund | undefined
  /** What the provider's daily list says otherwise. */
  differences: readonly Discrepancy[]
}

async function readPayment({ site, request }: SignedInContext): Promise<Known> {
  const { db } = site.shop.database
  const payment = orNotFound(await findPayment(db, paramOf(request, 'paymentId')), 'payment')
  const order = orNotFound(await findOrder(db, payment.orderId), 'order')
  const buyer = orNotFound(await findPerson(db, order.personId), 'buyer')
  const fact = await db
    .selectFrom('paymentFact')
    .select(['amountMinor', 'currency'])
    .where('paymentId', '=', payment.id)
    .where('kind', '=', 'paid')
    .where('decision', '=', 'hold')
    .executeTakeFirst()
  const heldMinor = fact
    ? { minor: fact.amountMinor, unit: fact.currency }
    : { minor: payment.capturedMinor || payment.amountMinor, unit: payment.currency }
  const refunds = (await refundsOfOrder(db, order.id)).filter(({ paymentId }) => paymentId === payment.id)
  return {
    payment,
    order,
    buyer,
    heldMinor,
    refund: refunds.at(-1),
    differences: await openDiscrepanciesOf(db, payment.id),
  }
}

async function viewOf(context: SignedInContext, known: Known): Promise<DecisionView> {
  const { view, site } = context
  const { t } = view
  const { payment, order, buyer, heldMinor } = known
  const { kind: gateway } = site.shop.gateways.get(payment.gatewayId) ?? {}
  const item: ReviewItem = {
    kind: payment.heldWhy === null ? 'long_pending' : 'held_payment',
    id: payment.id,
    since: payment.paidAt ?? payment.startedAt,
    why: payment.heldWhy ?? '',
    amount: heldMinor,
    about: payment.gatewayId,
    order: { ...order, personName: buyer.name },
  }
  const words = item.kind === 'held_payment' ? decideHeldPayment : decideLongPending
  const title = words.state?.(view, item) ?? t(`review.kind_${item.kind}`)
  const since = momentText(view, item.since, 'long')
  const facts = [
    { label: t('decision.person'), value: `${buyer.name}, ${buyer.login}` },
    { label: t('decision.amount'), value: formatMoney(heldMinor, view.language) },
    ...toldFacts(view, known),
    { label: t('decision.gateway'), value: gateway?.title ?? payment.gatewayId },
    { label: t('receipt.bank_reference'), value: payment.capture ?? payment.attemptRef ?? payment.reference },
    { label: t('decision.since'), value: since },
  ]
  const open = payment.status === 'held' || isOpen(payment)
  const sentence = open
    ? (words.says?.(view, item) ?? saysItem(view, item, item.about))
    : t('decision.payment_now', { status: payment.status, ...bankWords(view, payment.gatewayId) })
  const look = open ? ({ tone: 'bad', icon: 'alert' } as const) : ({ tone: 'good', icon: 'check' } as const)
  const effect = known.refund && effectOfRefund(view, known.refund, payment.gatewayId)
  const choices = await choicesFor(context, known)
  return { kind: item.kind, id: item.id, title, ...look, sentence, effect, order, facts, choices }
}

/** The provider's own figures beside what its notice said: asked again, and in its daily list. */
function toldFacts(view: View, { payment, differences }: Known): DecisionView['facts'] {
  const { t, language } = view
  const { toldMinor, toldUnit, toldAt, toldWords } = payment
  const figure = toldMinor === null || toldUnit === null ? '–' : formatMoney(amount(toldMinor, toldUnit), language)
  const words = reasonText(view, toldWords ?? '')
  const bank = bankWords(view, payment.gatewayId)
  return [
    ...(toldAt === null
      ? []
      : [
          { label: t('decision.bank_figure', bank), value: figure },
          {
            label: t('decision.bank_asked', bank),
            value: `${dateText(view, toldAt, 'long')}, ${timeText(view, toldAt)}${words === '' ? '' : ` (${words})`}`,
          },
        ]),
    ...differences.map((row) => ({
      label: t('decision.listed_figure'),
      value: <a href={link('deskDifference', { differenceId: row.id })}>{amountsOf(view, row).listed}</a>,
    })),
  ]
}

/** What crediting and giving back would do, the acts say themselves. */
async function choicesFor(context: SignedInContext, known: Known): Promise<Choice[]> {
  const { view } = context
  const { t, language } = view
  const { payment, buyer } = known
  const bank = bankWords(view, payment.gatewayId)
  if (isOpen(payment)) {
    const item = { kind: 'long_pending', id: payment.id } as const
    const words = { label: t('decision.keep'), consequence: t('decision.keep_pending', bank) }
    return offer(context, { item }, (value) => ({ value, ...words }))
  }
  const item = { kind: 'held_payment', id: payment.id } as const
  return offer(context, { item, personId: buyer.id }, (value, seen) => {
    const { sold, refund } = seen && seen.outcome.is !== 'refused' ? seen.outcome : {}
    const money = sold?.price ?? (refund && amount(refund.amountMinor, refund.currency))
    const values = {
      credit: sold ? creditText(view, sold.credit) : '',
      amount: money ? formatMoney(money, language) : '',
      name: buyer.name,
    }
    return { value, label: t(`decision.${value}`, bank), consequence: t(`decision.${value}_says`, values) }
  })
}
