import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { type Instant, toMs } from '../../../kit/clock.ts'

const longestChain = 5

/** The certificates of a PEM text, in their order; what is none is left out. */
export function readCertificates(pem: string): X509Certificate[] {
  const [begin, end] = ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----']
  const blocks = pem.split(begin).slice(1)
  return blocks.flatMap((block) => {
    const at = block.indexOf(end)
    if (at < 0) return []
    try {
      return [new X509Certificate(`${begin}${block.slice(0, at)}${end}`)]
    } catch {
      return []
    }
  })
}

let roots: X509Certificate[] | undefined
/** The authorities shipped with Node, read once and only when a notice needs them. */
export function runtimeRoots(): X509Certificate[] {
  roots ??= readCertificates(rootCertificates.join('\n'))
  return roots
}

/** Whether a certificate is in force at an instant. */
export const isValidAt = (certificate: X509Certificate, at: Instant): boolean =>
  certificate.validFromDate.getTime() <= toMs(at) && toMs(at) <= certificate.validToDate.getTime()

type Chain = { sent: readonly X509Certificate[]; trusted: readonly X509Certificate[]; at: Instant }

/** Walks from issuer to issuer until an authority we trust; each step signed, valid, and an authority itself. */
export function isTraced(leaf: X509Certificate, { sent, trusted, at }: Chain): boolean {
  let current = leaf
  for (let step = 0; step < longestChain; step += 1) {
    const issued = (issuer: X509Certificate) =>
      issuer.ca && isValidAt(issuer, at) && current.checkIssued(issuer) && current.verify(issuer.publicKey)
    if (trusted.some(issued)) return true
    const next = sent.find(issued)
    if (!next) return false
    current = next
  }
  return false
}
