import { type Amount, amount, subtract } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatFigure, formatMoney } from '../../../messages/format.ts'
import type { MessageKey } from '../../../messages/translate.ts'
import type { Order } from '../../../orders/order.ts'
import type { Payment } from '../../../payments/payment.ts'
import { refundableMinor } from '../../../payments/refunds/ask-refund.ts'
import type { Effect, WalletChange } from '../../../payments/settlement/effect.ts'
import { Choice, Tick } from '../../look/choice.tsx'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { Id } from '../../look/paper.tsx'
import { creditText, dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** What was typed, kept from page to page. */
export type RefundFields = { paymentId: string; amount: string; reason: string; belowZero: boolean; key: string }

type FormProps = {
  view: View
  order: Order
  buyer: string
  payments: readonly Payment[]
  gatewayTitle: (id: string) => string
  fields: RefundFields
  problems: readonly FieldProblem[]
}

/** How much, of which payment, and why. Nothing happens by this form alone. */
export function RefundForm({ view, order, buyer, payments, gatewayTitle, fields, problems }: FormProps) {
  const { t } = view
  if (payments.length === 0) {
    return (
      <>
        <RefundHead view={view} order={order} buyer={buyer} />
        <p class="soft">{t('refund.nothing')}</p>
      </>
    )
  }
  const left = payments.find((payment) => payment.id === fields.paymentId) ?? payments[0]
  return (
    <>
      <RefundHead view={view} order={order} buyer={buyer} />
      <form class="form narrow" method="post" action={link('deskRefunds', { orderId: order.id })}>
        <CsrfToken view={view} />
        <input type="hidden" name="key" value={fields.key} />
        <ErrorSummary view={view} problems={problems} />
        <PaymentChoices view={view} payments={payments} chosen={left?.id} gatewayTitle={gatewayTitle} />
        <Field
          view={view}
          name="amount"
          label={`${t('refund.amount')} (${left?.currency ?? ''})`}
          value={fields.amount}
          inputmode="decimal"
          problems={problems}
        />
        <Field
          view={view}
          name="reason"
          label={t('refund.reason')}
          hint={t('refund.reason_hint')}
          value={fields.reason}
          problems={problems}
        />
        <p class="row">
          <button class="btn" type="submit">
            {t('refund.check')}
            <Icon name="forward" />
          </button>
        </p>
      </form>
    </>
  )
}

type PaymentsProps = Pick<FormProps, 'view' | 'payments' | 'gatewayTitle'> & { chosen: string | undefined }

/** Which payment it is of, with what is left of each. */
export function PaymentChoices({ view, payments, gatewayTitle, chosen }: PaymentsProps) {
  const { t, language } = view
  return (
    <Choice
      view={view}
      name="payment"
      legend={t('refund.payment')}
      chosen={chosen}
      options={payments.map((payment) => ({
        value: payment.id,
        label: t('refund.payment_line', {
          amount: formatMoney(amount(payment.capturedMinor, payment.currency), language),
          gateway: gatewayTitle(payment.gatewayId),
          date: dateText(view, payment.paidAt ?? payment.startedAt),
        }),
        says: t('refund.at_most', { left: formatMoney(amount(refundableMinor(payment), payment.currency), language) }),
      }))}
    />
  )
}

/** The head of a page about giving money of an order back. */
export function RefundHead({
  view,
  order,
  buyer,
  title = 'refund.title',
}: {
  view: View
  order: Order
  buyer: string
  title?: MessageKey
}) {
  const { t } = view
  return (
    <PageHead
      title={t(title)}
      back={{ href: link('deskOrder', { orderId: order.id }), label: <Id text={order.number} /> }}
      says={buyer}
    />
  )
}

/** What an act said of itself: how the buyer's credit changes, and the papers that follow. */
export type RefundEffect = { wallet: WalletChange | undefined; papers: Effect['papers'] }

export const fallsBelowZero = ({ wallet }: RefundEffect): boolean =>
  wallet !== undefined && wallet.after.total.minor < 0

/** What follows from money that goes back: credit, balance, paper. */
export function CreditEffects({ view, buyer, effect }: Pick<ConfirmationProps, 'view' | 'buyer' | 'effect'>) {
  const { t, language } = view
  const { wallet, papers } = effect
  const isCredited = papers.some(({ kind }) => kind === 'credit_note')
  return (
    <>
      <li>
        {wallet
          ? t('refund.says_credit', {
              credit: creditText(view, subtract(wallet.before.total, wallet.after.total)),
              name: buyer,
              before: formatFigure(wallet.before.total, language),
              after: formatFigure(wallet.after.total, language),
            })
          : t('refund.says_no_credit', { name: buyer })}
      </li>
      <li>{t(isCredited ? 'refund.says_note' : 'refund.says_held')}</li>
    </>
  )
}

type ConfirmationProps = {
  view: View
  order: Order
  buyer: string
  gateway: string
  asked: Amount
  effect: RefundEffect
  fields: RefundFields
  problems: readonly FieldProblem[]
}

/** What will happen, in words, and the one button that makes it happen. */
export function RefundConfirmation({ view, order, fields, problems, ...known }: ConfirmationProps) {
  const { t, language } = view
  const { buyer, gateway, asked, effect } = known
  const money = formatMoney(asked, language)
  return (
    <>
      <RefundHead view={view} order={order} buyer={buyer} />
      <form class="form narrow" method="post" action={link('deskRefunds', { orderId: order.id })} data-once>
        <CsrfToken view={view} />
        <input type="hidden" name="key" value={fields.key} />
        <input type="hidden" name="payment" value={fields.paymentId} />
        <input type="hidden" name="amount" value={fields.amount} />
        <input type="hidden" name="reason" value={fields.reason} />
        <ErrorSummary view={view} problems={problems} />
        <section aria-labelledby="consequences">
          <h2 class="title mb3" id="consequences">
            {t('refund.consequences')}
          </h2>
          <ul class="prose">
            <li>{t('refund.says_money', { amount: money, gateway })}</li>
            <CreditEffects view={view} buyer={buyer} effect={effect} />
          </ul>
        </section>
        {effect.wallet && fallsBelowZero(effect) && (
          <Tick view={view} name="below_zero" problems={problems}>
            {t('refund.below_zero', { after: formatFigure(effect.wallet.after.total, language) })}
          </Tick>
        )}
        <p class="row">
          <button class="btn bad" type="submit" name="sure" value="yes">
            <Icon name="undo" />
            {t('refund.confirm', { amount: money })}
          </button>
          <GoLink href={link('deskRefunds', { orderId: order.id })} label={t('refund.change')} />
        </p>
      </form>
    </>
  )
}
