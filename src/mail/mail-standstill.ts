import { sql } from 'kysely'
import { reviewKind } from '../review/review-kind.ts'
import { tryMailNow } from './mail-outbox.ts'
import { readStandstills, type Standstill } from './mail-trouble.ts'

/** Our own account at the mail server is refused: one item however many letters wait, until one of them goes. */
export const mailStandstill = reviewKind({
  kind: 'mail_standstill',
  wakes: () => ['mails'],
  query: () => sql`select 'account' as id, t.since, t.trouble as why, ${none} from mail_trouble t
    union all
    select 'relay', min(m.held_since), 'relay', ${none} from mail m where m.held_since is not null having count(*) > 0`,
  async choices(tx, id) {
    const of = standstillOf(id)
    if (!of) return undefined
    return (await readStandstills(tx)).some((each) => each.of === of) ? ['try_now'] : []
  },
  async decide(tx) {
    await tryMailNow(tx)
    return { is: 'under_way', audit: 'try mail now' }
  },
})

/** It is about no order and no sum. */
const none = sql`cast(null as bigint) as minor, cast(null as text) as unit, '' as about, cast(null as text) as order_id,
  cast(null as text) as number, cast(null as bigint) as price_minor, cast(null as text) as currency,
  cast(null as text) as person_name`

/** What the id of an item stands for. */
export const standstillOf = (id: string): Standstill['of'] | undefined =>
  (['account', 'relay'] as const).find((each) => each === id)
