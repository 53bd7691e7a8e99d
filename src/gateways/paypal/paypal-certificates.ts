import type { X509Certificate } from 'node:crypto'
import type { Outside } from '../gateway-kind.ts'
import { createSparingFetch } from '../kit/calls/sparing-fetch.ts'
import { isTraced, isValidAt, readCertificates, runtimeRoots } from '../kit/notices/certificate-chain.ts'

export type CertificateReading =
  | { is: 'good'; certificate: X509Certificate }
  /** It cannot be PayPal's. */
  | { is: 'refused'; why: string }
  /** It could be, and cannot be had or traced to an authority now. */
  | { is: 'unreachable'; why: string }

export type CertificateRules = {
  /** `https://host` of this mode's certificates; compared whole, never by its end. */
  origins: readonly string[]
  pathPrefix: string
  commonName: string
  /** Authorities trusted besides those of the runtime, as PEM texts. */
  authorities: () => Promise<string>
}

const mostKept = 20

/**
 * Certificates by their URL, fetched sparingly from the allowed hosts only. One that proved good is kept while it is
 * valid; whatever else was answered is no truth, and is asked for again after a minute. A certificate that cannot be
 * traced is `unreachable`, never good or forged.
 */
export function createCertificates(rules: CertificateRules, outside: Outside) {
  const fetchText = createSparingFetch('paypal certificates', rules.origins, outside)
  /** By URL: the texts that proved good, the newest last. */
  const kept = new Map<string, string>()

  function keep(url: string, text: string): void {
    kept.delete(url)
    kept.set(url, text)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  }

  return async (url: string, at: string): Promise<CertificateReading> => {
    if (!isAllowed(url, rules)) return { is: 'refused', why: 'certificate URL' }
    const known = kept.get(url)
    const reading = known === undefined ? undefined : await judge(known, at, rules)
    if (reading?.is === 'good') return reading
    const text = await fetchText(url)
    if (text === undefined) return reading ?? { is: 'unreachable', why: 'certificate' }
    const fetched = await judge(text, at, rules)
    if (fetched.is === 'good') keep(url, text)
    return fetched
  }
}

async function judge(text: string, at: string, rules: CertificateRules): Promise<CertificateReading> {
  const [leaf, ...sent] = readCertificates(text)
  if (!leaf) return { is: 'unreachable', why: 'certificate' }
  if (!isValidAt(leaf, at)) return { is: 'refused', why: 'certificate expired' }
  if (!leaf.subject.split('\n').includes(`CN=${rules.commonName}`)) return { is: 'refused', why: 'certificate name' }
  const trusted = [...readCertificates(await rules.authorities()), ...runtimeRoots()]
  return isTraced(leaf, { sent, trusted, at })
    ? { is: 'good', certificate: leaf }
    : { is: 'unreachable', why: 'certificate authority' }
}

function isAllowed(url: string, { origins, pathPrefix }: CertificateRules): boolean {
  const parsed = URL.parse(url)
  if (!parsed || parsed.username || parsed.password || parsed.search || parsed.hash) return false
  const name = parsed.pathname.startsWith(pathPrefix) ? parsed.pathname.slice(pathPrefix.length) : ''
  return origins.includes(parsed.origin) && /^CERT-[A-Za-z0-9-]{1,80}$/.test(name)
}
