import { Fragment } from 'preact'

/** A sentence of the catalogues, in which `<b>` marks the figures that count. */
export function Sentence({ text }: { text: string }) {
  const parts = text.split(/<b>(.*?)<\/b>/)
  return <>{parts.map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))}</>
}

const contact = /([\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d(?:[\d\u00a0 ]{7,16})\d)/

/** What an operator wrote, with its mail addresses and telephone numbers as links. */
export function WithContacts({ text }: { text: string }) {
  return (
    <>
      {text.split(contact).map((part, index) => (
        <Fragment key={index}>{index % 2 === 1 ? <a href={hrefOf(part)}>{keepTogether(part)}</a> : part}</Fragment>
      ))}
    </>
  )
}

const hrefOf = (part: string): string => (part.includes('@') ? `mailto:${part}` : `tel:${part.replace(/[^\d+]/g, '')}`)

const keepTogether = (part: string): string => part.replaceAll(' ', '\u00a0')
