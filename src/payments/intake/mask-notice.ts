import { type Notice, readHeaders } from './notice.ts'

/** What is shown of one request; what is longer is cut before it is looked at. */
const longest = 20_000
const hidden = '***'

/**
 * The raw request as staff may read it: signatures, keys, passwords and cookies are stars, of a card's number stay the
 * last four digits, of an address its first letter and its domain. The stored bytes stay what they are.
 */
export function maskNotice(notice: Pick<Notice, 'gatewayId' | 'method' | 'headers' | 'query' | 'body'>): string {
  const headers = readHeaders(notice.headers)
  const query = notice.query === '' ? '' : `?${maskPairs(cut(notice.query))}`
  const isForm = String(headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded')
  // A sign has four bytes at most.
  const body = cut(new TextDecoder().decode(notice.body.subarray(0, 4 * longest + 4)))
  const lines = [
    `${notice.method} /notices/${notice.gatewayId}${query}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${maskNamed(name, cut(String(value)))}`),
    '',
    isForm ? maskPairs(body) : maskText(body),
  ]
  const text = lines.join('\n').replace(/[^\P{Cc}\n\t]/gu, '·')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/**
 * Cut where a word ends: half of a card's number, or of an address, would be none that is recognised. One word longer
 * than all that is shown is not shown.
 */
function cut(text: string): string {
  if (text.length <= longest) return text
  const part = text.slice(0, longest)
  const end = Math.max(...[...'&,;<>"\n{}'].map((sign) => part.lastIndexOf(sign)))
  return `${part.slice(0, end + 1)}…`
}

/** Parts of names whose value proves something or opens something, as providers and proxies spell them. */
const secretParts = [
  ...['sign', 'sha-in', 'shain', 'sha-out', 'shaout', 'pass', 'pswd', 'pwd', 'secret', 'token', 'auth', 'cookie'],
  ...['api-key', 'apikey', 'cvc', 'cvv', '-sig', '_sig'],
]
/** They say how something was signed, not the signature. */
const openParts = ['authalgo', 'auth-algo', 'transmission-id', 'transmission-time', 'certurl', 'cert-url']

function isSecret(written: string): boolean {
  const name = written.toLowerCase()
  if (openParts.some((part) => name.includes(part))) return false
  return name === 'key' || name.startsWith('sig') || secretParts.some((part) => name.includes(part))
}

const maskNamed = (name: string, value: string): string => (isSecret(name) && value !== '' ? hidden : maskText(value))

/** `a=1&b=2`: judged by what each value means, drawn as it was sent. */
function maskPairs(text: string): string {
  return text
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=')
      const [name, sent] = at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)]
      const meant = decoded(sent)
      const masked = maskNamed(decoded(name), meant)
      const shown = masked === meant ? sent : encodeURIComponent(masked).replaceAll('%40', '@')
      return at < 0 ? shown : `${maskText(name)}=${shown}`
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

/** Free text, JSON and XML: secrets by the name before them, cards and addresses by their form. */
const maskText = (text: string): string => maskAddresses(maskCards(maskElements(maskMembers(text))))

/** `"name": "value"`: the texts between quotes, one after the other. */
function maskMembers(text: string): string {
  let name = ''
  let afterColon = false
  // Each part is a text in quotes, also one that was cut off, or what stands between two of them.
  return text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[^"]+/g, (part) => {
    if (!part.startsWith('"')) {
      afterColon = part.trim() === ':'
      return part
    }
    const isValue = afterColon && isSecret(name)
    afterColon = false
    name = part.replaceAll('"', '').slice(0, 80)
    return isValue ? `"${hidden}"` : part
  })
}

/** `<NAME>value</NAME>`: what stands between two tags. */
function maskElements(text: string): string {
  return text
    .split('<')
    .map((part, index) => {
      const end = part.indexOf('>')
      const isValue = index > 0 && end > 0 && end < part.length - 1 && !part.startsWith('/')
      return isValue && isSecret(part.slice(0, end)) ? `${part.slice(0, end + 1)}${hidden}` : part
    })
    .join('<')
}

/** Twelve digits and more, with one blank, point or hyphen between two at most; of one unbroken run, up to nineteen. */
function maskCards(text: string): string {
  return text.replace(/\d(?:[ .-]?\d)*/g, (run) => {
    const digits = run.replace(/\D/g, '')
    const isCard = digits.length >= 12 && (digits.length <= 19 || digits.length < run.length)
    return isCard ? `${hidden}${digits.slice(-4)}` : run
  })
}

/** Words around one `@`: the first letter stays, and the domain. */
function maskAddresses(text: string): string {
  if (!text.includes('@')) return text
  return text.replace(/[\p{L}\p{N}._%+'@-]+/gu, (word) => {
    const [local = '', ...domain] = word.split('@')
    if (local === '' || !domain.some((part) => part.includes('.'))) return word
    return `${[...local.slice(0, 2)][0]}${hidden}@${domain.join('@')}`
  })
}
