import { amount } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import { asLines, type OrderLine } from '../../../order-history/order-situation.ts'
import { findOrder, ordersOfPerson } from '../../../orders/order.ts'
import { sendPage } from '../../answer.ts'
import { DataTable } from '../../look/data-table.tsx'
import { SituationState } from '../../look/order-look.tsx'
import { Lead, Pages } from '../../look/page-head.tsx'
import { Id } from '../../look/paper.tsx'
import { dateText, type View } from '../../look/view.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'

const linesOnPage = 25

/** Every order of the person who asks; `before` names the last one that was seen, one of their own. */
export async function showOrders(context: SignedInContext): Promise<unknown> {
  const { person, site, view } = context
  const { db } = site.shop.database
  const named = queryOf(context.request, 'before')
  const seen = named === undefined ? undefined : await findOrder(db, named)
  const before = seen?.personId === person.id ? seen : undefined
  const found = await ordersOfPerson(db, { personId: person.id, limit: linesOnPage + 1, before })
  const lines = await asLines(db, found.slice(0, linesOnPage))
  return sendPage(context, {
    title: view.t('my_orders.title'),
    at: 'account',
    children: (
      <MyOrdersPage
        view={view}
        lines={lines}
        isOlder={before !== undefined}
        olderThan={found.length > linesOnPage ? lines.at(-1)?.order.id : undefined}
      />
    ),
  })
}

type Props = {
  view: View
  lines: readonly OrderLine[]
  /** Whether this is not the beginning of the list. */
  isOlder: boolean
  /** The last order of the page, when older ones follow. */
  olderThan: string | undefined
}

/** All orders of a person, the newest first, each with where it stands. */
function MyOrdersPage({ view, lines, isOlder, olderThan }: Props) {
  const { t } = view
  return (
    <>
      <Lead
        title={t('my_orders.title')}
        ways={[
          { href: link('home'), label: t('frame.back_home'), icon: 'back' },
          isOlder && { href: link('orders'), label: t('home.newest') },
        ]}
      />
      <div class="mt5">
        <OrderTable view={view} lines={lines} />
        <Pages
          view={view}
          on={
            olderThan !== undefined && {
              href: link('orders', {}, { before: olderThan }),
              label: t('my_orders.older'),
            }
          }
        />
      </div>
    </>
  )
}

function OrderTable({ view, lines }: Pick<Props, 'view' | 'lines'>) {
  const { t, language } = view
  return (
    <DataTable
      caption={t('orders.caption')}
      empty={t('my_orders.none')}
      phone="stack"
      layout="history"
      rows={lines}
      keyOf={({ order }) => order.id}
      columns={[
        { head: t('orders.when'), cell: ({ order }) => dateText(view, order.placedAt, 'short') },
        {
          head: t('orders.number'),
          cell: ({ order }) => <Id text={order.number} />,
          href: ({ order }) => link('order', { orderId: order.id }),
          note: ({ order }) => order.articleTitle,
        },
        {
          head: t('orders.amount'),
          as: 'figure',
          cell: ({ order }) => formatMoney(amount(order.priceMinor, order.currency), language),
        },
        { head: t('orders.state'), cell: ({ situation }) => <SituationState view={view} situation={situation} /> },
      ]}
    />
  )
}
