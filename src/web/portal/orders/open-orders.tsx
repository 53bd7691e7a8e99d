import { amount } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { OrderLine, Situation } from '../../../order-history/order-situation.ts'
import { mayBeCancelled } from '../../../order-history/order-view.ts'
import { Icon } from '../../look/icon.tsx'
import { situationLooks } from '../../look/order-look.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { Id } from '../../look/paper.tsx'
import { bankWords, dateText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** The sentence of each situation that waits for something; any other waits because of a payment besides. */
const sentences = {
  to_pay: 'home.open_to_pay',
  at_bank: 'home.open_at_bank',
  being_confirmed: 'home.open_being_confirmed',
  refused: 'home.open_refused',
  abandoned: 'home.open_abandoned',
  held: 'home.open_held',
  given_back: 'home.open_given_back',
  crediting: 'home.open_crediting',
  checking_credit: 'home.open_checking_credit',
  credit_stopped: 'home.open_credit_stopped',
  refunding: 'home.open_refunding',
} as const
const sentenceOf = (situation: Situation) =>
  situation in sentences ? sentences[situation as keyof typeof sentences] : 'home.open_besides'

/** Where money is on its way or waits for a decision, a second payment would be one too many. */
const isPaidPerhaps = (situation: Situation): boolean =>
  ['being_confirmed', 'held', 'crediting', 'checking_credit', 'credit_stopped'].includes(situation)

/** Every order that waits for something, each with the words of its own state. */
export function OpenOrders({ view, lines, more }: { view: View; lines: readonly OrderLine[]; more: boolean }) {
  if (lines.length === 0) return null
  const { t } = view
  return (
    <aside class="stack g3 mb6" aria-label={t('home.open_orders', { count: lines.length })}>
      {lines.map((line) => (
        <OpenOrder key={line.order.id} view={view} line={line} />
      ))}
      {more && (
        <p>
          <GoLink href={link('orders')} label={t('my_orders.all')} icon="forward" />
        </p>
      )}
    </aside>
  )
}

function OpenOrder({ view, line }: { view: View; line: OrderLine }) {
  const { t } = view
  const { order, situation, gatewayIds } = line
  const money = formatMoney(amount(order.priceMinor, order.currency), view.language)
  const values = { date: dateText(view, order.placedAt), time: timeText(view, order.placedAt) }
  return (
    <div class="notice act">
      <Icon name={situationLooks[situation].icon} />
      <div>
        <h2 class="plain">{t(sentenceOf(situation), { amount: money, ...bankWords(view, gatewayIds.at(-1)) })}</h2>
        <p class="small soft">
          <Id text={order.number} />
          {t('home.open_placed', values)} {isPaidPerhaps(situation) && t('home.do_not_pay_twice')}
        </p>
      </div>
      <a class="btn quiet" href={link('order', { orderId: order.id })}>
        {t(mayBeCancelled(line) ? 'home.resume' : 'home.follow')}
        <span class="vh"> {order.number}</span>
      </a>
    </div>
  )
}
