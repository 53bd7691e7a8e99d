import type { ComponentChildren } from 'preact'
import { amount, credit } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { daysLeft, lastDayToRefund, lastDayToWithdraw, mayWithdraw } from '../../../orders/withdrawal-period.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import { isOpenWithdrawal } from '../../../withdrawals/answer-withdrawal.ts'
import { findContract, isCalled } from '../../../withdrawals/find-contract.ts'
import { findWithdrawal, type Withdrawal } from '../../../withdrawals/withdrawal.ts'
import { computeWithdrawalSum, type WithdrawalSum } from '../../../withdrawals/withdrawal-sum.ts'
import { bankWords, creditText, dayText, momentText, type View } from '../../look/view.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { Choice, ReviewPage } from '../review/decision.ts'
import { offer } from '../review/foresee.ts'
import { AttachForm } from './attach-form.tsx'
import { saidOfAttaching } from './said-of-attaching.ts'

type Known = {
  withdrawal: Withdrawal
  open: boolean
  order: Order | undefined
  buyer: Person | undefined
  sum: WithdrawalSum | undefined
}

/** So few days before the law's deadline the case stands out. */
const urgentDays = 4

/** Somebody withdraws from a contract: refunded, refused, or closed, within fourteen days. */
export const decideWithdrawal: ReviewPage = {
  route: 'deskWithdrawal',
  way: (id) => link('deskWithdrawal', { withdrawalId: id }),
  right: 'refund',
  proved: true,
  icon: 'undo',
  says(view, { why, since }) {
    const date = dayText(view, lastDayToRefund(since, view.timeZone))
    return view.t('review.says_withdrawal', { why, date })
  },
  isUrgent: ({ timeZone }, { since }, now) => daysLeft(lastDayToRefund(since, timeZone), now, timeZone) <= urgentDays,
  async read(context) {
    const { view } = context
    const { t } = view
    const known = await readKnown(context)
    const { withdrawal, open, order } = known
    const look = open ? ({ tone: 'care', icon: 'undo' } as const) : ({ tone: 'good', icon: 'check' } as const)
    return {
      kind: 'withdrawal',
      id: withdrawal.id,
      title: t('review.kind_withdrawal'),
      ...look,
      sentence: sentenceOf(context, known),
      order,
      facts: [...typedFacts(view, known), ...(order ? orderFacts(context, known, order) : [])],
      said: saidOfAttaching(context),
      choices: await choicesOf(context, known),
      ...(open && withdrawal.status === 'received' && { aside: await drawAttach(context, known) }),
    }
  },
}

async function readKnown({ site, request }: SignedInContext): Promise<Known> {
  const { shop, config } = site
  return shop.database.transact(async (tx) => {
    const withdrawal = orNotFound(await findWithdrawal(tx, paramOf(request, 'withdrawalId')), 'withdrawal')
    const order = withdrawal.orderId === null ? undefined : await findOrder(tx, withdrawal.orderId)
    const buyer = order && (await findPerson(tx, order.personId))
    const sum = order && (await computeWithdrawalSum(tx, order, config.withdrawal))
    return { withdrawal, open: await isOpenWithdrawal(tx, withdrawal), order, buyer, sum }
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

/** The sum stands in the choice: when it has changed meanwhile, the choice is refused. */
function choicesOf(context: SignedInContext, { withdrawal, order, sum }: Known): Promise<Choice[]> {
  const { view } = context
  const { t, language } = view
  const { id, email } = withdrawal
  const seenMinor = sum?.refundMinor ?? 0
  const values = {
    amount: order ? formatMoney(amount(seenMinor, order.currency), language) : '',
    credit: creditText(view, credit(sum?.unspentMinor ?? 0)),
    email,
  }
  const whose = order && { personId: order.personId }
  return offer(context, { item: { kind: 'withdrawal', id }, right: 'refund', seenMinor, ...whose }, (choice) => ({
    value: choice === 'refund' ? `refund ${seenMinor}` : choice,
    label: t(`withdrawal.choice_${choice}`, values),
    consequence: t(`withdrawal.choice_${choice}_says`, values),
  }))
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
