import { brandText } from '../../brand/brand-text.ts'
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
  const { html } = brandText(writtenText(view, text), values)
  return <div {...attributes} dangerouslySetInnerHTML={{ __html: contacts ? linkContacts(html) : html }} />
}

const contact = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d\u00a0 ]{7,16}\d/g

/** Only in what is read: what stands in a tag, or in a link already, is left as it is. */
function linkContacts(html: string): string {
  return html
    .split(/(<a .*?<\/a>|<[^>]*>)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(contact, linkTo)))
    .join('')
}

function linkTo(part: string): string {
  const href = part.includes('@') ? `mailto:${part}` : `tel:${part.replace(/[^\d+]/g, '')}`
  return `<a href="${href}">${part.replaceAll(' ', '\u00a0')}</a>`
}
