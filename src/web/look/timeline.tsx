import type { OrderView, Step } from '../../payments/order-situation.ts'
import { link } from '../routes.ts'
import { Icon } from './icon.tsx'
import { creditText, dateText, timeText, type View } from './view.ts'

/** What has happened to an order, step by step: shape and colour and a word for who listens. */
export function Timeline({ view, shown }: { view: View; shown: OrderView }) {
  return (
    <ol class="timeline">
      {shown.steps.map((step) => (
        <li key={step.name} class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span class="when">{step.at && timeText(view, step.at)}</span>
          <span class="dot">
            {step.state === 'done' && <Icon name="check" size={12} />}
            {step.state === 'stop' && <Icon name="cross" size={12} />}
            {step.state === 'care' && '!'}
          </span>
          <div>
            <b>
              {nameOf(view, step, shown)}
              <span class="vh"> {view.t('step.state', { state: step.state })}</span>
            </b>
            <small>{detailOf(view, step, shown)}</small>
          </div>
        </li>
      ))}
    </ol>
  )
}

function nameOf({ t }: View, step: Step, { situation }: OrderView): string {
  if (step.name !== 'paid' || step.state === 'done') return t(`step.${step.name}`)
  return step.state === 'stop' || step.state === 'care' ? t('step.unpaid', { situation }) : t('step.paid_now')
}

function detailOf(view: View, step: Step, { order, payment, receipts, situation, credited }: OrderView) {
  const { t } = view
  const [receipt] = receipts
  switch (step.name) {
    case 'placed':
      return dateText(view, order.placedAt, 'long')
    case 'sent':
      return payment && view.method(payment.gatewayId).long
    case 'paid':
      if (step.state === 'done') return payment?.payerMark
      return situation === 'being_confirmed' || situation === 'at_bank' ? t('step.waiting_bank') : ''
    case 'credited':
      return t('step.of_credit', { credit: creditText(view, credited) })
    case 'receipt':
      if (!receipt) return t('step.receipt_later')
      return (
        <a href={link('receipt', { receiptId: receipt.id })}>{t('step.receipt_number', { number: receipt.number })}</a>
      )
  }
}
