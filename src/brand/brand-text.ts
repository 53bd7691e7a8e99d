import MarkdownIt from 'markdown-it'
import { escapeHtml } from '../kit/text/html.ts'

/** What is wrong with the placeholders of a text; `which` is the piece as it was typed. */
export type PlaceholderProblem = { is: 'unknown' | 'malformed'; which: string }

const placeholder = /\{([a-z]+)\}/g
const longestQuote = 30

/**
 * Placeholders are `{name}`, in small letters, from a list that the text's field knows. The first one that is not, or
 * a brace that belongs to none, is the problem: a letter must never go out with `{montant}` in it.
 */
export function checkPlaceholders(text: string, known: readonly string[]): PlaceholderProblem | undefined {
  for (const [whole, name = ''] of text.matchAll(placeholder)) {
    if (!known.includes(name)) return { is: 'unknown', which: whole }
  }
  const brace = /[{}]/.exec(text.replace(placeholder, (whole) => ' '.repeat(whole.length)))
  if (!brace) return undefined
  const start = text.charAt(brace.index) === '{' ? brace.index : Math.max(0, text.lastIndexOf(' ', brace.index) + 1)
  const piece = /^\S*?\}|^\S+/.exec(text.slice(start))?.[0] ?? text.charAt(brace.index)
  return { is: 'malformed', which: piece.slice(0, longestQuote) }
}

/** Puts the values where their placeholders stand. What has no value stays as it is: the check above lets none pass. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (whole, name: string) => values[name] ?? whole)
}

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

/**
 * Markdown as operators write it: headings, lists, paragraphs, **strong**, *stressed*, [links](https://…). HTML of
 * theirs is escaped, pictures and code are text, and a link leads to https only. A page has one first heading, its own.
 */
export function renderMarkdown(text: string): string {
  return markdown.render(text).trim()
}

const markdown = new MarkdownIt('zero', { breaks: true, maxNesting: 10 })
markdown.enable(['heading', 'list', 'newline', 'emphasis', 'link', 'escape'])
markdown.validateLink = (address) => address.startsWith('https://')
markdown.core.ruler.push('obole', ({ tokens }) => {
  for (const token of tokens) {
    if (token.tag === 'h1') token.tag = 'h2'
    for (const child of token.children ?? []) if (child.type === 'link_open') child.attrSet('rel', 'noopener')
  }
})
