import { createHmac, randomBytes } from 'node:crypto'
import { sameText } from '../../kit/text/same-text.ts'

/** RFC 6238 with what every authenticator application knows: SHA-1, 30 seconds, six digits. */
const stepMs = 30_000
const digits = 6
const secretBytes = 20
/** One step early and one late: clocks of telephones differ. */
const drift = [0, -1, 1]

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const newCodeSecret = (): Buffer => randomBytes(secretBytes)

/** The step of an instant; a code belongs to one. */
export const stepOf = (ms: number): number => Math.floor(ms / stepMs)

/** The code of a step (RFC 4226, 5.3). */
export function codeAt(secret: Buffer, step: number, length = digits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** length).padStart(length, '0')
}

/** The step whose code this is, near this instant and later than the last one used; undefined when there is none. */
export function stepOfCode(
  secret: Buffer,
  said: { code: string; nowMs: number; after: number | null },
): number | undefined {
  const now = stepOf(said.nowMs)
  return drift
    .map((offset) => now + offset)
    .filter((step) => said.after === null || step > said.after)
    .find((step) => sameText(codeAt(secret, step), said.code))
}

/** A secret as people type it into their application (RFC 4648, base 32). */
export function base32Of(secret: Buffer): string {
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => base32Letters.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('')
}

/** What the square picture says to an authenticator application. */
export function codeUri(secret: Buffer, names: { issuer: string; login: string }): string {
  const label = `${encodeURIComponent(names.issuer)}:${encodeURIComponent(names.login)}`
  const issuer = encodeURIComponent(names.issuer)
  return `otpauth://totp/${label}?secret=${base32Of(secret)}&issuer=${issuer}`
}
