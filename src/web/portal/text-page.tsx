import { renderMarkdown } from '../look/markdown.ts'
import { type View, writtenText } from '../look/view.ts'

/** A page of the operator's own words: terms of sale, legal notice, personal data, accessibility. */
export function TextPage({ view, title, under, text }: { view: View; title: string; under?: string; text: string }) {
  return (
    <>
      <div class="lead">
        <h1>{title}</h1>
        {under && <p>{under}</p>}
      </div>
      {/* renderMarkdown escapes everything and knows only headings, lists, emphasis and links to https. */}
      <div class="prose mt5" dangerouslySetInnerHTML={{ __html: renderMarkdown(writtenText(view, text)) }} />
    </>
  )
}
