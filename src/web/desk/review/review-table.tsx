import { CREDIT } from '../../../kit/amount.ts'
import { DAY, HOUR, type Instant, MINUTE, toMs } from '../../../kit/clock.ts'
import { formatMoney } from '../../../messages/format.ts'
import { isMessageKey } from '../../../messages/translate.ts'
import { daysLeft, lastDayToRefund } from '../../../orders/withdrawal-period.ts'
import type { ReviewItem, ReviewKind } from '../../../review/review-items.ts'
import { bankWords } from '../../look/orders/bank-words.ts'
import { Id, State } from '../../look/paper.tsx'
import { creditText, dayText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { reasonText } from '../desk-words.ts'
import { type QueueLine, QueueTable } from '../figures/queue-table.tsx'

/** Everything that waits for a person: what happened, how much, since when, and the way to decide. */
export function ReviewTable({ view, items, now }: { view: View; items: readonly ReviewItem[]; now: Instant }) {
  const { t } = view
  return (
    <section aria-labelledby="review">
      <h2 id="review">
        {t('review.title')} <span class="count f1">{items.length}</span>
      </h2>
      <QueueTable
        view={view}
        caption={t('review.caption')}
        what={t('review.what')}
        empty={t('review.none')}
        lines={items.map((item) => lineOf(view, item, now))}
      />
    </section>
  )
}

function lineOf(view: View, item: ReviewItem, now: Instant): QueueLine {
  const { t } = view
  const { order } = item
  const isUnderWay = item.effect?.is === 'under_way'
  const bad = (item.kind === 'held_payment' && !isUnderWay) || isUrgent(view, item, now)
  return {
    key: item.id,
    state: (
      <State tone={bad ? 'bad' : 'care'} icon={bad ? 'alert' : isUnderWay ? 'hourglass' : iconOf[item.kind]}>
        {stateText(view, item)}
      </State>
    ),
    sentence: sentenceOf(view, item),
    about: order && (
      <>
        <Id text={order.number} />, {order.personName}
      </>
    ),
    amount: amountText(view, item),
    age: ageText(view, toMs(now) - toMs(item.since)),
    way: {
      href: wayTo(item),
      label: t(bad ? 'review.decide' : 'review.examine'),
      of: order?.number ?? item.id,
    },
  }
}

/** So few days before the law's deadline the case stands out. */
const urgentDays = 4

const isUrgent = ({ timeZone }: View, { kind, since }: ReviewItem, now: Instant): boolean =>
  kind === 'withdrawal' && daysLeft(lastDayToRefund(since, timeZone), now, timeZone) <= urgentDays

const iconOf = {
  held_payment: 'alert',
  doubtful_refund: 'undo',
  doubtful_top_up: 'hourglass',
  withdrawal: 'undo',
  difference: 'warning',
  contradiction: 'warning',
  puzzling_notice: 'question',
  long_pending: 'hourglass',
  failed_mail: 'mail',
} as const

/** A hold says its reason in a word; everything else its kind. */
export function stateText({ t }: View, { kind, why, effect }: Pick<ReviewItem, 'kind' | 'why' | 'effect'>): string {
  const reason = `review.held_${why}`
  if (effect) return t(`review.effect_${effect.is}`)
  return kind === 'held_payment' && isMessageKey(reason) ? t(reason) : t(`review.kind_${kind}`)
}

/** Of these kinds `about` is the gateway's id. */
const ofGateway: readonly ReviewKind[] = [
  'held_payment',
  'long_pending',
  'doubtful_refund',
  'puzzling_notice',
  'difference',
  'contradiction',
]

/** What happened, in one sentence with its figures. */
export function sentenceOf(view: View, item: ReviewItem): string {
  const { t, language } = view
  const { kind, why, amount, order, about, effect } = item
  const money = amount && (amount.unit === CREDIT ? creditText(view, amount) : formatMoney(amount, language))
  const asked = order ? formatMoney({ minor: order.priceMinor, unit: order.currency }, language) : ''
  const gatewayId = ofGateway.includes(kind) ? about : undefined
  const gateway = gatewayId === undefined ? '' : view.method(gatewayId).name
  if (kind === 'withdrawal') {
    const date = dayText(view, lastDayToRefund(item.since, view.timeZone))
    return t('review.says_withdrawal', { why, date })
  }
  const bank = bankWords(view, gatewayId)
  const values = { ...bank, amount: money ?? '', asked, gateway, why: reasonText(view, why) }
  const reason = `review.says_${why}`
  const says = kind === 'held_payment' && isMessageKey(reason) ? t(reason, values) : t(`review.says_${kind}`, values)
  if (!effect) return says
  return `${says} ${t(`review.says_effect_${effect.is}`, { why: reasonText(view, effect.why) || '–' })}`
}

const amountText = (view: View, { amount }: ReviewItem): string =>
  amount === undefined ? '' : amount.unit === CREDIT ? creditText(view, amount) : formatMoney(amount, view.language)

/** `3 jours`, `2 h`, `21 min`: the largest unit that tells. */
export function ageText({ t }: View, ageMs: number): string {
  if (ageMs >= DAY) return t('review.days', { count: Math.floor(ageMs / DAY) })
  if (ageMs >= HOUR) return t('review.hours', { count: Math.floor(ageMs / HOUR) })
  return t('review.minutes', { count: Math.max(0, Math.floor(ageMs / MINUTE)) })
}

/** Where a review item is decided. */
export function wayTo({ kind, id }: { kind: ReviewKind; id: string }): string {
  switch (kind) {
    case 'held_payment':
    case 'long_pending':
      return link('deskPayment', { paymentId: id })
    case 'doubtful_top_up':
      return link('deskTopUp', { topUpId: id })
    case 'doubtful_refund':
      return link('deskRefund', { refundId: id })
    case 'withdrawal':
      return link('deskWithdrawal', { withdrawalId: id })
    case 'difference':
      return link('deskDifference', { differenceId: id })
    case 'contradiction':
      return link('deskContradiction', { factId: id })
    case 'puzzling_notice':
      return link('deskNotice', { noticeId: id })
    case 'failed_mail':
      return link('deskMail', { mailId: id })
  }
}
