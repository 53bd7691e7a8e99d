/** What holds plain text alone, or draws it where no mark-up is read. */
const plain = new Set(['title', 'option', 'textarea', 'script', 'style', 'svg', 'text', 'tspan'])
const ordinal = '1er'

/**
 * A French page with each « 1er » as it is set: the er raised, everywhere a browser can raise it. Only the texts that
 * have one are looked at: a page has a thousand tags, and few firsts of a month.
 */
export function withRaisedOrdinals(html: string): string {
  let written = ''
  let done = 0
  for (let at = html.indexOf(ordinal); at !== -1; at = html.indexOf(ordinal, done)) {
    const tag = html.lastIndexOf('<', at)
    const next = html.indexOf('<', at)
    const end = next === -1 ? html.length : next
    const text = html.slice(tag, end)
    const inTag = text.indexOf('>') + 1
    const raised = text.slice(inTag).replace(/\b1er\b/g, '1<sup>er</sup>')
    written += html.slice(done, tag) + (isPlain(text) ? text : text.slice(0, inTag) + raised)
    done = end
  }
  return done === 0 ? html : written + html.slice(done)
}

/** Whether the element that this tag opens, or the drawing that it stands in, takes text as it is. */
const isPlain = (tag: string): boolean => plain.has(/^<([a-z]+)/.exec(tag)?.[1] ?? '')
