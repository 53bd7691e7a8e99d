import { CREDIT } from '../../kit/amount.ts'
import { DAY, HOUR, type Instant, MINUTE, toMs } from '../../kit/clock.ts'
import { formatMoney } from '../../messages/format.ts'
import { isMessageKey } from '../../messages/translate.ts'
import type { Matter, MatterKind } from '../../payments/matters.ts'
import { Icon } from '../look/icon.tsx'
import { Id, State } from '../look/paper.tsx'
import { creditText, type View } from '../look/view.ts'
import { link } from '../routes.ts'
import { reasonText } from './desk-words.ts'

/** Everything that waits for a person: what happened, how much, since when, and the way to decide. */
export function MattersTable({ view, matters, now }: { view: View; matters: readonly Matter[]; now: Instant }) {
  const { t } = view
  return (
    <section aria-labelledby="matters">
      <h2 id="matters">
        {t('matters.title')} <span class="count f1">{matters.length}</span>
      </h2>
      {matters.length === 0 ? (
        <p class="soft">{t('matters.none')}</p>
      ) : (
        <table class="data queue reflow" role="table">
          <caption class="vh">{t('matters.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('matters.state')}</th>
              <th scope="col">{t('matters.what')}</th>
              <th scope="col" class="end">
                {t('matters.amount')}
              </th>
              <th scope="col">{t('matters.since')}</th>
              <th scope="col">
                <span class="vh">{t('matters.action')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {matters.map((matter) => (
              <MatterRow key={matter.id} view={view} matter={matter} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function MatterRow({ view, matter, now }: { view: View; matter: Matter; now: Instant }) {
  const { t } = view
  const { order } = matter
  const bad = matter.kind === 'held_payment'
  return (
    <tr>
      <td>
        <State tone={bad ? 'bad' : 'care'} icon={bad ? 'alert' : iconOf[matter.kind]}>
          {stateText(view, matter)}
        </State>
      </td>
      <td>
        <b>{sentenceOf(view, matter)}</b>
        <small>
          {order && (
            <>
              <Id text={order.number} />, {order.personName}
            </>
          )}
        </small>
      </td>
      <td class="end">{amountText(view, matter)}</td>
      <td class="soft nb">{ageText(view, toMs(now) - toMs(matter.since))}</td>
      <td class="end">
        <a class="btn quiet sm" href={wayTo(matter)}>
          {t(bad ? 'matters.decide' : 'matters.examine')}
          <span class="vh"> {order?.number ?? matter.id}</span>
          <Icon name="forward" size={18} />
        </a>
      </td>
    </tr>
  )
}

const iconOf = {
  held_payment: 'alert',
  doubtful_refund: 'undo',
  doubtful_top_up: 'hourglass',
  difference: 'warning',
  puzzling_notice: 'question',
  long_pending: 'hourglass',
  failed_mail: 'mail',
} as const

/** A hold says its reason in a word; everything else its kind. */
export function stateText({ t }: View, { kind, why }: Pick<Matter, 'kind' | 'why'>): string {
  const reason = `matters.held_${why}`
  return kind === 'held_payment' && isMessageKey(reason) ? t(reason) : t(`matters.kind_${kind}`)
}

/** What happened, in one sentence with its figures. */
export function sentenceOf(view: View, matter: Matter): string {
  const { t, language } = view
  const { kind, why, amount, order, about } = matter
  const money = amount && (amount.unit === CREDIT ? creditText(view, amount) : formatMoney(amount, language))
  const asked = order ? formatMoney({ minor: order.priceMinor, unit: order.currency }, language) : ''
  // Of these two kinds it is the gateway's id.
  const gateway = kind === 'puzzling_notice' || kind === 'difference' ? view.method(about).name : ''
  const values = { amount: money ?? '', asked, gateway, why: reasonText(view, why) }
  const reason = `matters.says_${why}`
  return kind === 'held_payment' && isMessageKey(reason) ? t(reason, values) : t(`matters.says_${kind}`, values)
}

const amountText = (view: View, { amount }: Matter): string =>
  amount === undefined ? '' : amount.unit === CREDIT ? creditText(view, amount) : formatMoney(amount, view.language)

/** `3 jours`, `2 h`, `21 min`: the largest unit that tells. */
export function ageText({ t }: View, ageMs: number): string {
  if (ageMs >= DAY) return t('matters.days', { count: Math.floor(ageMs / DAY) })
  if (ageMs >= HOUR) return t('matters.hours', { count: Math.floor(ageMs / HOUR) })
  return t('matters.minutes', { count: Math.max(0, Math.floor(ageMs / MINUTE)) })
}

/** Where a matter is decided. */
export function wayTo({ kind, id }: { kind: MatterKind; id: string }): string {
  switch (kind) {
    case 'held_payment':
    case 'long_pending':
      return link('deskPayment', { paymentId: id })
    case 'doubtful_top_up':
      return link('deskTopUp', { topUpId: id })
    case 'doubtful_refund':
      return link('deskRefund', { refundId: id })
    case 'difference':
      return link('deskDifference', { differenceId: id })
    case 'puzzling_notice':
      return link('deskNotice', { noticeId: id })
    case 'failed_mail':
      return link('deskMail', { mailId: id })
  }
}
