import { createHash } from 'node:crypto'
import type { Sharp, SharpOptions } from 'sharp'
import type { Db, Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import type { Logo } from '../brand-content.ts'
import type { BrandLogoRow } from '../brand-tables.ts'
import type { CleanLogo } from './clean-logo.ts'

const longestName = 80

/** Puts a cleaned logo among the logos, once for each content, and tells how a brand names it. */
export async function addLogo(tx: Tx, logo: CleanLogo, fileName: string): Promise<Logo> {
  const { type, content, width, height } = logo
  const logoId = createHash('sha256').update(type).update(content).digest('hex').slice(0, 32)
  const row = { id: logoId, type, content, addedAt: tx.now }
  await insertRows(tx, 'brandLogo', [row], 'on conflict (id) do nothing returning id')
  return { logoId, type, width, height, fileName: fileName.slice(-longestName), bytes: content.length }
}

/** A logo by its id, for who shows it. */
export async function findLogo(db: Db, logoId: string): Promise<BrandLogoRow | undefined> {
  return db.selectFrom('brandLogo').selectAll().where('id', '=', logoId).executeTakeFirst()
}

/** Drawn anew: a PNG of 8 bits, without comments, positions, animation, or anything behind its end. */
export type Picture = { content: Uint8Array; width: number; height: number }

/** A picture of more pixels than this to a side is a way to fill the reader's memory. */
const mostPixels = 4_000
/** More than a page or a receipt shows; each receipt pays for decoding it. */
const keptPixels = 1_000

/**
 * Draws a PNG or WebP anew, made smaller where it is larger than anything shows it. `broken` where it cannot be
 * decoded to its end, `dimensions` where it is too large to be tried.
 */
export async function drawAnew(bytes: Uint8Array): Promise<Picture | 'broken' | 'dimensions'> {
  const size = await sizeOf(bytes)
  if (!size) return 'broken'
  if (size.width > mostPixels || size.height > mostPixels) return 'dimensions'
  return (await asPng(bytes, {})) ?? 'broken'
}

/** A stored logo as it stands on paper: what draws a PDF must meet nothing that it cannot decode. */
const asPng = (bytes: Uint8Array, options: Pick<SharpOptions, 'density'>): Promise<Picture | undefined> =>
  attempt(bytes, options, async (picture) => {
    const inside = picture.resize(keptPixels, keptPixels, { fit: 'inside', withoutEnlargement: true })
    const { data, info } = await inside.toColourspace('srgb').png().toBuffer({ resolveWithObject: true })
    return { content: data, width: info.width, height: info.height }
  })

const sizeOf = (bytes: Uint8Array) =>
  attempt(bytes, { limitInputPixels: false }, async (picture) => {
    const { width, height, format } = await picture.metadata()
    return format === 'png' || format === 'webp' ? { width, height } : undefined
  })

async function attempt<Found>(
  bytes: Uint8Array,
  options: SharpOptions,
  use: (picture: Sharp) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  // Loaded with the first picture: 25 MB that most processes never need.
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  try {
    return await use(sharp(bytes, { limitInputPixels: mostPixels ** 2, failOn: 'truncated', ...options }))
  } catch {
    return undefined
  }
}

/** Fine enough for paper: a drawing of 100 units becomes 400 pixels. */
const density = 288
const mostKept = 20
/** By the logo’s id, which is that of its content: what is drawn of it never changes. */
const drawn = new Map<string, Promise<Uint8Array | undefined>>()

/**
 * A logo as a PNG for the PDF of a receipt; undefined where it cannot be decoded, and for a drawing with words, which
 * would be set in whatever fonts this machine has.
 */
export function printableLogo(logo: Pick<BrandLogoRow, 'id' | 'type' | 'content'>): Promise<Uint8Array | undefined> {
  const known = drawn.get(logo.id) ?? draw(logo)
  if (drawn.size >= mostKept) drawn.clear()
  drawn.set(logo.id, known)
  return known
}

async function draw({ type, content }: Pick<BrandLogoRow, 'type' | 'content'>): Promise<Uint8Array | undefined> {
  const isDrawing = type === 'image/svg+xml'
  if (isDrawing && Buffer.from(content).includes('<text')) return undefined
  return (await asPng(content, isDrawing ? { density } : {}))?.content
}
