import { z } from 'zod'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { jsonReader } from '../kit/json.ts'
import { storedInEach } from '../kit/language.ts'
import { type BrandContent, unpublished } from './brand-content.ts'
import type { BrandVersionRow } from './brand-tables.ts'
import { withoutDemonstration } from './without-demonstration.ts'

export type BrandVersion = {
  brandId: string
  number: number
  content: BrandContent
  publishedAt: Instant
  publishedBy: string
}

/**
 * A published version never changes, so its content is read once; which one is newest is asked every time. By ids that
 * no two databases share.
 */
const parsed = new Map<string, BrandContent>()
const mostParsed = 50

/** The published brand; before the first publication, and where it says nothing, the program's own name. */
export async function currentBrand(db: Db): Promise<BrandContent> {
  return named(await publishedContent(db))
}

const named = (brand: BrandContent): BrandContent => (brand.name === '' ? { ...brand, name: 'Obole' } : brand)

/** What the operator has published, with nothing in place of what is missing. */
export async function publishedContent(db: Db): Promise<BrandContent> {
  const versions = db.selectFrom('brandVersion')
  const newest = await versions.select('id').orderBy('number', 'desc').limit(1).executeTakeFirst()
  if (!newest) return unpublished
  const known = parsed.get(newest.id)
  if (known) return known
  const { content } = await versions.select('content').where('id', '=', newest.id).executeTakeFirstOrThrow()
  const brand = await readOwnContent(db, content)
  if (parsed.size >= mostParsed) parsed.clear()
  parsed.set(newest.id, brand)
  return brand
}

export type BrandReader = {
  current(): Promise<BrandContent>
  /** As it was seen last, for pages that are drawn while the database cannot be had. */
  lastKnown(): BrandContent
}

/** The brand of one operator, for the pages. */
export function createBrandReader(db: Db): BrandReader {
  let last = named(unpublished)
  return {
    async current() {
      last = await currentBrand(db)
      return last
    },
    lastKnown: () => last,
  }
}

const text = storedInEach(z.string())
const credit = z.object({ one: z.string(), other: z.string() })
const cost = z.number().nullable()
const logo = z.object({
  logoId: z.string(),
  type: z.enum(['image/svg+xml', 'image/png']),
  width: z.number(),
  height: z.number(),
  fileName: z.string(),
  bytes: z.number(),
})

const storedContent: z.ZodType<Partial<BrandContent>> = z
  .object({
    name: z.string(),
    tagline: text,
    logos: z.object({ light: logo.nullable(), dark: logo.nullable() }),
    accent: z.string(),
    ground: z.string().nullable(),
    seller: z.object({ name: z.string(), lines: z.array(z.string()) }),
    accountName: text,
    creditNames: storedInEach(credit),
    pageCosts: z.object({ blackAndWhite: z.number(), colour: z.number() }),
    otherCosts: z.object({ copyBlackAndWhite: cost, copyColour: cost, scan: cost, fax: cost }),
    addressLines: z.array(z.string()),
    welcome: text,
    homeMessage: text,
    help: text,
    footer: text,
    legal: text,
    privacy: text,
    accessibility: text,
    receiptSubject: text,
    receiptBody: text,
    creditNoteSubject: text,
    creditNoteBody: text,
    mailSignature: text,
  })
  .partial()
const readStored = jsonReader('a brand’s content', storedContent)

/** Stored content as it was written; what an older program did not know yet is as before any publication. */
const readContent = (text: string): BrandContent => ({ ...unpublished, ...readStored(text) })

/**
 * Stored content without the words of the demonstration's university, unless this is the demonstration: an older
 * program began every draft with them, and no operator speaks for another.
 */
export async function readOwnContent(db: Db, text: string): Promise<BrandContent> {
  const content = readContent(text)
  const row = await db.selectFrom('site').select('value').where('name', '=', 'mode').executeTakeFirst()
  return row?.value === 'demo' ? content : withoutDemonstration(content)
}

/** Every version, newest first. */
export async function listBrandVersions(db: Db): Promise<BrandVersion[]> {
  const rows = await db.selectFrom('brandVersion').selectAll().orderBy('number', 'desc').execute()
  return rows.map(asVersion)
}

/** The number of the newest version; 0 before the first. */
export async function newestBrandNumber(db: Db): Promise<number> {
  const newest = await db.selectFrom('brandVersion').select('number').orderBy('number', 'desc').limit(1).execute()
  return newest[0]?.number ?? 0
}

/** The version of this number; undefined where there is none. */
export async function findBrandVersion(db: Db, number: number): Promise<BrandVersion | undefined> {
  const row = await db.selectFrom('brandVersion').selectAll().where('number', '=', number).executeTakeFirst()
  return row && asVersion(row)
}

const asVersion = ({ id, content, ...row }: BrandVersionRow): BrandVersion => ({
  brandId: id,
  content: readContent(content),
  ...row,
})

/**
 * Publishes the next version; the one before stays readable and can be published again.
 * Throws Failure `conflict` when somebody else publishes at the same moment, or has since version `after`.
 */
export async function publishBrand(
  tx: Tx,
  wish: { content: BrandContent; by: string; after?: number },
): Promise<number> {
  const newest = await newestBrandNumber(tx)
  const number = newest + 1
  const row = { id: newId('brd', toMs(tx.now)), number, content: JSON.stringify(wish.content) }
  const version = { ...row, publishedBy: wish.by, publishedAt: tx.now }
  const inserted = await insertRows(tx, 'brandVersion', [version], 'on conflict (number) do nothing returning id')
  const alone = inserted.length === 1 && (wish.after ?? newest) === newest
  if (!alone) throw new Failure('conflict', 'another version was published meanwhile')
  return number
}
