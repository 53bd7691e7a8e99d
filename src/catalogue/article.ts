import type { ArticleVersionRow } from '../db/base-rows.ts'
import type { Db, Tx } from '../db/database.ts'
import { type Amount, amount, CREDIT } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import { toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'

/** What is sold: credit for money. What a person sees of it on a date is one version. */
export type Article = {
  articleId: string
  number: number
  version: number
  titles: Texts
  descriptions: Texts
  price: Amount
  /** The price before a discount; equal to `price` when there is none. */
  listPrice: Amount
  credit: Amount
  bonus: Amount
  vatCode: string
  vatBp: number
  startsAt: Instant
  endsAt: Instant | null
  sortOrder: number
  active: boolean
}
export type Texts = { fr: string; en: string }

/** A version as it is written: numbers of the article and its rate come from their own tables. */
export type NewVersion = Omit<Article, 'articleId' | 'number' | 'version' | 'vatBp'>

/** What can be bought at that instant, in the order of the shop window. */
export async function articlesInForce(db: Db, at: Instant): Promise<Article[]> {
  const rows = await versionsAt(db, at).execute()
  const newest = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const other = newest.get(row.articleId)
    if (!other || other.version < row.version) newest.set(row.articleId, row)
  }
  return [...newest.values()]
    .filter((row) => row.active === 1)
    .sort((a, b) => a.sortOrder - b.sortOrder || a.number - b.number)
    .map(asArticle)
}

/** The version of one article in force at that instant; undefined when it is not sold then. */
export async function articleInForce(db: Db, articleId: string, at: Instant): Promise<Article | undefined> {
  const row = await versionsAt(db, at)
    .where('articleVersion.articleId', '=', articleId)
    .orderBy('articleVersion.version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.active === 1 ? asArticle(row) : undefined
}

function versionsAt(db: Db, at: Instant) {
  return db
    .selectFrom('articleVersion')
    .innerJoin('article', 'article.id', 'articleVersion.articleId')
    .innerJoin('vatRate', 'vatRate.code', 'articleVersion.vatCode')
    .selectAll('articleVersion')
    .select(['article.number', 'vatRate.rateBp'])
    .where('articleVersion.startsAt', '<=', at)
    .where((eb) => eb.or([eb('articleVersion.endsAt', 'is', null), eb('articleVersion.endsAt', '>', at)]))
}

function asArticle(row: ArticleVersionRow & { number: number; rateBp: number }): Article {
  return {
    articleId: row.articleId,
    number: row.number,
    version: row.version,
    titles: JSON.parse(row.titles) as Texts,
    descriptions: JSON.parse(row.descriptions) as Texts,
    price: amount(row.priceMinor, row.currency),
    listPrice: amount(row.listPriceMinor, row.currency),
    credit: amount(row.creditMinor, CREDIT),
    bonus: amount(row.bonusMinor, CREDIT),
    vatCode: row.vatCode,
    vatBp: row.rateBp,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    sortOrder: row.sortOrder,
    active: row.active === 1,
  }
}

/** Creates an article with its first version; returns its id. */
export async function createArticle(
  tx: Tx,
  article: { number: number; version: NewVersion; by: string },
): Promise<string> {
  const articleId = newId('art', toMs(tx.now))
  await tx.insertInto('article').values({ id: articleId, number: article.number, createdAt: tx.now }).execute()
  await addVersion(tx, { articleId, version: article.version, by: article.by })
  return articleId
}

/** Writes the next version of an article and returns its number; older versions stay as they are. */
export async function addVersion(
  tx: Tx,
  change: { articleId: string; version: NewVersion; by: string },
): Promise<number> {
  const { version, articleId } = change
  const last = await tx
    .selectFrom('articleVersion')
    .select('version')
    .where('articleId', '=', articleId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  const number = (last?.version ?? 0) + 1
  await tx
    .insertInto('articleVersion')
    .values({
      articleId,
      version: number,
      kind: 'fixed',
      titles: JSON.stringify(version.titles),
      descriptions: JSON.stringify(version.descriptions),
      priceMinor: version.price.minor,
      listPriceMinor: version.listPrice.minor,
      currency: version.price.unit,
      creditMinor: version.credit.minor,
      bonusMinor: version.bonus.minor,
      vatCode: version.vatCode,
      startsAt: version.startsAt,
      endsAt: version.endsAt,
      sortOrder: version.sortOrder,
      active: version.active ? 1 : 0,
      limits: '{}',
      changedBy: change.by,
      changedAt: tx.now,
    })
    .execute()
  return number
}

/** Price and whole credit of any version, in minor units: what a page showed, to compare with what is in force. */
export async function articleVersion(
  db: Db,
  wanted: { articleId: string; version: number },
): Promise<{ priceMinor: number; creditMinor: number } | undefined> {
  if (!Number.isSafeInteger(wanted.version)) return undefined
  const row = await db
    .selectFrom('articleVersion')
    .select(['priceMinor', 'creditMinor', 'bonusMinor'])
    .where('articleId', '=', wanted.articleId)
    .where('version', '=', wanted.version)
    .executeTakeFirst()
  return row && { priceMinor: row.priceMinor, creditMinor: row.creditMinor + row.bonusMinor }
}
