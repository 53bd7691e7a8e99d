import type { Db, Tx } from '../db/database.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { newestBrandNumber, publishBrand, publishedContent, readOwnContent } from './brand.ts'
import type { BrandContent } from './brand-content.ts'

/** What is being prepared for all of the portal; there is one, and everybody who may edit works on it. */
export type Draft = {
  content: BrandContent
  /** The published version that it was begun from. */
  baseNumber: number
  /** Named by a form that saves or publishes it, so that nobody overwrites what they have not seen. */
  revision: string
  /** Absent while nothing is being prepared: then the content is what is published. */
  saved?: { by: string; at: Instant }
}

const only = 'brand'

/** The draft; where there is none, what is published, with the revision that a first save names. */
export async function readDraft(db: Db): Promise<Draft> {
  const row = await db.selectFrom('brandDraft').selectAll().where('id', '=', only).executeTakeFirst()
  if (row) {
    const { baseNumber, revision, changedBy, changedAt } = row
    return {
      content: await readOwnContent(db, row.content),
      baseNumber,
      revision,
      saved: { by: changedBy, at: changedAt },
    }
  }
  const baseNumber = await newestBrandNumber(db)
  return { content: await publishedContent(db), baseNumber, revision: `version-${baseNumber}` }
}

/** Saves what was made of the revision that was seen. Throws Failure `conflict` when it is not the last any more. */
export async function saveDraft(
  tx: Tx,
  { content, revision, by }: { content: BrandContent; revision: string; by: string },
): Promise<void> {
  const change = {
    content: JSON.stringify(content),
    changedBy: by,
    changedAt: tx.now,
    revision: newId('drf', toMs(tx.now)),
  }
  const baseNumber = await newestBrandNumber(tx)
  const written =
    revision === `version-${baseNumber}`
      ? await tx
          .insertInto('brandDraft')
          .values({ id: only, baseNumber, ...change })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst()
          .then((result) => result.numInsertedOrUpdatedRows)
      : await tx
          .updateTable('brandDraft')
          .set(change)
          .where('id', '=', only)
          .where('revision', '=', revision)
          .executeTakeFirst()
          .then((result) => result.numUpdatedRows)
  if (written !== 1n) throw new Failure('conflict', 'the draft was changed meanwhile')
}

/** Gives the draft up. Throws Failure `conflict` when it is not the one that was seen. */
export async function discardDraft(tx: Tx, revision: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('brandDraft')
    .where('id', '=', only)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numDeletedRows !== 1n) throw new Failure('conflict', 'the draft was changed meanwhile')
}

/**
 * Publishes the draft that was seen, after the version that was seen, and ends it. Returns the new version's number.
 * Throws Failure `conflict` when either has moved on: what would be overwritten must be looked at first.
 */
export async function publishDraft(tx: Tx, wish: { revision: string; after: number; by: string }): Promise<number> {
  const { content } = await readDraft(tx)
  await discardDraft(tx, wish.revision)
  return publishBrand(tx, { content, by: wish.by, after: wish.after })
}
