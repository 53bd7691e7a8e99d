import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Instant } from '../kit/clock.ts'

/** So many of a gateway's newest attempts tell how it answers now. */
const newest = 50

/** When a provider last answered what we asked of a payment, and since when it does not. */
export type GatewayAnswers = { answeredAt: Instant | undefined; silentSince: Instant | undefined }

type Look = {
  startedAt: string
  polledAt: string | null
  isAwaited: number
  unanswered: number
  learntAt: string | null
}

/**
 * Read from the newest attempts. A look without an answer counts on its payment until one comes; one that told
 * something left a fact. A provider is silent where a look was made after the last answer and none came: since that
 * answer, or since the oldest such attempt where it never answered.
 */
export async function readGatewayAnswers(db: Db, gatewayId: string): Promise<GatewayAnswers> {
  const { rows } = await sql<Look>`
    select started_at, last_polled_at as polled_at, unanswered_polls as unanswered,
      case when next_poll_at is null then 0 else 1 end as is_awaited,
      (select max(seen_at) from payment_fact f where f.payment_id = payment.id and f.source = 'look_up') as learnt_at
    from payment where coalesce(gateway_id, '') = ${gatewayId}
    order by started_at desc limit ${sql.lit(newest)}`.execute(db)
  const answers = rows.flatMap(({ polledAt, isAwaited, unanswered, learntAt }) => [
    ...(learntAt === null ? [] : [learntAt]),
    ...(polledAt !== null && Number(isAwaited) === 1 && Number(unanswered) === 0 ? [polledAt] : []),
  ])
  const answeredAt = answers.sort().at(-1)
  const silent = rows.filter(
    ({ polledAt, unanswered }) => Number(unanswered) > 0 && polledAt !== null && polledAt > (answeredAt ?? ''),
  )
  const silentSince = silent.length > 0 ? (answeredAt ?? silent.at(-1)?.startedAt) : undefined
  return { answeredAt, silentSince }
}
