import { isPublicAddress } from '../kit/http/public-address.ts'
import { translator } from '../messages/translate.ts'
import type { OpeningList } from './opening-list.ts'

/** What is missing, for who reads a terminal: the sentences of the desk, in English. */
export function openingLines(list: OpeningList, mode: 'demo' | 'test' | 'live'): string[] {
  const t = translator('en')
  const missing = list.points.filter(({ isDone }) => !isDone)
  const lines = missing.map(({ name, fields }) => {
    const which = fields.length > 0 ? ` (${fields.join(', ')})` : ''
    return `MISSING     ${t(`opening.name_${name}`)}. ${t(`opening.how_${name}`)}${which}`
  })
  if (missing.length > 0) lines.unshift(t(`opening.incomplete_${mode}`))
  if (list.proxySeenAt !== undefined)
    lines.push('warning     a proxy is before us and OBOLE_TRUST_PROXY is not set: everybody has its address')
  return lines
}

type Settings = { mode: string; publicUrl: string; smtpUrl: string | undefined }
type Environment = Readonly<Record<string, string | undefined>>

/** What may be meant and is worth a look, each in a sentence that names its setting: for check-config and the log. */
export function unusualSettings({ mode, publicUrl, smtpUrl }: Settings, environment: Environment): string[] {
  if (mode === 'demo') return []
  const found: string[] = []
  if (isOwnNetwork(publicUrl)) found.push('OBOLE_PUBLIC_URL: is of a private network: no provider reaches it')
  if (smtpUrl?.startsWith('smtp:') && !isOwnNetwork(smtpUrl))
    found.push('SMTP_URL: is encrypted only where the server offers it; smtps:// always is')
  if (environment.NODE_EXTRA_CA_CERTS)
    found.push('NODE_EXTRA_CA_CERTS: certificates of authorities of your own are accepted too')
  if (environment.OBOLE_TRUST_PROXY?.trim().toLowerCase() === 'yes')
    found.push('OBOLE_TRUST_PROXY: yes is read as 1, one proxy; write the number or the networks')
  return found
}

/** Whether a URL leads to this machine or a private network by its very letters. */
function isOwnNetwork(url: string): boolean {
  const { hostname = '' } = URL.parse(url) ?? {}
  return hostname === 'localhost' || isPublicAddress(hostname) === false
}
