/** A bitmap without what is not picture: texts, positions, and anything that was hung on behind the end. */
export type Picture = { content: Uint8Array; width: number; height: number }

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

/** Chunks that make the picture or its colours (PNG, third edition, 11.2 and 11.3), without comments and animation. */
const pngChunks = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'sRGB', 'cICP', 'pHYs'])

/** Walks the chunks of a PNG by their lengths; undefined when they do not add up. */
export function cutPng(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  const seen: string[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const kind = ascii(bytes, at + 4, 4)
    const end = at + 12 + length
    if (end > bytes.length || (seen.length === 0) !== (kind === 'IHDR')) return undefined
    if (kind === 'IHDR' && length !== 13) return undefined
    seen.push(kind)
    if (pngChunks.has(kind)) kept.push(bytes.subarray(at, end))
    if (kind === 'IEND') break
    at = end
  }
  if (seen.at(-1) !== 'IEND' || !seen.includes('IDAT')) return undefined
  return { content: Buffer.concat(kept), width: view.getUint32(16), height: view.getUint32(20) }
}

/** Chunks of WebP that make the picture (RFC 9649); Exif, XMP and animation are not. */
const webpChunks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP'])
/** In VP8X: Exif, XMP, animation. */
const webpExtras = 0b0000_1110

/** Walks the chunks of a WebP; undefined when they do not add up or hold no still picture. */
export function cutWebp(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 20) return undefined
  const end = 8 + view.getUint32(4, true)
  if (end > bytes.length) return undefined
  const kept: Uint8Array[] = []
  let size: { width: number; height: number } | undefined
  for (let at = 12; at + 8 <= end; ) {
    const kind = ascii(bytes, at, 4)
    const length = view.getUint32(at + 4, true)
    const next = at + 8 + length + (length % 2)
    if (at + 8 + length > end) return undefined
    const chunk = bytes.slice(at, next)
    if (kind === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~webpExtras
    if (webpChunks.has(kind)) kept.push(chunk)
    size ??= webpSize(kind, chunk)
    at = next
  }
  const still = kept.some((chunk) => /^VP8[ L]$/.test(ascii(chunk, 0, 4)))
  if (!size || !still) return undefined
  const body = Buffer.concat(kept)
  const head = Buffer.alloc(12)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  head.write('WEBP', 8, 'latin1')
  return { content: Buffer.concat([head, body]), ...size }
}

/** Where each kind of chunk says how large the picture is; its data begin at 8. */
function webpSize(kind: string, chunk: Uint8Array): { width: number; height: number } | undefined {
  if (chunk.length < 18) return undefined
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  if (kind === 'VP8X') {
    const at = (offset: number) => view.getUint16(offset, true) + ((chunk[offset + 2] ?? 0) << 16) + 1
    return { width: at(12), height: at(15) }
  }
  if (kind === 'VP8 ') {
    const started = chunk[11] === 0x9d && chunk[12] === 0x01 && chunk[13] === 0x2a
    return started ? { width: view.getUint16(14, true) & 0x3fff, height: view.getUint16(16, true) & 0x3fff } : undefined
  }
  if (kind === 'VP8L' && chunk[8] === 0x2f) {
    const bits = view.getUint32(9, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
  }
  return undefined
}
