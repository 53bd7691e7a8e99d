import { escapeHtml } from './html.ts'

/**
 * The safe subset of Markdown in which operators write: `##` headings, `-` lists, paragraphs, **strong**, *stressed*,
 * [links](https://…). Everything is escaped first, so no HTML of theirs ever reaches a page.
 */
export function renderMarkdown(text: string): string {
  const blocks = text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
  return blocks
    .filter((block) => block !== '')
    .map(renderBlock)
    .join('\n')
}

function renderBlock(block: string): string {
  const heading = /^(#{2,3}) (.+)$/.exec(block)
  if (heading) return `<h${heading[1]?.length}>${renderInline(heading[2] ?? '')}</h${heading[1]?.length}>`
  const lines = block.split('\n')
  if (lines.every((line) => line.startsWith('- '))) {
    return `<ul>${lines.map((line) => `<li>${renderInline(line.slice(2))}</li>`).join('')}</ul>`
  }
  return `<p>${lines.map(renderInline).join('<br>')}</p>`
}

function linkTo(whole: string, words: string, address: string): string {
  return address.startsWith('https://') ? `<a href="${address}" rel="noopener">${words}</a>` : whole
}

function renderInline(text: string): string {
  return escapeHtml(text)
    .replace(/\[([^[\]]+)\]\(([^\s()[\]]+)\)/g, linkTo)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>')
}
