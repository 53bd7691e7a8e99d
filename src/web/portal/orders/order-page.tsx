import type { Shown } from '../../../credit/account-reader.ts'
import { add, amount, credit } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { creditName, formatFigure, formatMoney, formatPercent } from '../../../messages/format.ts'
import type { Situation } from '../../../order-history/order-situation.ts'
import type { OrderView } from '../../../order-history/order-view.ts'
import type { Balance } from '../../../printing/print-system.ts'
import type { WithdrawalState } from '../../../withdrawals/withdrawable-orders.ts'
import { AccountNote } from '../../look/account-note.tsx'
import { ErrorSummary } from '../../look/form.tsx'
import { OrderSteps } from '../../look/orders/order-steps.tsx'
import { SituationState } from '../../look/orders/situation-look.tsx'
import { Lead } from '../../look/page-head.tsx'
import { Id, type LedgerLine, LedgerList, Notice } from '../../look/paper.tsx'
import { addressWord, bankWords, creditText, dateText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import type { OfferedMethod } from '../recharge/payer-choice.ts'
import { Next, type ReceiptMail } from './order-next.tsx'
import { OrderWithdrawal } from './order-withdrawal.tsx'

export type OrderProps = {
  shown: OrderView
  account: Shown<Balance>
  methods: readonly OfferedMethod[]
  problems: readonly FieldProblem[]
  /** What became of the newest letter with the receipt. */
  receiptMail: ReceiptMail | undefined
  withdrawal: WithdrawalState
}

/** Whether the page listens, because it may still change by itself. */
const isMoving = ({ situation, besides }: OrderView): boolean =>
  !['credited', 'partly_refunded', 'refunded'].includes(situation) || Object.values(besides).some(Boolean)

export function OrderPage({ view, ...props }: OrderProps & { view: View }) {
  const { shown } = props
  const live = isMoving(shown) ? { 'data-live': link('orderEvents', { orderId: shown.order.id }) } : {}
  return (
    <div class="split" data-situation={shown.situation} {...live}>
      <div class="stack g5">
        <ErrorSummary view={view} problems={props.problems} />
        <Words view={view} {...props} />
        <Next view={view} {...props} />
      </div>
      <Ticket view={view} shown={shown} withdrawal={props.withdrawal} />
    </div>
  )
}

function Words({ view, shown, account }: OrderProps & { view: View }) {
  const { t, language, brand } = view
  const { order, situation } = shown
  const instant = order.paidAt ?? order.placedAt
  const bank = bankWords(view, shown.payment?.gatewayId)
  const values = {
    ...bank,
    date: dateText(view, instant),
    time: timeText(view, instant),
    credit: creditText(view, shown.credited),
    address: addressWord(view),
  }
  return (
    <>
      <h1>{t(`order.h_${situation}`, bank)}</h1>
      {situation === 'credited' && (
        <div>
          {account.value && (
            <>
              <p class="soft">{t('order.balance')}</p>
              <p class="numeral mt3" data-count-up>
                {formatFigure(account.value.total, language)}
                <small> {creditName(account.value.total, language, brand.creditNames)}</small>
              </p>
            </>
          )}
          <AccountNote view={view} account={account} />
        </div>
      )}
      <p class="intro">{t(`order.p_${situation}`, values)}</p>
      {warningsOf(shown).map((warning) => (
        <Notice tone="care" icon="warning" key={warning}>
          <p>{t(`order.${warning}`, bank)}</p>
        </Notice>
      ))}
    </>
  )
}

type Warning = 'do_not_pay_twice' | 'try_again_later' | 'paid_twice' | 'other_held' | 'other_pending' | 'refund_refused'

/** What must not be overlooked beside the situation itself. */
function warningsOf({ order, situation, besides, refunds }: OrderView): Warning[] {
  const waits = situation === 'being_confirmed'
  const told: Array<Warning | false> = [
    waits && 'do_not_pay_twice',
    waits && order.status === 'placed' && 'try_again_later',
    besides.paidTwice && 'paid_twice',
    besides.held && 'other_held',
    besides.pending && 'other_pending',
    refunds.at(-1)?.status === 'refused' && 'refund_refused',
  ]
  return told.filter((each) => each !== false)
}

function Ticket({ view, shown, withdrawal }: Pick<OrderProps, 'shown' | 'withdrawal'> & { view: View }) {
  const { t, brand } = view
  const { order, situation } = shown
  return (
    <section class="ticket" aria-labelledby="progress">
      <header>
        <h2 id="progress" class="vh">
          {t('order.follow_up')}
        </h2>
        <p class="row apart near">
          <span class="title">{brand.name}</span>
          <SituationState view={view} situation={situation} />
        </p>
        <p class="small soft">
          {t('order.order_is')} <Id text={order.number} />
        </p>
        <p class="small">
          <button class="plain-button" type="button" hidden data-copy={order.number} data-copied={t('order.copied')}>
            {t('order.copy')}
          </button>
        </p>
      </header>
      <OrderSteps view={view} shown={shown} />
      <LedgerList lines={figuresOf(view, shown)} />
      <p class="small">
        <a href={link('termsVersion', { termsId: order.termsId })}>{t('order.terms')}</a>
      </p>
      <OrderWithdrawal view={view} state={withdrawal} number={order.number} />
    </section>
  )
}

function figuresOf(view: View, { order, refunds }: OrderView): LedgerLine[] {
  const { t, language } = view
  const money = (minor: number) => formatMoney(amount(minor, order.currency), language)
  const added = add(credit(order.creditMinor), credit(order.bonusMinor))
  const done = refunds.filter(({ status, currency }) => status === 'done' && currency === order.currency)
  const backMinor = done.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const back: LedgerLine[] = backMinor === 0 ? [] : [{ label: t('order.given_back'), figure: money(-backMinor) }]
  return [
    {
      label: `${t('receipt.article')} ${order.articleNumber}, ${creditText(view, added)}`,
      figure: money(order.priceMinor),
    },
    { label: t('summary.total'), figure: money(order.priceMinor), as: 'total' },
    {
      label: t('summary.vat', { rate: formatPercent(order.vatBp, language) }),
      figure: money(order.vatMinor),
      as: 'sub',
    },
    ...back,
  ]
}

/** For somebody who came back with the return's token alone: the state, and nothing about a person. */
export function ReturnPage({
  view,
  situation,
  gatewayId,
  next,
}: {
  view: View
  situation: Situation
  gatewayId: string
  /** Where sign-in leads: the order. */
  next: string
}) {
  const { t } = view
  const bank = bankWords(view, gatewayId)
  return (
    <div data-situation={situation}>
      <Lead title={t(`order.h_${situation}`, bank)} state={<SituationState view={view} situation={situation} />}>
        {situation !== 'credited' && (
          <p>{t(`order.p_${situation}`, { ...bank, date: '', time: '', credit: '', address: addressWord(view) })}</p>
        )}
        <p>{t('return.sign_in')}</p>
        <p>
          <a class="btn" href={link('signIn', {}, { next })}>
            {t('sign_in.title')}
          </a>
        </p>
      </Lead>
    </div>
  )
}
