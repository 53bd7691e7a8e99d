import { randomBytes } from 'node:crypto'

/** Ids carry their kind, because people paste them into messages: `ord_…`, `pay_…`, `top_…`. */
export type IdPrefix =
  | 'per'
  | 'art'
  | 'trm'
  | 'brd'
  | 'drf'
  | 'ord'
  | 'pay'
  | 'ntc'
  | 'fct'
  | 'top'
  | 'rct'
  | 'rfd'
  | 'mai'
  | 'usg'
  | 'aud'
  | 'wdr'
  | 'wdc'
  | 'chg'
  | 'rec'
  | 'dif'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32: nothing that reads like something else

let lastMs = 0
let countInMs = 0

/**
 * Sorts by time of creation: 48 bits of milliseconds, a counter of this process within the millisecond,
 * then 60 random bits. Unique, not secret.
 */
export function newId(prefix: IdPrefix, nowMs: number): string {
  countInMs = nowMs === lastMs ? countInMs + 1 : 0
  lastMs = nowMs
  return `${prefix}_${base32Number(nowMs, 10)}${base32Number(countInMs, 4)}${base32(fromPool(10)).slice(0, 12)}`
}

/** An unguessable token of `bits` random bits (160 unless told), in lower-case base 32 letters and digits. */
export function newToken(bits = 160): string {
  return base32(randomBytes(bits / 8))
}

function base32Number(number: number, length: number): string {
  let text = ''
  let rest = number
  for (let i = 0; i < length; i += 1) {
    text = alphabet.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((value >>> bits) & 31)
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text
}

let pool = Buffer.alloc(0)
let poolAt = 0

/** Asking the operating system for a few bytes at a time costs more than everything else about an id. */
function fromPool(size: number): Uint8Array {
  if (poolAt + size > pool.length) {
    pool = randomBytes(8192)
    poolAt = 0
  }
  poolAt += size
  return pool.subarray(poolAt - size, poolAt)
}
