import { type Amount, add, amount, credit } from '../../kit/amount.ts'
import type { FieldProblem } from '../../kit/failure.ts'
import { creditName, formatFigure, formatMoney, formatPercent } from '../../messages/format.ts'
import type { OrderView, Situation } from '../../payments/order-situation.ts'
import { ErrorSummary, Proof } from '../look/form.tsx'
import { Icon } from '../look/icon.tsx'
import type { IconName } from '../look/icon-strokes.ts'
import { Id, LedgerList, Notice, State } from '../look/paper.tsx'
import { Timeline } from '../look/timeline.tsx'
import { creditText, timeText, type View } from '../look/view.ts'
import { link } from '../routes.ts'
import type { OfferedMethod } from './method-choice.ts'

export type OrderProps = {
  shown: OrderView
  email: string
  balance: Amount
  methods: readonly OfferedMethod[]
  problems: readonly FieldProblem[]
  mailAsked: boolean
}

type Tone = 'good' | 'care' | 'bad' | 'live'
export const looks: Record<Situation, { tone: Tone; icon: IconName }> = {
  to_pay: { tone: 'live', icon: 'hourglass' },
  at_bank: { tone: 'live', icon: 'hourglass' },
  being_confirmed: { tone: 'live', icon: 'hourglass' },
  crediting: { tone: 'live', icon: 'hourglass' },
  checking_credit: { tone: 'care', icon: 'hourglass' },
  credited: { tone: 'good', icon: 'check' },
  refused: { tone: 'bad', icon: 'cross' },
  cancelled: { tone: 'care', icon: 'cross' },
  expired: { tone: 'care', icon: 'cross' },
  held: { tone: 'care', icon: 'warning' },
  refunded: { tone: 'good', icon: 'undo' },
}

/** Situations that may still change by themselves: the page listens. */
export const isMoving = (situation: Situation): boolean => !['credited', 'refunded'].includes(situation)

export function OrderPage({ view, ...props }: OrderProps & { view: View }) {
  const { order, situation } = props.shown
  const live = isMoving(situation) ? { 'data-live': link('orderEvents', { orderId: order.id }) } : {}
  return (
    <div class="split" data-situation={situation} {...live}>
      <div class="stack g5">
        <ErrorSummary view={view} problems={props.problems} />
        <Words view={view} {...props} />
        <Next view={view} {...props} />
      </div>
      <Ticket view={view} shown={props.shown} />
    </div>
  )
}

function Words({ view, shown, balance }: OrderProps & { view: View }) {
  const { t, language, brand } = view
  const { order, situation } = shown
  const values = { time: timeText(view, order.paidAt ?? order.placedAt), credit: creditText(view, shown.credited) }
  return (
    <>
      <h1>{t(`order.h_${situation}`)}</h1>
      {situation === 'credited' && (
        <div>
          <p class="soft">{t('order.new_balance')}</p>
          <p class="numeral mt3" data-count-up>
            {formatFigure(balance, language)}
            <small> {creditName(balance, language, brand.creditNames)}</small>
          </p>
        </div>
      )}
      <p class="intro">{t(`order.p_${situation}`, values)}</p>
      {shown.paidTwice && situation !== 'held' && (
        <Notice tone="care" icon="warning">
          <p>{t('order.paid_twice')}</p>
        </Notice>
      )}
      {situation === 'being_confirmed' && (
        <Notice tone="care" icon="warning">
          <p>{t('order.do_not_pay_twice')}</p>
        </Notice>
      )}
    </>
  )
}

function Next({ view, ...props }: OrderProps & { view: View }) {
  const { t } = view
  const { order, situation } = props.shown
  const home = (
    <a class="go" href={link('home')}>
      <Icon name="back" />
      {t('frame.back_home')}
    </a>
  )
  if (situation === 'credited' || situation === 'refunded')
    return (
      <>
        <Papers view={view} {...props} />
        <p>{home}</p>
      </>
    )
  if (situation === 'refused' || situation === 'cancelled' || situation === 'to_pay') {
    return (
      <>
        <TryAgain view={view} {...props} />
        <p>{home}</p>
      </>
    )
  }
  if (situation === 'expired') {
    return (
      <p class="row actions">
        <a class="btn" href={link('recharge')}>
          {t('home.recharge')}
        </a>
        {home}
      </p>
    )
  }
  return (
    <form class="row actions" method="post" action={link('orderCheck', { orderId: order.id })}>
      <Proof view={view} />
      <button class="btn quiet" type="submit">
        <Icon name="again" />
        {t('order.check')}
      </button>
      {situation === 'at_bank' && (
        <a class="btn quiet" href={link('orderPay', { orderId: order.id })}>
          {t('order.continue')}
        </a>
      )}
      {home}
    </form>
  )
}

function Papers({ view, shown, email, mailAsked }: OrderProps & { view: View }) {
  const { t } = view
  const [receipt] = shown.receipts
  if (!receipt) return null
  const receiptId = receipt.id
  return (
    <>
      <form class="row actions near" method="post" action={link('orderMail', { orderId: shown.order.id })}>
        <Proof view={view} />
        <a class="btn quiet" href={link('receipt', { receiptId })}>
          <Icon name="printer" />
          {t('order.print')}
        </a>
        <a class="btn quiet" href={link('receiptPdf', { receiptId })}>
          <Icon name="download" />
          {t('order.pdf')}
        </a>
        <button class="btn quiet" type="submit">
          <Icon name="mail" />
          {t('order.mail')}
        </button>
      </form>
      <p class="small soft" role="status">
        {mailAsked ? t('order.mail_sent') : t('order.mail_gone', { email })}
      </p>
    </>
  )
}

function TryAgain({ view, shown, methods }: OrderProps & { view: View }) {
  const { t } = view
  const { order, situation } = shown
  return (
    <section class="mt2" aria-labelledby="next" id="method" tabindex={-1}>
      <h2 class="mb3" id="next">
        {t('order.what_now')}
      </h2>
      {!methods.some(({ isAvailable }) => isAvailable) && (
        <Notice tone="care" icon="warning">
          <p>{t('method.none')}</p>
        </Notice>
      )}
      <ul class="choices">
        {methods.map((method) => (
          <li key={method.id}>
            <MethodToRetry view={view} method={method} orderId={order.id} />
          </li>
        ))}
        <li>
          <a class="choice" href={link('recharge')}>
            <Icon name="plus" size={22} />
            <span>
              <b>{t('order.other_amount')}</b>
            </span>
            <Icon name="chevron" size={18} />
          </a>
        </li>
      </ul>
      {situation === 'refused' && <p class="small soft mt3">{t('order.bank_knows')}</p>}
    </section>
  )
}

function MethodToRetry({ view, method, orderId }: { view: View; method: OfferedMethod; orderId: string }) {
  const { t } = view
  const { icon, by } = view.method(method.id)
  if (!method.isAvailable) {
    return (
      <div class="choice closed">
        <Icon name={icon} size={22} />
        <span>
          {t('order.retry', { by })}
          <small>{t('method.unavailable')}</small>
        </span>
      </div>
    )
  }
  return (
    <a class="choice" href={link('orderSummary', { orderId }, { method: method.id })}>
      <Icon name={icon} size={22} />
      <span>
        <b>{t('order.retry', { by })}</b>
      </span>
      <Icon name="chevron" size={18} />
    </a>
  )
}

function Ticket({ view, shown }: { view: View; shown: OrderView }) {
  const { t, language, brand } = view
  const { order, situation } = shown
  const price = formatMoney(amount(order.priceMinor, order.currency), language)
  const added = add(credit(order.creditMinor), credit(order.bonusMinor))
  return (
    <section class="ticket" aria-labelledby="progress">
      <header>
        <h2 id="progress" class="vh">
          {t('order.follow_up')}
        </h2>
        <p class="row apart near">
          <span class="title">{brand.name}</span>
          <State {...looks[situation]}>{t(`order.s_${situation}`)}</State>
        </p>
        <p class="small soft">
          {t('order.order_is')} <Id text={order.number} />
        </p>
      </header>
      <Timeline view={view} shown={shown} />
      <LedgerList
        lines={[
          { label: `${t('receipt.article')} ${order.articleNumber}, ${creditText(view, added)}`, figure: price },
          { label: t('summary.total'), figure: price, as: 'total' },
          {
            label: t('summary.vat', { rate: formatPercent(order.vatBp, language) }),
            figure: formatMoney(amount(order.vatMinor, order.currency), language),
            as: 'sub',
          },
        ]}
      />
      <p class="small">
        <a href={link('termsVersion', { termsId: order.termsId })}>{t('order.terms')}</a>
      </p>
    </section>
  )
}

/** For somebody who came back with the return's token alone: the state, and nothing about a person. */
export function ReturnPage({ view, situation }: { view: View; situation: Situation }) {
  const { t } = view
  const values = { time: '', credit: '' }
  return (
    <div class="lead stack" data-situation={situation}>
      <p>
        <State {...looks[situation]}>{t(`order.s_${situation}`)}</State>
      </p>
      <h1>{t(`order.h_${situation}`)}</h1>
      {situation !== 'credited' && <p>{t(`order.p_${situation}`, values)}</p>}
      <p>{t('return.sign_in')}</p>
      <p>
        <a class="btn" href={link('signIn')}>
          {t('sign_in.title')}
        </a>
      </p>
    </div>
  )
}
