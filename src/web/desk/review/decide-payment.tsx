import { type Amount, add, amount, credit } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { isUnderWay } from '../../../order-history/order-situation.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { findPayment, isOpen, type Payment } from '../../../payments/payment.ts'
import { type Refund, refundsOfOrder } from '../../../payments/refund.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import { type Discrepancy, endDiscrepanciesOf, openDiscrepanciesOf } from '../../../reconciliation/discrepancies.ts'
import { askAboutHeld } from '../../../review/ask-about-held.ts'
import {
  choicesOf,
  creditHeldPayment,
  creditOfHeld,
  giveBackHeldPayment,
  type HeldChoice,
  keepHeldPayment,
  paidOfHeld,
} from '../../../review/resolve-held.ts'
import { closeReviewItem, type ReviewItem } from '../../../review/review-items.ts'
import { bankWords } from '../../look/orders/bank-words.ts'
import { creditText, dateText, momentText, timeText, type View } from '../../look/view.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { reasonText } from '../desk-words.ts'
import { amountsOf } from '../reconciliation/discrepancy-words.ts'
import { effectOfRefund } from '../refunds/refund-effect.ts'
import type { Choice, DecisionCase, DecisionView } from './decision.ts'
import { sentenceOf, stateText } from './review-table.tsx'

/** A payment that is held, or has been pending for too long. */
export const decidePayment: DecisionCase = {
  route: 'deskPayment',
  right: 'resolve',
  proved: true,
  async read(context) {
    return viewOf(context, await readPayment(context))
  },
  async act(context, { choice, why, key }) {
    const { site, person } = context
    const paymentId = paramOf(context.request, 'paymentId')
    const decision = { paymentId, by: person.id, why }
    if (choice === 'ask_again') {
      await askAboutHeld(site.shop, decision)
      return 'asked'
    }
    await site.shop.database.transact(async (tx) => {
      const payment = await findPayment(tx, paymentId)
      if (payment?.status !== 'held')
        return closeReviewItem(tx, { kind: 'long_pending', id: paymentId, by: person.id, why })
      if (choice === 'credit') await creditHeldPayment(tx, decision, site.shop)
      else if (choice === 'give_back') await giveBackHeldPayment(tx, { ...decision, key }, site.shop)
      else return keepHeldPayment(tx, decision)
      await endDiscrepanciesOf(tx, decision)
    })
    for (const job of ['refunds', 'mails'] as const) site.worker.wake(job)
    for (const id of site.shop.printSystems.byId.keys()) site.worker.wake(`top-ups at ${id}`)
    return choice === 'give_back' ? 'under_way' : 'decided'
  },
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

function viewOf({ view, site }: SignedInContext, known: Known): DecisionView {
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
    ? sentenceOf(view, item)
    : t('decision.payment_now', { status: payment.status, ...bankWords(view, payment.gatewayId) })
  const look = open ? ({ tone: 'bad', icon: 'alert' } as const) : ({ tone: 'good', icon: 'check' } as const)
  const effect = known.refund && effectOfRefund(view, known.refund, payment.gatewayId)
  return { title: stateText(view, item), ...look, sentence, effect, order, facts, choices: choicesFor(view, known) }
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

function choicesFor(view: View, known: Known): Choice[] {
  const { t } = view
  const { payment, order, buyer, heldMinor } = known
  const bank = bankWords(view, payment.gatewayId)
  if (isOpen(payment))
    return [{ value: 'keep', label: t('decision.keep'), consequence: t('decision.keep_pending', bank) }]
  if (known.refund && isUnderWay(known.refund)) return []
  const paid = paidOfHeld(payment)
  const added = creditOfHeld(payment, order)
  const values = {
    credit: creditText(view, add(credit(added.creditMinor), credit(added.bonusMinor))),
    amount: formatMoney(amount(paid.minor || heldMinor.minor, payment.currency), view.language),
    name: buyer.name,
  }
  const consequences: Record<HeldChoice | 'ask_again', string> = {
    ask_again: t('decision.ask_again_says'),
    credit: t('decision.credit_says', values),
    give_back: t('decision.give_back_says', values),
    keep: t('decision.keep_says'),
  }
  const safe = choicesOf(payment)
  const offered = safe.length > 0 ? (['ask_again', ...safe] as const) : []
  return offered.map((value) => ({ value, label: t(`decision.${value}`, bank), consequence: consequences[value] }))
}
