import { sql } from 'kysely'
import { changed, notKept, ofOrder, reviewKind, withOrder } from '../review/review-kind.ts'
import { findMail, sendMailAgain } from './mail-outbox.ts'

/** A letter that was given up after its last try. */
export const failedMail = reviewKind({
  kind: 'failed_mail',
  kept: 'failed_mail',
  wakes: () => ['mails'],
  query: () => sql`select m.id, m.created_at as since, m.why, null as minor, null as unit, m.kind as about, ${ofOrder}
    from mail m ${withOrder('m.order_id')} where m.status = 'failed' and ${notKept('failed_mail', 'm.id')}`,
  async choices(tx, id) {
    const mail = await findMail(tx, id)
    return mail && (mail.status === 'failed' ? ['send_again', 'keep'] : [])
  },
  async decide(tx, { id, by }) {
    if (!(await sendMailAgain(tx, id, by))) return changed
    return { is: 'under_way', audit: 'send mail again' }
  },
})
