import { createHash } from 'node:crypto'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import type { LocalText } from '../kit/language.ts'
import { readTexts } from './article-plan.ts'
import type { TermsVersionRow } from './catalogue-tables.ts'

/** A version of the terms of sale (CGV); what was accepted stays readable for ever. */
export type TermsOfSale = {
  termsId: string
  number: number
  effectiveAt: Instant
  texts: LocalText
  sha256: string
}
/** A version as the desk lists it. */
export type PublishedTerms = TermsOfSale & { publishedBy: string; publishedAt: Instant }

/**
 * The version in force at that instant: the one whose day came last, of two with one day the later number; undefined
 * before the first one.
 */
export async function termsInForce(db: Db, at: Instant): Promise<TermsOfSale | undefined> {
  const row = await db
    .selectFrom('termsVersion')
    .selectAll()
    .where('effectiveAt', '<=', at)
    .orderBy('effectiveAt', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && asTerms(row)
}

/** Any version, in force or not, by its id, or by its number as receipts name it. */
export async function findTerms(db: Db, idOrNumber: string): Promise<TermsOfSale | undefined> {
  const rows = db.selectFrom('termsVersion').selectAll()
  const isNumber = /^[0-9]{1,9}$/.test(idOrNumber)
  const one = isNumber ? rows.where('number', '=', Number(idOrNumber)) : rows.where('id', '=', idOrNumber)
  const row = await one.executeTakeFirst()
  return row && asTerms(row)
}

/** Every version, newest first. */
export async function listTerms(db: Db): Promise<PublishedTerms[]> {
  const rows = await db.selectFrom('termsVersion').selectAll().orderBy('number', 'desc').execute()
  return rows.map((row) => ({ ...asTerms(row), publishedBy: row.publishedBy, publishedAt: row.publishedAt }))
}

/**
 * Publishes the next version; its hash is stored with every order that accepts it. Throws Failure `conflict` when
 * somebody else publishes at the same moment, or has since version `after`.
 */
export async function publishTerms(
  tx: Tx,
  terms: { effectiveAt: Instant; texts: LocalText; by: string; after?: number },
): Promise<TermsOfSale> {
  const last = await tx
    .selectFrom('termsVersion')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const newest = last?.number ?? 0
  const texts = JSON.stringify(terms.texts)
  const row = {
    id: newId('trm', toMs(tx.now)),
    number: newest + 1,
    effectiveAt: terms.effectiveAt,
    texts,
    sha256: createHash('sha256').update(texts).digest('hex'),
    publishedBy: terms.by,
    publishedAt: tx.now,
  }
  const inserted = await insertRows(tx, 'termsVersion', [row], 'on conflict (number) do nothing returning id')
  const alone = inserted.length === 1 && (terms.after ?? newest) === newest
  if (!alone) throw new Failure('conflict', 'another version was published meanwhile')
  return asTerms(row)
}

function asTerms(row: TermsVersionRow): TermsOfSale {
  const { id, number, effectiveAt, texts, sha256 } = row
  return { termsId: id, number, effectiveAt, texts: readTexts(texts), sha256 }
}
