import type { BrandLogoRow } from '../brand-tables.ts'
import { asPng } from './raster-logo.ts'

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
