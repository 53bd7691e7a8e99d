const tags = /(<a\b[^>]*>.*?<\/a>|<[^>]+>)/s
const contact = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d(?:[\d\u00a0 ]{7,16})\d/g

/** Mail addresses and telephone numbers of an escaped text become links; what is a link already stays one. */
export function linkContacts(html: string): string {
  return html
    .split(tags)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(contact, asLink)))
    .join('')
}

const asLink = (text: string): string => `<a href="${hrefOf(text)}">${text.replaceAll(' ', '\u00a0')}</a>`

const hrefOf = (text: string): string => (text.includes('@') ? `mailto:${text}` : `tel:${text.replace(/[^\d+]/g, '')}`)
