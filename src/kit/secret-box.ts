import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

const ivBytes = 12
const tagBytes = 16

/** Secrets at rest and signed values, all derived from the one secret key; each purpose has a key of its own. */
export type SecretBox = {
  /** AES-256-GCM; the result carries a version, so that a later key can be told from this one. */
  seal(text: string): string
  /** Throws when the text was changed or sealed under another key. */
  open(sealed: string): string
  /** A keyed mark of 43 characters; the same input gives the same mark. */
  sign(purpose: string, text: string): string
}

/** All keys come from one secret by HKDF, one for each purpose. */
export function createSecretBox(secretKey: string): SecretBox {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, '', purpose, 32))
  const sealKey = keyFor('seal')
  // Every page carries a mark, and to make a key ready takes longer than to use it.
  const markKeys = new Map<string, KeyObject>()
  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
    },
    open(sealed) {
      const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, ivBytes))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
    },
    sign(purpose, text) {
      const key = markKeys.get(purpose) ?? createSecretKey(keyFor(purpose))
      markKeys.set(purpose, key)
      return createHmac('sha256', key).update(text).digest('base64url')
    },
  }
}

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(a), digest(b))
}

export const sha256Hex = (text: string): string => hash('sha256', text, 'hex')
