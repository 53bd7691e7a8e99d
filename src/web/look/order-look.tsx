import type { ComponentChildren } from 'preact'
import { amount } from '../../kit/amount.ts'
import { formatMoney } from '../../messages/format.ts'
import type { Situation } from '../../order-history/order-situation.ts'
import type { Step } from '../../order-history/order-steps.ts'
import type { OrderView } from '../../order-history/order-view.ts'
import type { Refund } from '../../payments/refund.ts'
import { link } from '../routes.ts'
import type { IconName } from './icon-strokes.ts'
import { State } from './paper.tsx'
import { Timeline } from './timeline.tsx'
import { addressWord, bankWords, creditText, dateText, timeText, type View } from './view.ts'

type Tone = 'good' | 'care' | 'bad' | 'live'

/** The sign and the colour of each situation, the same on the portal and at the desk. */
export const situationLooks: Readonly<Record<Situation, { tone: Tone; icon: IconName }>> = {
  to_pay: { tone: 'live', icon: 'hourglass' },
  at_bank: { tone: 'live', icon: 'hourglass' },
  being_confirmed: { tone: 'live', icon: 'hourglass' },
  refused: { tone: 'bad', icon: 'cross' },
  abandoned: { tone: 'care', icon: 'hourglass' },
  held: { tone: 'care', icon: 'warning' },
  given_back: { tone: 'care', icon: 'undo' },
  cancelled: { tone: 'care', icon: 'cross' },
  expired: { tone: 'care', icon: 'cross' },
  crediting: { tone: 'live', icon: 'hourglass' },
  checking_credit: { tone: 'care', icon: 'hourglass' },
  credit_stopped: { tone: 'care', icon: 'warning' },
  credited: { tone: 'good', icon: 'check' },
  refunding: { tone: 'live', icon: 'undo' },
  partly_refunded: { tone: 'good', icon: 'undo' },
  refunded: { tone: 'good', icon: 'undo' },
  charged_back: { tone: 'care', icon: 'warning' },
}

/** Where an order stands, in a word. */
export function SituationState({ view, situation }: { view: View; situation: Situation }) {
  return <State {...situationLooks[situation]}>{view.t(`order.s_${situation}`)}</State>
}

/** What has happened to an order, step by step. */
export function OrderSteps({ view, shown }: { view: View; shown: OrderView }) {
  return (
    <Timeline
      view={view}
      moments={shown.steps.map((step) => ({
        key: step.refund?.id ?? step.name,
        state: step.state,
        when: step.at && timeText(view, step.at),
        name: nameOf(view, step, shown),
        detail: detailOf(view, step, shown),
      }))}
    />
  )
}

function nameOf(view: View, step: Step, { situation, payment }: OrderView): string {
  const { t } = view
  switch (step.name) {
    case 'refund':
      return t('step.refund', { state: step.state, amount: step.refund ? moneyOf(view, step.refund) : '' })
    case 'sent':
      return t('step.sent', bankWords(view, payment?.gatewayId))
    case 'paid':
      if (step.state === 'done') return t('step.paid')
      return step.state === 'stop' || step.state === 'care' ? t('step.unpaid', { situation }) : t('step.paid_now')
    case 'credited':
      return t(step.state === 'done' ? 'step.credited' : 'step.credit')
    default:
      return t(`step.${step.name}`)
  }
}

const moneyOf = ({ language }: View, refund: Refund): string =>
  formatMoney(amount(refund.amountMinor, refund.currency), language)

function detailOf(view: View, step: Step, shown: OrderView): ComponentChildren {
  const { t } = view
  const { order, payment, receipts, situation, credited } = shown
  const receipt = receipts.find(({ kind }) => kind === 'receipt')
  switch (step.name) {
    case 'placed':
      return dateText(view, order.placedAt, 'long')
    case 'sent':
      return payment && view.method(payment.gatewayId).long
    case 'paid':
      if (step.state === 'done') return payment?.payerMark
      return situation === 'being_confirmed' || situation === 'at_bank'
        ? t('step.waiting_bank', bankWords(view, payment?.gatewayId))
        : ''
    case 'credited':
      return t('step.of_credit', { credit: creditText(view, credited) })
    case 'receipt':
      if (!receipt) return t('step.receipt_later', { address: addressWord(view) })
      return (
        <a href={link('receipt', { receiptId: receipt.id })}>{t('step.receipt_number', { number: receipt.number })}</a>
      )
    case 'refund':
      return step.refund && refundDetail(view, step.refund, step, shown)
  }
}

/** The day, because a refund may follow months later; then its credit note, or where it stands. */
function refundDetail(view: View, refund: Refund, { at, state }: Step, { receipts, payments }: OrderView) {
  const { t } = view
  const note = receipts.find(({ refundId }) => refundId === refund.id)
  const date = dateText(view, at ?? refund.askedAt)
  const hadCredit = refund.boughtMinor + refund.givenMinor > 0
  const gatewayId = payments.find(({ id }) => id === refund.paymentId)?.gatewayId
  return (
    <>
      {state === 'done' && t('step.refund_done', { date })}
      {state === 'now' && t('step.refund_now', { date, ...bankWords(view, gatewayId) })}
      {state === 'stop' && t('step.refund_stop', { date, credit: hadCredit ? 'back' : 'none' })}
      {note && (
        <>
          {', '}
          <a href={link('receipt', { receiptId: note.id })}>{t('step.note_number', { number: note.number })}</a>
        </>
      )}
    </>
  )
}
