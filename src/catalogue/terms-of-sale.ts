import { createHash } from 'node:crypto'
import type { TermsVersionRow } from '../db/base-rows.ts'
import type { Db, Tx } from '../db/database.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import type { Texts } from './article-plan.ts'

/** A version of the terms of sale (CGV); what was accepted stays readable for ever. */
export type TermsOfSale = {
  termsId: string
  number: number
  effectiveAt: Instant
  texts: Texts
  sha256: string
}

/** The version in force at that instant; undefined before the first one. */
export async function termsInForce(db: Db, at: Instant): Promise<TermsOfSale | undefined> {
  const row = await db
    .selectFrom('termsVersion')
    .selectAll()
    .where('effectiveAt', '<=', at)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && asTerms(row)
}

/** Any version by its id, in force or not. */
export async function findTerms(db: Db, termsId: string): Promise<TermsOfSale | undefined> {
  const row = await db.selectFrom('termsVersion').selectAll().where('id', '=', termsId).executeTakeFirst()
  return row && asTerms(row)
}

/** Publishes the next version; its hash is stored with every order that accepts it. */
export async function publishTerms(
  tx: Tx,
  terms: { effectiveAt: Instant; texts: Texts; by: string },
): Promise<TermsOfSale> {
  const last = await tx
    .selectFrom('termsVersion')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const texts = JSON.stringify(terms.texts)
  const row = {
    id: newId('trm', toMs(tx.now)),
    number: (last?.number ?? 0) + 1,
    effectiveAt: terms.effectiveAt,
    texts,
    sha256: createHash('sha256').update(texts).digest('hex'),
    publishedBy: terms.by,
    publishedAt: tx.now,
  }
  await tx.insertInto('termsVersion').values(row).execute()
  return asTerms(row)
}

function asTerms(row: TermsVersionRow): TermsOfSale {
  const { id, number, effectiveAt, texts, sha256 } = row
  return { termsId: id, number, effectiveAt, texts: JSON.parse(texts) as Texts, sha256 }
}
