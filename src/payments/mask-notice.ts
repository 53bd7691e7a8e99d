import type { Notice } from './notice.ts'

const longest = 20_000
const hidden = '***'

/**
 * The raw request as staff may read it: signatures, keys, passwords and cookies are stars, of a card's number stay the
 * last four digits, of an address its first letter and its domain. The stored bytes stay what they are.
 */
export function maskNotice(notice: Pick<Notice, 'gatewayId' | 'method' | 'headers' | 'query' | 'body'>): string {
  const headers = JSON.parse(notice.headers) as Record<string, string | string[]>
  const body = new TextDecoder().decode(notice.body)
  const query = notice.query === '' ? '' : `?${maskPairs(notice.query)}`
  const isForm = /^application\/x-www-form-urlencoded/i.test(String(headers['content-type'] ?? ''))
  const lines = [
    `${notice.method} /notices/${notice.gatewayId}${query}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${maskNamed(name, String(value))}`),
    '',
    isForm ? maskPairs(body) : maskText(body),
  ]
  const text = lines.join('\n').replace(/[^\P{Cc}\n\t]/gu, '·')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** Names whose value proves something or opens something, as providers and proxies spell them. */
const secretName = /sha-?(sign|in|out)|sign|(^|[-_])sig|pass|pswd|pwd|secret|token|auth|cookie|api-?key|cvc|cvv|^key$/i
/** They say how something was signed, not the signature. */
const openName = /auth-?algo|transmission-(id|time)|cert-?url/i

const isSecret = (name: string): boolean => secretName.test(name) && !openName.test(name)
const maskNamed = (name: string, value: string): string => (isSecret(name) && value !== '' ? hidden : maskText(value))

/** `a=1&b=2`: judged by what each value means, drawn as it was sent. */
function maskPairs(text: string): string {
  return text
    .split('&')
    .map((pair) => {
      const cut = pair.indexOf('=')
      const [name, sent] = cut < 0 ? ['', pair] : [pair.slice(0, cut), pair.slice(cut + 1)]
      const meant = decoded(sent)
      const masked = maskNamed(decoded(name), meant)
      const shown = masked === meant ? sent : encodeURIComponent(masked).replaceAll('%40', '@')
      return cut < 0 ? shown : `${maskText(name)}=${shown}`
    })
    .join('&')
}

/** What is not well encoded means itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Free text and JSON: secrets by the name before them, cards and addresses by their form. */
function maskText(text: string): string {
  return text
    .replace(/"([^"\\]{1,60})"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g, (whole, name: string, colon: string) =>
      isSecret(name) ? `"${name}"${colon}"${hidden}"` : whole,
    )
    .replace(/<([\w:-]{1,60})>[^<]*(?=<\/)/g, (whole, name: string) => (isSecret(name) ? `<${name}>${hidden}` : whole))
    .replace(/(?<![\d])\d(?:[ .-]?\d){11,18}(?![\d])/g, (card) => `${hidden}${card.replace(/\D/g, '').slice(-4)}`)
    .replace(/([\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]*(@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu, `$1${hidden}$2`)
}
