import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Amount, amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { type ReviewKindName, reviewKinds } from './all-review-kinds.ts'
import type { FoundItem } from './review-kind.ts'
import type { KeptMatterRow } from './review-tables.ts'

/** Something that no machine may decide, or that took too long: it waits on the desk for a person. */
export type ReviewItem = Pick<FoundItem, 'id' | 'why' | 'about'> & {
  kind: ReviewKindName
  since: Instant
  amount: Amount | undefined
  order: { id: string; number: string; priceMinor: number; currency: string; personName: string } | undefined
  /** What became of what was decided, as far as it is known: money that is to go back. */
  effect?: { is: 'under_way' | 'refused'; why: string }
}

const mostOfEach = 50

/** What waits for a person, money first, the oldest of each kind first, at most fifty of each. */
export async function listReviewItems(db: Db, now: Instant): Promise<ReviewItem[]> {
  const lists = await Promise.all(
    reviewKinds.map(async ({ kind, query }) => {
      const { rows } = await sql<FoundItem>`${query(now)} order by since limit ${sql.lit(mostOfEach)}`.execute(db)
      return rows.map((row) => asItem(kind, row))
    }),
  )
  return lists.flat()
}

/** How many review items wait. */
export async function countReviewItems(db: Db, now: Instant): Promise<number> {
  const counts = await Promise.all(
    reviewKinds.map(async ({ query }) => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from (${query(now)}) as w`.execute(db)
      return rows[0]?.n ?? 0
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

function asItem(kind: ReviewKindName, row: FoundItem): ReviewItem {
  const { id, since, why, minor, unit, about, orderId, number, priceMinor, currency, personName } = row
  return {
    kind,
    id,
    since,
    why: why ?? '',
    about,
    ...effectOf(row),
    amount: minor === null || unit === null ? undefined : amount(minor, unit),
    order:
      orderId === null || number === null || priceMinor === null || currency === null
        ? undefined
        : { id: orderId, number, priceMinor, currency, personName: personName ?? '' },
  }
}

/** Of money that was to go back: on its way, or refused by the provider with its words. */
function effectOf({ effect, effectWhy }: FoundItem): Pick<ReviewItem, 'effect'> {
  if (effect === 'refused') return { effect: { is: 'refused', why: effectWhy ?? '' } }
  return effect === 'reserved' || effect === 'sending' ? { effect: { is: 'under_way', why: '' } } : {}
}

/** "Leave it as it is": the item leaves the list, with who and why. Keeping it twice changes nothing. */
export async function closeReviewItem(
  tx: Tx,
  keep: { kind: KeptMatterRow['kind']; id: string; by: string; why: string },
): Promise<void> {
  const { kind, id, by, why } = keep
  const row = { kind, subjectId: id, keptBy: by, keptAt: tx.now, why }
  const once = 'on conflict (kind, subject_id) do nothing returning kind, subject_id'
  const [kept] = await insertRows(tx, 'keptMatter', [row], once)
  if (kept) await recordAudit(tx, { actor: by, act: 'keep matter', about: id, detail: { kind, why } })
}
