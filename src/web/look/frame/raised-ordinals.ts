/** What holds plain text alone, or draws it where no mark-up is read. */
const plain = new Set(['title', 'option', 'textarea', 'script', 'style', 'svg'])

/** A French page with each « 1er » as it is set: the er raised, everywhere a browser can raise it. */
export function withRaisedOrdinals(html: string): string {
  if (!html.includes('1er')) return html
  let inside: string | undefined
  const parts = html.split(/(<[^<>]*>)/).map((part, index) => {
    if (index % 2 === 0) return inside ? part : part.replace(/\b1er\b/g, '1<sup>er</sup>')
    const name = /^<\/?([a-z]+)/.exec(part)?.[1] ?? ''
    if (inside === undefined && plain.has(name) && !part.startsWith('</') && !part.endsWith('/>')) inside = name
    else if (part === `</${inside}>`) inside = undefined
    return part
  })
  return parts.join('')
}
