import type { Shown } from '../../../credit/account-reader.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { creditName, formatFigure } from '../../../messages/format.ts'
import { mayBeCancelled, type OrderView } from '../../../order-history/order-view.ts'
import type { Balance } from '../../../printing/print-system.ts'
import type { WithdrawalState } from '../../../withdrawals/withdrawable-orders.ts'
import { AccountNote } from '../../account-shown.tsx'
import { ErrorSummary } from '../../look/form.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { Notice } from '../../look/paper.tsx'
import { addressWord, bankWords, creditText, dateText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import type { OfferedMethod } from '../recharge/payer-choice.ts'
import { Ask, Cancel, type NextProps, type ReceiptMail, TryAgain } from './order-next.tsx'
import { Papers, Ticket } from './order-ticket.tsx'

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

/** Situations of an order that may be paid, so that its page offers to. */
const isToBePaid = (shown: OrderView): boolean => mayBeCancelled(shown) && shown.situation !== 'at_bank'

/** What the person can do now. */
function Next(props: NextProps) {
  const { view, shown } = props
  const way = { href: link('home'), label: view.t('frame.back_home') }
  const isOver = shown.situation === 'credited'
  const home = isOver ? (
    <a class="btn" href={way.href}>
      {way.label}
    </a>
  ) : (
    <GoLink {...way} icon="back" />
  )
  if (shown.receipts.length > 0) {
    return (
      <>
        <Papers {...props} />
        <p>{home}</p>
      </>
    )
  }
  if (isToBePaid(shown)) {
    return (
      <>
        <TryAgain {...props} />
        <p>{home}</p>
        <Cancel view={view} orderId={shown.order.id} />
      </>
    )
  }
  return (
    <>
      <Ask view={view} shown={shown}>
        {home}
      </Ask>
      {mayBeCancelled(shown) && <Cancel view={view} orderId={shown.order.id} />}
    </>
  )
}
