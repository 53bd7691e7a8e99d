import type { Db, Tx } from '../db/database.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import { type BrandContent, montclar } from './brand-content.ts'

export type BrandVersion = {
  brandId: string
  number: number
  content: BrandContent
  publishedAt: Instant
  publishedBy: string
}

/** A published version never changes, so its content is read once; which one is newest is asked every time. */
const parsed = new Map<string, BrandContent>()

/** The published brand; before the first publication the demonstration's. */
export async function currentBrand(db: Db): Promise<BrandContent> {
  const versions = db.selectFrom('brandVersion')
  const newest = await versions.select('id').orderBy('number', 'desc').limit(1).executeTakeFirst()
  if (!newest) return montclar
  const known = parsed.get(newest.id)
  if (known) return known
  const { content } = await versions.select('content').where('id', '=', newest.id).executeTakeFirstOrThrow()
  const brand = JSON.parse(content) as BrandContent
  parsed.clear()
  parsed.set(newest.id, brand)
  return brand
}

/** Publishes a version; the one before stays readable and can be published again. */
export async function publishBrand(tx: Tx, wish: { content: BrandContent; by: string }): Promise<number> {
  const last = await tx
    .selectFrom('brandVersion')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await tx
    .insertInto('brandVersion')
    .values({
      id: newId('brd', toMs(tx.now)),
      number,
      content: JSON.stringify(wish.content),
      publishedBy: wish.by,
      publishedAt: tx.now,
    })
    .execute()
  return number
}
