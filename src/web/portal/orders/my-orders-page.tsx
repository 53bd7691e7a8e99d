import { amount } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { OrderLine } from '../../../order-history/order-rows.ts'
import { Icon } from '../../look/icon.tsx'
import { Id, State } from '../../look/paper.tsx'
import { situationLooks } from '../../look/situation-look.ts'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Props = {
  view: View
  lines: readonly OrderLine[]
  /** Whether this is not the beginning of the list. */
  isOlder: boolean
  /** The last order of the page, when older ones follow. */
  olderThan: string | undefined
}

/** All orders of a person, the newest first, each with where it stands. */
export function MyOrdersPage({ view, lines, isOlder, olderThan }: Props) {
  const { t } = view
  return (
    <>
      <div class="lead">
        <h1>{t('my_orders.title')}</h1>
        <p class="row">
          <a class="go" href={link('home')}>
            <Icon name="back" size={18} />
            {t('frame.back_home')}
          </a>
          {isOlder && (
            <a class="go" href={link('orders')}>
              {t('home.newest')}
            </a>
          )}
        </p>
      </div>
      <div class="mt5">
        {lines.length === 0 ? (
          <div class="void">
            <p>{t('my_orders.none')}</p>
          </div>
        ) : (
          <OrderTable view={view} lines={lines} />
        )}
        {olderThan !== undefined && (
          <p class="mt4">
            <a class="go" href={link('orders', {}, { before: olderThan })}>
              {t('my_orders.older')}
              <Icon name="forward" size={18} />
            </a>
          </p>
        )}
      </div>
    </>
  )
}

function OrderTable({ view, lines }: Pick<Props, 'view' | 'lines'>) {
  const { t, language } = view
  return (
    <table class="data history reflow" role="table">
      <caption class="vh">{t('orders.caption')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t('orders.when')}
          </th>
          <th scope="col" role="columnheader">
            {t('orders.number')}
          </th>
          <th scope="col" role="columnheader" class="end">
            {t('orders.amount')}
          </th>
          <th scope="col" role="columnheader">
            {t('orders.state')}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map(({ order, situation }) => (
          <tr role="row" key={order.id}>
            <td role="cell">{dateText(view, order.placedAt, 'short')}</td>
            <td role="cell">
              <a class="touch" href={link('order', { orderId: order.id })}>
                <Id text={order.number} />
              </a>
              <small>{order.articleTitle}</small>
            </td>
            <td role="cell" class="end">
              {formatMoney(amount(order.priceMinor, order.currency), language)}
            </td>
            <td role="cell">
              <State {...situationLooks[situation]}>{t(`order.s_${situation}`)}</State>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
