import { crc32, deflateSync } from 'node:zlib'

export type PngWish = {
  width: number
  height: number
  /** 2: colours, 3: palette, 6: colours with transparency. */
  colourType?: 2 | 3 | 6
  bits?: number
  interlace?: 0 | 1
  /** Instead of the picture's own data. */
  data?: Buffer
}

/** A PNG of one colour, or one that is wrong as its wish says. */
export function pngOf({ width, height, colourType = 2, bits = 8, interlace = 0, data }: PngWish): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([bits, colourType, 0, 0, interlace], 8)
  const lineBytes = 1 + width * { 2: 3, 3: 1, 6: 4 }[colourType]
  const lines = Buffer.alloc(height * lineBytes, 0)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(colourType === 3 ? [chunk('PLTE', Buffer.from([200, 30, 60])), chunk('tRNS', Buffer.from([128]))] : []),
    chunk('IDAT', data ?? deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
