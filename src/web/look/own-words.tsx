import { brandText } from '../../brand/brand-text.ts'
import { linkContacts } from './link-contacts.ts'
import { type View, writtenText } from './view.ts'

type Props = {
  view: Pick<View, 'language'>
  class?: string
  text: string
  values?: Readonly<Record<string, string>>
}

/** The operator’s own words. brandText escapes everything and knows headings, lists, emphasis and links to https. */
export function OwnWords({ view, text, values, ...attributes }: Props) {
  const { html } = brandText(writtenText(view, text), values)
  return <div {...attributes} dangerouslySetInnerHTML={{ __html: linkContacts(html) }} />
}
