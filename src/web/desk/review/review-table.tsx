import { DAY, HOUR, type Instant, MINUTE, toMs } from '../../../kit/clock.ts'
import type { ReviewItem } from '../../../review/review-items.ts'
import { Id, State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { type QueueLine, QueueTable } from '../figures/queue-table.tsx'
import { reviewPages } from './review-pages.ts'
import { amountText, saysItem } from './review-words.ts'

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
  const page = reviewPages[item.kind]
  const bad = !isUnderWay && page.isUrgent?.(view, item, now) === true
  return {
    key: item.id,
    state: (
      <State tone={bad ? 'bad' : 'care'} icon={bad ? 'alert' : isUnderWay ? 'hourglass' : page.icon}>
        {stateText(view, item)}
      </State>
    ),
    sentence: page.says?.(view, item) ?? saysItem(view, item, page.ofGateway && item.about),
    about: order && (
      <>
        <Id text={order.number} />, {order.personName}
      </>
    ),
    amount: amountText(view, item),
    age: ageText(view, toMs(now) - toMs(item.since)),
    way: {
      href: page.way(item.id),
      label: t(bad ? 'review.decide' : 'review.examine'),
      of: order?.number ?? item.id,
    },
  }
}

/** What an item's page says of it in a word, or else its kind. */
function stateText(view: View, item: ReviewItem): string {
  const { kind, effect } = item
  if (effect) return view.t(`review.effect_${effect.is}`)
  return reviewPages[kind].state?.(view, item) ?? view.t(`review.kind_${kind}`)
}

/** `3 jours`, `2 h`, `21 min`: the largest unit that tells. */
export function ageText({ t }: View, ageMs: number): string {
  if (ageMs >= DAY) return t('review.days', { count: Math.floor(ageMs / DAY) })
  if (ageMs >= HOUR) return t('review.hours', { count: Math.floor(ageMs / HOUR) })
  return t('review.minutes', { count: Math.max(0, Math.floor(ageMs / MINUTE)) })
}
