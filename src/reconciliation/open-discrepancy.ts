import { sql } from 'kysely'
import { changed, ofOrder, reviewKind, withOrder } from '../review/review-kind.ts'
import { endByPerson, findDiscrepancy } from './discrepancies.ts'
import { reconcile } from './reconcile.ts'

/** Where a provider's list and our books say different things. One about money that is held is shown with it. */
export const openDiscrepancy = reviewKind({
  kind: 'difference',
  wakes: () => [],
  query: () => sql`select d.id, d.seen_at as since, d.kind as why, coalesce(d.listed_minor, d.ours_minor) as minor,
    coalesce(d.listed_unit, d.ours_unit) as unit, d.gateway_id as about, ${ofOrder}
    from difference d ${withOrder('d.order_id')}
    where not exists (select 1 from difference_end e where e.difference_id = d.id)
      and not exists (select 1 from payment p where p.id = d.payment_id and p.status = 'held')`,
  async choices(tx, id) {
    const row = await findDiscrepancy(tx, id)
    return row && (row.endedAt === null ? ['compare_again', 'settle'] : [])
  },
  ask: {
    choice: 'compare_again',
    async run(shop, { id, by }) {
      const row = await findDiscrepancy(shop.database.db, id)
      return row ? reconcile(shop, row.gatewayId, by) : changed
    },
  },
  async decide(tx, decision) {
    await endByPerson(tx, decision)
    return { is: 'decided' }
  },
})
