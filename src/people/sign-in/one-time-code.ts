import { randomBytes } from 'node:crypto'
import { HOTP, Secret, TOTP } from 'otpauth'
import { sameText } from '../../kit/secret-box.ts'

/** RFC 6238 with what every authenticator application knows: SHA-1, 30 seconds, six digits. */
const usual = { algorithm: 'SHA1', digits: 6, period: 30 }
const secretBytes = 20
/** One step early and one late: clocks of telephones differ. */
const drift = [0, -1, 1]

export const newCodeSecret = (): Buffer => randomBytes(secretBytes)

/** The step of an instant; a code belongs to one. */
export const stepOf = (ms: number): number => TOTP.counter({ period: usual.period, timestamp: ms })

/** The code of a step. */
export const codeAt = (secret: Buffer, step: number, digits = usual.digits): string =>
  HOTP.generate({ ...usual, secret: asSecret(secret), digits, counter: step })

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
export const base32Of = (secret: Buffer): string => asSecret(secret).base32

/** What the square picture says to an authenticator application. */
export const codeUri = (secret: Buffer, { issuer, login }: { issuer: string; login: string }): string =>
  new TOTP({ ...usual, issuer, label: login, secret: asSecret(secret) }).toString()

const asSecret = (secret: Buffer) => new Secret({ buffer: new Uint8Array(secret).buffer })
