import MarkdownIt from 'markdown-it'

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
