import { brandText } from '../../brand/brand-text.ts'

type Props = { class?: string; text: string; values?: Readonly<Record<string, string>> }

/** The operator’s own words. brandText escapes everything and knows headings, lists, emphasis and links to https. */
export function OwnWords({ text, values, ...attributes }: Props) {
  return <div {...attributes} dangerouslySetInnerHTML={{ __html: brandText(text, values).html }} />
}
