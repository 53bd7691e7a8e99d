import { inflateSync } from 'node:zlib'

const woffHead = 44
const woffEntry = 20
const sfntHead = 12
const sfntEntry = 16

/**
 * A WOFF 1.0 file as the plain font that it holds (W3C WOFF File Format 1.0, sections 3 to 5). Reading it packed costs
 * an inflation at each glyph. Throws where it is no WOFF.
 */
export function unpackWoff(packed: Buffer): Buffer {
  if (packed.toString('latin1', 0, 4) !== 'wOFF') throw new Error('no WOFF file')
  const count = packed.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, index) => readTable(packed, woffHead + index * woffEntry))
  const places = tables.map(({ content }) => Math.ceil(content.length / 4) * 4)
  const directory = sfntHead + count * sfntEntry
  const font = Buffer.alloc(directory + places.reduce((sum, length) => sum + length, 0))
  packed.copy(font, 0, 4, 8)
  writeSearch(font, count)
  let offset = directory
  for (const [index, { tag, checksum, content }] of tables.entries()) {
    const at = sfntHead + index * sfntEntry
    font.write(tag, at, 'latin1')
    font.writeUInt32BE(checksum, at + 4)
    font.writeUInt32BE(offset, at + 8)
    font.writeUInt32BE(content.length, at + 12)
    content.copy(font, offset)
    offset += places[index] ?? 0
  }
  return font
}

function readTable(packed: Buffer, at: number): { tag: string; checksum: number; content: Buffer } {
  const [offset, packedLength, length, checksum] = [4, 8, 12, 16].map((field) => packed.readUInt32BE(at + field)) as [
    number,
    number,
    number,
    number,
  ]
  const stored = packed.subarray(offset, offset + packedLength)
  // What would not become smaller is stored as it is.
  const content = packedLength < length ? inflateSync(stored, { maxOutputLength: length }) : stored
  return { tag: packed.toString('latin1', at, at + 4), checksum, content }
}

/** How many tables, and what a binary search among them begins with. */
function writeSearch(font: Buffer, count: number): void {
  const power = Math.floor(Math.log2(count))
  font.writeUInt16BE(count, 4)
  font.writeUInt16BE(2 ** power * 16, 6)
  font.writeUInt16BE(power, 8)
  font.writeUInt16BE((count - 2 ** power) * 16, 10)
}
