import { add, amount, credit } from '../../../kit/amount.ts'
import { formatMoney, formatPercent } from '../../../messages/format.ts'
import type { OrderView } from '../../../order-history/order-view.ts'
import type { WithdrawalState } from '../../../withdrawals/withdrawable-orders.ts'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { OrderSteps, SituationState } from '../../look/order-look.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { Id, type LedgerLine, LedgerList } from '../../look/paper.tsx'
import { creditText, dateText, dayText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import type { NextProps } from './order-next.tsx'
import type { OrderProps } from './order-page.tsx'

/** On an order: the way to withdraw from it while its period runs, and what became of a withdrawal. */
export function OrderWithdrawal({ view, state, number }: { view: View; state: WithdrawalState; number: string }) {
  const { t } = view
  if (state.is === 'over') return null
  if (state.is === 'declared') {
    const { status, declaredAt } = state.withdrawal
    const values = { date: dateText(view, declaredAt), time: timeText(view, declaredAt) }
    return <p class="small">{t(`withdrawal.order_${status}`, values)}</p>
  }
  const [before, words, after] = t('withdrawal.order_until', { date: dayText(view, state.lastDay) }).split(/<\/?a>/)
  return (
    <p class="small">
      {before}
      <a href={link('withdrawal', {}, { contract: number })}>{words}</a>
      {after}
    </p>
  )
}

export function Ticket({ view, shown, withdrawal }: Pick<OrderProps, 'shown' | 'withdrawal'> & { view: View }) {
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

/** The receipt to print, keep or receive, and below it the credit notes. */
export function Papers({ view, shown, receiptMail }: NextProps) {
  const { t } = view
  const receipt = shown.receipts.find(({ kind }) => kind === 'receipt')
  const notes = shown.receipts.filter(({ kind }) => kind === 'credit_note')
  return (
    <>
      {receipt && (
        <form class="row actions near" method="post" action={link('orderMail', { orderId: shown.order.id })}>
          <CsrfToken view={view} />
          <a class="btn quiet" href={`${link('receipt', { receiptId: receipt.id })}#print`}>
            <Icon name="printer" />
            {t('order.print')}
          </a>
          <a class="btn quiet" href={link('receiptPdf', { receiptId: receipt.id })}>
            <Icon name="download" />
            {t('order.pdf')}
          </a>
          {view.person?.hasAddress && (
            <button class="btn quiet" type="submit">
              <Icon name="mail" />
              {t('order.mail')}
            </button>
          )}
        </form>
      )}
      {receipt && !view.person?.hasAddress && <p class="small soft">{t('order.no_address')}</p>}
      {receiptMail && (
        <p class="small soft" role="status">
          {t(`order.mail_${receiptMail.status}`, { email: receiptMail.toAddress })}
        </p>
      )}
      {notes.map(({ id, number }) => (
        <p class="row actions near" key={id}>
          <GoLink
            href={link('receipt', { receiptId: id })}
            label={t('history.credit_note', { number })}
            icon="receipt"
          />
          <GoLink
            href={link('receiptPdf', { receiptId: id })}
            label={t('order.pdf')}
            of={t('history.credit_note', { number })}
            icon="download"
          />
        </p>
      ))}
    </>
  )
}
