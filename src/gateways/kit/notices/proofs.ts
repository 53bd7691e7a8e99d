import { createHmac, hash, type KeyLike, timingSafeEqual, verify } from 'node:crypto'

export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512'
export type Charset = 'utf8' | 'latin1'

/** A key of a proof by its id: while one is being changed, the one before is in force beside it. */
export type ProofKey = { id: string; secret: string }

/** The keys that are set, newest first: one that is empty is not in force. */
export const keysInForce = (keys: Readonly<Record<string, string>>): ProofKey[] =>
  Object.entries(keys).flatMap(([id, secret]) => (secret === '' ? [] : [{ id, secret }]))

/** The key under which a proof holds, among all that are in force or the one that the notice names; undefined: none. */
export function keyThatProves(
  keys: readonly ProofKey[],
  holds: (secret: string) => boolean,
  named?: string,
): ProofKey | undefined {
  return keys.find(({ id, secret }) => (named === undefined || id === named) && holds(secret))
}

/** The digest of a text in its charset, in lower-case hex. */
export const digestOf = (algorithm: HashAlgorithm, text: string, charset: Charset = 'utf8'): string =>
  hash(algorithm, Buffer.from(text, charset), 'hex')

/** The HMAC of a text or of raw bytes; the key is a text in UTF-8, or the bytes that it stands for. */
export const hmacOf = (
  algorithm: HashAlgorithm,
  key: string | Uint8Array,
  message: string | Uint8Array,
  as: 'hex' | 'base64' = 'hex',
): string => createHmac(algorithm, key).update(message).digest(as)

/** Whether a received proof is the expected one; how long it takes tells nothing of it. */
export function isSameProof(expected: string, received: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(received)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The same of hex, whose letter case does not matter. */
export const isSameHex = (expected: string, received: string): boolean =>
  isSameProof(expected.toLowerCase(), received.toLowerCase())

/** Whether an RSA signature (PKCS #1 v1.5), in base64, holds over exactly these bytes. */
export const isRsaSigned = (
  signed: { algorithm: HashAlgorithm; message: string | Uint8Array; signature: string },
  key: KeyLike,
): boolean => {
  const message = Buffer.from(signed.message as string)
  return verify(signed.algorithm, message, key, Buffer.from(signed.signature, 'base64'))
}
