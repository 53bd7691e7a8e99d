import { escapeHtml } from '../kit/text/html.ts'
import { renderMarkdown } from '../kit/text/markdown.ts'
import { fillPlaceholders } from './placeholders.ts'

/**
 * A text of the operator as it is read: in the plain part of a letter as it was typed, elsewhere with its Markdown.
 * Values are put in afterwards and escaped, so that nobody’s name is read as markup.
 */
export function brandText(text: string, values: Readonly<Record<string, string>> = {}): { text: string; html: string } {
  const escaped = Object.entries(values).map(([name, value]) => [name, escapeHtml(value)] as const)
  return {
    text: fillPlaceholders(text, values),
    html: fillPlaceholders(renderMarkdown(text), Object.fromEntries(escaped)),
  }
}
