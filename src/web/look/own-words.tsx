import { brandText } from '../../brand/brand-text.ts'
import { writtenFor } from '../../kit/language.ts'
import { withoutEnd } from '../../kit/text/plain-text.ts'
import { type View, writtenText } from './view.ts'

type Props = {
  view: Pick<View, 'language'>
  class?: string
  text: string
  values?: Readonly<Record<string, string>>
  /** Whether its mail addresses and telephone numbers are links: not in texts that hold other numbers. */
  contacts?: true
}

/**
 * The operator’s own words, in the typography of their language.
 * brandText escapes everything and knows headings, lists, emphasis and links to https.
 */
export function OwnWords({ view, text, values, contacts, ...attributes }: Props) {
  const written = writtenFor(view.language)
  const lang = written === view.language ? undefined : written
  const __html = drawn(written, { view, text, values, contacts })
  return <div {...attributes} lang={lang} dangerouslySetInnerHTML={{ __html }} />
}

/** The texts of help and footer stand on every page, and are drawn once; one with values in it is somebody's own. */
const known = new Map<string, string>()
const mostKnown = 100

function drawn(written: string, { view, text, values, contacts }: Omit<Props, 'class'>): string {
  const draw = () => {
    const { html } = brandText(writtenText(view, text), values)
    return contacts ? linkContacts(html) : html
  }
  if (values) return draw()
  const key = `${written} ${contacts === true} ${text}`
  const html = known.get(key) ?? draw()
  if (known.size >= mostKnown) known.clear()
  known.set(key, html)
  return html
}

const linkContacts = (html: string): string =>
  inWhatIsRead(
    inWhatIsRead(html, (text) => text.replace(/[\w.@+-]+/g, linkAddress)),
    (text) => text.replace(/\+?\d[\d\u00a0\u202f ]*/g, linkTelephone),
  )

/** What stands in a tag, or in a link already, is left as it is. */
function inWhatIsRead(html: string, change: (text: string) => string): string {
  let inLink = false
  const parts = html.split(/(<[^<>]*>)/).map((part, index) => {
    if (index % 2 === 0) return inLink ? part : change(part)
    inLink = part.startsWith('<a ') || (inLink && part !== '</a>')
    return part
  })
  return parts.join('')
}

/** The full stop behind an address belongs to its sentence. */
function linkAddress(word: string): string {
  const address = withoutEnd(word, '.+-')
  const [local, domain, ...more] = address.split('@')
  const isAddress = local && domain && more.length === 0 && /^[\w-]+(?:\.[\w-]+)+$/.test(domain)
  return isAddress ? `<a href="mailto:${address}">${address}</a>${word.slice(address.length)}` : word
}

/** Nine to eighteen signs from the first figure to the last; shorter ones are years and hours, longer ones accounts. */
function linkTelephone(run: string): string {
  const number = run.trimEnd()
  if (number.length < 9 || number.length > 19) return run
  const link = `<a href="tel:${number.replace(/[^\d+]/g, '')}">${number.replaceAll(' ', '\u00a0')}</a>`
  return link + run.slice(number.length)
}
