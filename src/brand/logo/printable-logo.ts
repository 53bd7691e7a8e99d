import { inflateSync } from 'node:zlib'
import type { BrandLogoRow } from '../../db/base-rows.ts'

/** More than a logo on paper needs; each receipt pays for decoding it. */
export const printablePixels = 1_000_000

/** Samples of one pixel by the colour type of PNG (third edition, table 9), where every sample is one byte. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * Whether a logo can stand on the PDF of a receipt: a PNG of 8 bits, not interlaced, small enough, and sound. What
 * draws the PDF decodes it outside our call and throws there, which would end the process: so nothing is left to it.
 */
export function isPrintable({ type, content }: Pick<BrandLogoRow, 'type' | 'content'>): boolean {
  if (type !== 'image/png') return false
  const chunks = readChunks(content)
  const header = chunks.find(({ kind }) => kind === 'IHDR')?.data
  if (header?.length !== 13) return false
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [bits, colourType = 0, , , interlace] = header.subarray(8)
  const samples = samplesOf[colourType]
  if (bits !== 8 || interlace !== 0 || samples === undefined) return false
  if (width * height === 0 || width * height > printablePixels) return false
  return hasPalette(chunks, colourType) && hasAllLines(chunks, { height, lineBytes: 1 + width * samples })
}

type Chunk = { kind: string; data: Buffer }

/** A stored logo has been cut at its chunks before (logo-picture.ts). */
function readChunks(content: Uint8Array): Chunk[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at)
    chunks.push({ kind: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end) })
    at = end + 4
  }
  return chunks
}

function hasPalette(chunks: readonly Chunk[], colourType: number): boolean {
  const length = chunks.find(({ kind }) => kind === 'PLTE')?.data.length ?? 0
  return colourType === 3 ? length > 0 && length <= 768 && length % 3 === 0 : true
}

/** The picture's data inflate to exactly its lines, each with a filter that exists. */
function hasAllLines(chunks: readonly Chunk[], { height, lineBytes }: { height: number; lineBytes: number }): boolean {
  const packed = Buffer.concat(chunks.filter(({ kind }) => kind === 'IDAT').map(({ data }) => data))
  const lines = inflated(packed, height * lineBytes)
  if (lines?.length !== height * lineBytes) return false
  return Array.from({ length: height }, (_, line) => lines[line * lineBytes] ?? 5).every((filter) => filter <= 4)
}

function inflated(packed: Buffer, mostBytes: number): Buffer | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: mostBytes })
  } catch {
    return undefined
  }
}
