import { asLines } from '../../../order-history/order-rows.ts'
import { findOrder, ordersOfPerson } from '../../../orders/order.ts'
import { sendPage } from '../../answer.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { MyOrdersPage } from './my-orders-page.tsx'

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
