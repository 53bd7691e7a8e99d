import { type KeyObject, randomBytes, sign } from 'node:crypto'

/*
 * X.509 in DER (RFC 5280), as much of it as this simulator's two certificates need. A library for it would bring
 * twenty packages into every installation, for the demonstration alone.
 */
const der = (tag: number, ...parts: ReadonlyArray<Uint8Array>): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const time = (ms: number): Buffer => der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]|\..*/g, '')}Z`))
/** CN alone (2.5.4.3), as a UTF8String. */
const name = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))))
/** sha256WithRSAEncryption (1.2.840.113549.1.1.11). */
const algorithm = sequence(oid('2a864886f70d01010b'), der(0x05))

type Wish = {
  subject: string
  issuer: string
  key: KeyObject
  signingKey: KeyObject
  from: number
  until: number
  isAuthority: boolean
}

/** A certificate of this simulator's making, as PEM; the tests of our own calls make theirs with it too. */
export function certificate(wish: Wish): string {
  /** basicConstraints (2.5.29.19), critical: an authority or not. */
  const basic = der(0x04, sequence(...(wish.isAuthority ? [der(0x01, Buffer.from([0xff]))] : [])))
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name(wish.issuer),
    sequence(time(wish.from), time(wish.until)),
    name(wish.subject),
    wish.key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid('551d13'), der(0x01, Buffer.from([0xff])), basic))),
  )
  const signature = sign('RSA-SHA256', content, wish.signingKey)
  const whole = sequence(content, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
