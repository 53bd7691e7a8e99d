import type { X509Certificate } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { DAY, HOUR, toMs } from '../../../kit/clock.ts'
import type { NoticeReading, RawNotice } from '../../gateway.ts'
import type { Outside } from '../../gateway-kind.ts'
import { createSparingFetch } from '../../kit/calls/sparing-fetch.ts'
import { isTraced, isValidAt, readCertificates, runtimeRoots } from '../../kit/notices/certificate-chain.ts'
import { isRsaSigned } from '../../kit/notices/proofs.ts'
import { oneHeader } from '../../kit/notices/raw-notice.ts'

/** Repeats are legitimate for three days; a replay is harmless, because what it says is asked for. */
const toleranceMs = 3 * DAY + HOUR
/** What a webhook proves itself with. */
export const proofHeaders = [
  'paypal-auth-algo',
  'paypal-cert-url',
  'paypal-transmission-id',
  'paypal-transmission-sig',
  'paypal-transmission-time',
]

export type Proof = { webhookId: string; certificateAt(url: string, at: string): Promise<CertificateReading> }
type Headers = { id: string; time: string; signature: string; certUrl: string }

/**
 * A webhook, proved offline: CRC-32 of the raw bytes, RSA-SHA256 by a certificate of PayPal's.
 * Even proved it is no money: it names what must be looked up.
 */
export async function proveWebhook(notice: RawNotice, proof: Proof): Promise<NoticeReading | { is: 'proven' }> {
  const headers = readHeaders(notice)
  if (typeof headers === 'string') return { is: 'rejected', why: headers }
  const sentMs = Date.parse(headers.time)
  if (Number.isNaN(sentMs) || Math.abs(toMs(notice.receivedAt) - sentMs) > toleranceMs)
    return { is: 'rejected', why: 'transmission time' }
  const found = await proof.certificateAt(headers.certUrl, notice.receivedAt)
  if (found.is === 'refused') return { is: 'rejected', why: found.why }
  if (found.is === 'unreachable') return { is: 'unprovable', why: found.why }
  const message = `${headers.id}|${headers.time}|${proof.webhookId}|${crc32(notice.body)}`
  const signed = { algorithm: 'sha256', message, signature: headers.signature } as const
  return isRsaSigned(signed, found.certificate.publicKey) ? { is: 'proven' } : { is: 'rejected', why: 'signature' }
}

/** The five headers, each exactly once (twice arrives as one text with a comma); else what is wrong. */
function readHeaders(notice: RawNotice): Headers | string {
  const one = (name: string, form: RegExp) => oneHeader(notice, name, form)
  if (notice.method !== 'POST') return 'not a POST'
  if (notice.headers['content-encoding'] !== undefined) return 'compressed'
  if (one('paypal-auth-algo', /^SHA256withRSA$/) === undefined) return 'algorithm'
  const id = one('paypal-transmission-id', /^[\w-]{1,100}$/)
  const time = one('paypal-transmission-time', /^[\w:.+-]{10,40}$/)
  const signature = one('paypal-transmission-sig', /^[A-Za-z0-9+/]+={0,2}$/)
  const certUrl = one('paypal-cert-url', /^[\x21-\x7e]+$/)
  return id && time && signature && certUrl ? { id, time, signature, certUrl } : 'headers'
}

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
