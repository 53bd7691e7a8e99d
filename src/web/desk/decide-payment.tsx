import { add, amount, credit } from '../../kit/amount.ts'
import { Failure } from '../../kit/failure.ts'
import { formatMoney } from '../../messages/format.ts'
import { findOrder, type Order } from '../../orders/order.ts'
import { keepMatter, type Matter } from '../../payments/matters.ts'
import { findPayment, isOpen, type Payment } from '../../payments/payment.ts'
import {
  choicesOf,
  creditHeldPayment,
  creditOfHeld,
  giveBackHeldPayment,
  type HeldChoice,
  keepHeldPayment,
} from '../../payments/resolve-held.ts'
import { findPerson, type Person } from '../../people/person.ts'
import { creditText, dateText, timeText, type View } from '../look/view.ts'
import { paramOf, type SignedVisit } from '../visit.ts'
import type { Choice, DecisionCase, DecisionView } from './decision.ts'
import { sentenceOf, stateText } from './matters-table.tsx'

/** A payment that is held, or has been pending for too long. */
export const decidePayment: DecisionCase = {
  route: 'deskPayment',
  right: 'resolve',
  async read(visit) {
    return viewOf(visit, await readPayment(visit))
  },
  async act(visit, { choice, why, key }) {
    const { site, person } = visit
    const paymentId = paramOf(visit.request, 'paymentId')
    const decision = { paymentId, by: person.id, why }
    await site.shop.database.transact(async (tx) => {
      const payment = await findPayment(tx, paymentId)
      if (payment?.status !== 'held') return keepMatter(tx, { kind: 'long_pending', id: paymentId, by: person.id, why })
      if (choice === 'credit') return creditHeldPayment(tx, decision, site.shop)
      if (choice === 'give_back') return void (await giveBackHeldPayment(tx, { ...decision, key }))
      return keepHeldPayment(tx, decision)
    })
    for (const job of ['top-ups', 'refunds', 'mails']) site.worker.kick(job)
  },
}

type Known = { payment: Payment; order: Order; buyer: Person; heldMinor: { minor: number; unit: string } }

async function readPayment({ site, request }: SignedVisit): Promise<Known> {
  const { db } = site.shop.database
  const payment = await findPayment(db, paramOf(request, 'paymentId'))
  const order = payment && (await findOrder(db, payment.orderId))
  const buyer = order && (await findPerson(db, order.personId))
  if (!payment || !order || !buyer) throw new Failure('not_found', 'no such payment')
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
  return { payment, order, buyer, heldMinor }
}

function viewOf({ view, site }: SignedVisit, known: Known): DecisionView {
  const { t } = view
  const { payment, order, buyer, heldMinor } = known
  const { kind: gateway } = site.shop.gateways.get(payment.gatewayId) ?? {}
  const matter: Matter = {
    kind: payment.heldWhy === null ? 'long_pending' : 'held_payment',
    id: payment.id,
    since: payment.paidAt ?? payment.startedAt,
    why: payment.heldWhy ?? '',
    amount: heldMinor,
    about: gateway?.title ?? payment.gatewayId,
    order: { ...order, personName: buyer.name },
  }
  const since = `${dateText(view, matter.since, 'long')}, ${timeText(view, matter.since)}`
  const facts = [
    { label: t('decision.person'), value: `${buyer.name}, ${buyer.login}` },
    { label: t('decision.amount'), value: formatMoney(heldMinor, view.language) },
    { label: t('decision.gateway'), value: gateway?.title ?? payment.gatewayId },
    { label: t('receipt.bank_reference'), value: payment.capture ?? payment.attemptRef ?? payment.reference },
    { label: t('decision.since'), value: since },
  ]
  const open = payment.status === 'held' || isOpen(payment)
  const sentence = open ? sentenceOf(view, matter) : t('decision.settled')
  const look = open ? ({ tone: 'bad', icon: 'alert' } as const) : ({ tone: 'good', icon: 'check' } as const)
  return { title: stateText(view, matter), ...look, sentence, order, facts, choices: choicesFor(view, known) }
}

function choicesFor(view: View, { payment, order, buyer, heldMinor }: Known): Choice[] {
  const { t } = view
  if (isOpen(payment)) return [{ value: 'keep', label: t('decision.keep'), consequence: t('decision.keep_pending') }]
  const added = creditOfHeld(payment, order)
  const values = {
    credit: creditText(view, add(credit(added.creditMinor), credit(added.bonusMinor))),
    amount: formatMoney(amount(payment.capturedMinor || heldMinor.minor, payment.currency), view.language),
    name: buyer.name,
  }
  const consequences: Record<HeldChoice, string> = {
    credit: t('decision.credit_says', values),
    give_back: t('decision.give_back_says', values),
    keep: t('decision.keep_says'),
  }
  return choicesOf(payment).map((value) => ({ value, label: t(`decision.${value}`), consequence: consequences[value] }))
}
