import type { Amount } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { Order } from '../../../orders/order.ts'
import type { Payment } from '../../../payments/payment.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { CreditEffects, fallsBelowZero, PaymentChoices, type RefundEffect, RefundHead } from './refund-form.tsx'

/** What was typed, kept from page to page. */
export type MadeFields = { payment: string; amount: string; operation: string; reason: string; date: string }

type Common = {
  view: View
  order: Order
  buyer: string
  gatewayTitle: (id: string) => string
  fields: MadeFields
  problems: readonly FieldProblem[]
}

/** What was given back at the provider's own desk: how much, under which reference, when and why. */
export function RecordRefundForm({ payments, ...common }: Common & { payments: readonly Payment[] }) {
  const { view, order, buyer, gatewayTitle, fields, problems } = common
  const { t } = view
  const chosen = payments.find(({ id }) => id === fields.payment) ?? payments[0]
  const field = { view, problems }
  return (
    <>
      <RefundHead view={view} order={order} buyer={buyer} title="refund.record_title" />
      {chosen === undefined ? (
        <p class="soft">{t('refund.nothing')}</p>
      ) : (
        <form class="form narrow" method="post" action={link('deskMadeRefunds', { orderId: order.id })}>
          <CsrfToken view={view} />
          <ErrorSummary view={view} problems={problems} />
          <p>{t('refund.record_intro')}</p>
          <PaymentChoices view={view} payments={payments} chosen={chosen.id} gatewayTitle={gatewayTitle} />
          <Field
            {...field}
            name="amount"
            label={`${t('refund.amount')} (${chosen.currency})`}
            value={fields.amount}
            inputmode="decimal"
          />
          <Field
            {...field}
            name="operation"
            label={t('refund.reference')}
            hint={t('refund.reference_hint')}
            value={fields.operation}
            autocomplete="off"
          />
          <Field {...field} name="date" type="date" label={t('refund.date')} value={fields.date} />
          <Field
            {...field}
            name="reason"
            label={t('refund.reason')}
            hint={t('refund.reason_hint')}
            value={fields.reason}
          />
          <p class="row">
            <button class="btn" type="submit">
              {t('refund.check')}
              <Icon name="forward" />
            </button>
          </p>
        </form>
      )}
    </>
  )
}

type Foreseen = { amount: Amount; gatewayId: string; effect: RefundEffect }

/** What will be written, in words, and the button that writes it. */
export function RecordRefundConfirmation({ foreseen, ...common }: Omit<Common, 'problems'> & { foreseen: Foreseen }) {
  const { view, order, buyer, gatewayTitle, fields } = common
  const { t, language } = view
  const { gatewayId, amount: sum, effect } = foreseen
  const money = formatMoney(sum, language)
  const { operation } = fields
  const here = { orderId: order.id }
  return (
    <>
      <RefundHead view={view} order={order} buyer={buyer} title="refund.record_title" />
      <form class="form narrow" method="post" action={link('deskMadeRefunds', here)} data-once>
        <CsrfToken view={view} />
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <section aria-labelledby="consequences">
          <h2 class="title mb3" id="consequences">
            {t('refund.consequences')}
          </h2>
          <ul class="prose">
            <li>{t('refund.says_recorded', { amount: money, gateway: gatewayTitle(gatewayId), operation })}</li>
            <CreditEffects view={view} buyer={buyer} effect={effect} />
            {fallsBelowZero(effect) && <li>{t('refund.says_below_zero')}</li>}
          </ul>
        </section>
        <p class="row">
          <button class="btn" type="submit" name="sure" value="yes">
            {t('refund.record', { amount: money })}
          </button>
          <GoLink href={link('deskMadeRefunds', here)} label={t('refund.change')} />
        </p>
      </form>
    </>
  )
}
