import { sql } from 'kysely'
import { recordAudit } from '../../people/audit/audit.ts'
import { changed, notKept, ofOrder, reviewKind, withOrder } from '../../review/review-kind.ts'
import { findNotice, rereadNotice } from './notice.ts'

/** A notice that was proven and could not be understood or booked. */
export const unclearNotice = reviewKind({
  kind: 'puzzling_notice',
  kept: 'puzzling_notice',
  wakes: () => ['notices'],
  query: () => sql`select c.id, c.received_at as since, c.why, null as minor, null as unit, c.gateway_id as about,
    ${ofOrder} from notice c ${withOrder('c.order_id')}
    where c.status = 'puzzling' and ${notKept('puzzling_notice', 'c.id')}`,
  async choices(tx, id) {
    const notice = await findNotice(tx, id)
    return notice && (notice.status === 'puzzling' ? ['read_again', 'keep'] : [])
  },
  async decide(tx, { id, by, why }) {
    const notice = await findNotice(tx, id)
    if (!notice) return changed
    await rereadNotice(tx, notice, by)
    await recordAudit(tx, { actor: by, act: 'read notice again', about: id, detail: { why } })
    return { is: 'under_way' }
  },
})
