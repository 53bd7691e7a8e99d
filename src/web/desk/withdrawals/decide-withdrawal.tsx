import type { ComponentChildren } from 'preact'
import { amount, credit } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { translator } from '../../../messages/translate.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { daysLeft, lastDayToRefund, lastDayToWithdraw, mayWithdraw } from '../../../orders/withdrawal-period.ts'
import { sendsRefunds } from '../../../payments/refunds/ask-refund.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import {
  acceptWithdrawal,
  closeWithdrawal,
  isOpenWithdrawal,
  refuseWithdrawal,
} from '../../../withdrawals/answer-withdrawal.ts'
import { findContract, isCalled } from '../../../withdrawals/find-contract.ts'
import { findWithdrawal, type Withdrawal } from '../../../withdrawals/withdrawal.ts'
import { computeWithdrawalSum, type WithdrawalSum } from '../../../withdrawals/withdrawal-sum.ts'
import { bankWords } from '../../look/orders/bank-words.ts'
import { creditText, dayText, momentText, type View } from '../../look/view.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import type { Choice, DecisionCase } from '../review/decision.ts'
import { AttachForm } from './attach-form.tsx'
import { saidOfAttaching } from './said-of-attaching.ts'

type Known = {
  withdrawal: Withdrawal
  open: boolean
  order: Order | undefined
  buyer: Person | undefined
  sum: WithdrawalSum | undefined
  /** Whether the gateway of the payment gives money back by itself. */
  canRefund: boolean
}

/** Somebody withdraws from a contract: refunded, refused, or closed, within fourteen days. */
export const decideWithdrawal: DecisionCase = {
  route: 'deskWithdrawal',
  right: 'refund',
  proved: true,
  async read(context) {
    const { view } = context
    const { t } = view
    const known = await readKnown(context)
    const { withdrawal, open, order } = known
    const look = open ? ({ tone: 'care', icon: 'undo' } as const) : ({ tone: 'good', icon: 'check' } as const)
    return {
      title: t('review.kind_withdrawal'),
      ...look,
      sentence: sentenceOf(context, known),
      order,
      facts: [...typedFacts(view, known), ...(order ? orderFacts(context, known, order) : [])],
      said: saidOfAttaching(context),
      choices: open ? choicesOf(view, known) : [],
      ...(open && withdrawal.status === 'received' && { aside: await drawAttach(context, known) }),
    }
  },
  async act({ site, request, person }, { choice, why, key }) {
    const withdrawalId = paramOf(request, 'withdrawalId')
    const answer = { withdrawalId, by: person.id, why }
    await site.shop.database.transact(async (tx) => {
      if (choice === 'refuse') return refuseWithdrawal(tx, answer)
      if (choice === 'close') return closeWithdrawal(tx, answer)
      const withdrawal = await findWithdrawal(tx, withdrawalId)
      const rules = site.config.withdrawal
      const reason = translator(withdrawal?.language ?? 'fr')('withdrawal.refund_reason')
      const seenMinor = Number(choice.split(' ')[1])
      await acceptWithdrawal(tx, { ...answer, key, rules, reason, seenMinor }, site.shop)
    })
    for (const job of ['refunds', 'mails'] as const) site.worker.wake(job)
    return choice === 'refuse' || choice === 'close' ? 'decided' : 'under_way'
  },
}

async function readKnown({ site, request }: SignedInContext): Promise<Known> {
  const { shop, config } = site
  return shop.database.transact(async (tx) => {
    const withdrawal = orNotFound(await findWithdrawal(tx, paramOf(request, 'withdrawalId')), 'withdrawal')
    const order = withdrawal.orderId === null ? undefined : await findOrder(tx, withdrawal.orderId)
    const buyer = order && (await findPerson(tx, order.personId))
    const sum = order && (await computeWithdrawalSum(tx, order, config.withdrawal))
    const canRefund = sum?.payment !== undefined && sendsRefunds(shop, sum.payment.gatewayId)
    return { withdrawal, open: await isOpenWithdrawal(tx, withdrawal), order, buyer, sum, canRefund }
  })
}

function sentenceOf({ view, site }: SignedInContext, { withdrawal, open, order, sum }: Known): string {
  const { t } = view
  const { status, declaredAt } = withdrawal
  if (!open) return t('withdrawal.desk_settled', { status })
  const deadline = lastDayToRefund(declaredAt, view.timeZone)
  const left = daysLeft(deadline, nowOf(site.shop.database.clock), view.timeZone)
  const values = { date: dayText(view, deadline), left }
  if (status === 'accepted') {
    return t('withdrawal.desk_bank_refused', { ...values, ...bankWords(view, sum?.payment?.gatewayId) })
  }
  if (left < 0) return t('withdrawal.desk_late', values)
  if (!order) return t('withdrawal.desk_unknown', values)
  if (sum?.creditOpen) return t('withdrawal.desk_credit_open', values)
  return t('withdrawal.desk_open', values)
}

type Fact = { label: string; value: ComponentChildren }

function typedFacts(view: View, { withdrawal }: Known): Fact[] {
  const { t } = view
  const { name, contract, email, declaredAt, declaredBy, id } = withdrawal
  return [
    {
      label: t('withdrawal.declared_at'),
      value: momentText(view, declaredAt, 'long'),
    },
    { label: t('withdrawal.typed_name'), value: name },
    { label: t('withdrawal.typed_contract'), value: contract },
    { label: t('withdrawal.typed_email'), value: email },
    { label: t('withdrawal.signed_in'), value: t(declaredBy === null ? 'withdrawal.no' : 'withdrawal.yes') },
    { label: t('decision.id'), value: id },
  ]
}

function orderFacts({ view, site }: SignedInContext, known: Known, order: Order): Fact[] {
  const { t, language } = view
  const { withdrawal, buyer, sum } = known
  const counted = { days: site.config.withdrawal.days, timeZone: view.timeZone }
  const lastDay = dayText(view, lastDayToWithdraw(order.placedAt, counted))
  const inTime = mayWithdraw(order.placedAt, withdrawal.declaredAt, counted)
  const facts: Fact[] = [
    { label: t('withdrawal.account_of'), value: buyer ? `${buyer.name}, ${buyer.email ?? t('people.no_email')}` : '' },
    { label: t('withdrawal.ordered'), value: momentText(view, order.placedAt) },
    {
      label: t('withdrawal.period'),
      value: t(inTime ? 'withdrawal.in_time' : 'withdrawal.too_late', { date: lastDay }),
    },
    { label: t('withdrawal.immediate'), value: t(order.immediateUse === 1 ? 'withdrawal.yes' : 'withdrawal.no') },
  ]
  if (!sum?.payment) return [...facts, { label: t('decision.amount'), value: t('withdrawal.nothing_left') }]
  const money = (minor: number) => formatMoney(amount(minor, order.currency), language)
  const used = creditText(view, credit(sum.creditMinor - sum.unspentMinor))
  return [
    ...facts,
    { label: t('withdrawal.paid'), value: money(sum.leftMinor) },
    { label: t('withdrawal.unspent'), value: creditText(view, credit(sum.unspentMinor)) },
    {
      label: t('withdrawal.used'),
      value: t(sum.chargesUse ? 'withdrawal.used_due' : 'withdrawal.used_free', { used }),
    },
    { label: t('withdrawal.to_refund'), value: money(sum.refundMinor) },
  ]
}

/** The sum stands in the choice: when it has changed meanwhile, the choice is no longer offered. */
function choicesOf(view: View, { withdrawal, order, sum, canRefund }: Known): Choice[] {
  const { t, language } = view
  const choices: Choice[] = []
  if (order && sum && sum.refundMinor > 0 && !sum.creditOpen && canRefund) {
    const values = {
      amount: formatMoney(amount(sum.refundMinor, order.currency), language),
      credit: creditText(view, credit(sum.unspentMinor)),
    }
    choices.push({
      value: `refund ${sum.refundMinor}`,
      label: t('withdrawal.choice_refund', values),
      consequence: t('withdrawal.choice_refund_says', values),
    })
  }
  if (withdrawal.status === 'received')
    choices.push({
      value: 'refuse',
      label: t('withdrawal.choice_refuse'),
      consequence: t('withdrawal.choice_refuse_says', { email: withdrawal.email }),
    })
  choices.push({
    value: 'close',
    label: t('withdrawal.choice_close'),
    consequence: t('withdrawal.choice_close_says', { email: withdrawal.email }),
  })
  return choices
}

/** The number may be right and the name another: whoever decides sees both before tying them together. */
async function drawAttach({ site, view }: SignedInContext, { withdrawal, order }: Known): Promise<ComponentChildren> {
  const { db } = site.shop.database
  if (!view.rights.includes('refund')) return undefined
  const found = order ? undefined : await findContract(db, withdrawal.contract)
  const owner = found && (await findPerson(db, found.personId))
  const differs = owner && !isCalled(withdrawal.name, owner.name) ? owner.name : undefined
  return (
    <AttachForm
      view={view}
      withdrawalId={withdrawal.id}
      number={found?.number ?? order?.number ?? ''}
      owner={differs}
    />
  )
}
