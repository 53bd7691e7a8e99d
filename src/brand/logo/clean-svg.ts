import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { escapeHtml } from '../../kit/text/html.ts'
import { isHarmlessValue, svgAttributes, svgElements, svgShapes, svgStyles } from './svg-allowed.ts'

/** A drawing written anew from what is allowed; `removed` names what was left out, each once. */
export type CleanSvg = { text: string; width: number; height: number; removed: string[] }

const mostNodes = 5_000
const mostDepth = 60
const namespace = 'http://www.w3.org/2000/svg'

/** fast-xml-parser's ordered form: one key names the element, `:@` holds its attributes, `#text` is text. */
type Node = Readonly<Record<string, unknown>>
type Attributes = ReadonlyArray<readonly [name: string, value: string]>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

/**
 * Reads the file as XML, keeps the elements, attributes and values of an allow-list and writes a new file of them, so
 * that nothing of the old one reaches a browser by itself. Colours in `style` and in simple `<style>` rules (as
 * drawing programs write them) become attributes.
 */
export function cleanSvg(source: string): CleanSvg | 'broken' | 'nothing_drawn' | 'entities' | 'dimensions' {
  const text = source.replace(/^\uFEFF/, '').replace(/<!DOCTYPE[^<>[]*>/i, '')
  // What is left of a DOCTYPE brings entities of its own, which no logo needs and many attacks are made of.
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return 'entities'
  const root = parse(text)
  if (!root) return 'broken'
  const work: Work = { removed: new Set(), rules: rulesOf(root), nodes: 0, shapes: 0 }
  const drawn = write(root, work, 0)
  if (drawn === undefined || work.nodes > mostNodes) return 'broken'
  if (work.shapes === 0) return 'nothing_drawn'
  const size = sizeOf(attributesOf(root))
  if (!size) return 'dimensions'
  return { text: drawn, ...size, removed: [...work.removed] }
}

function parse(text: string): Node | undefined {
  if (XMLValidator.validate(text) !== true) return undefined
  try {
    const nodes = parser.parse(text) as Node[]
    return nodes.find((node) => nameOf(node) === 'svg')
  } catch (error) {
    // Names that would poison an object, too many levels: the parser refuses what no drawing needs.
    if (error instanceof Error) return undefined
    throw error
  }
}

type Rules = ReadonlyMap<string, ReadonlyMap<string, string>>
type Work = { removed: Set<string>; rules: Rules; nodes: number; shapes: number }

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? ''
const childrenOf = (node: Node): Node[] => {
  const children = node[nameOf(node)]
  return Array.isArray(children) ? (children as Node[]) : []
}
const attributesOf = (node: Node): Attributes =>
  Object.entries((node[':@'] ?? {}) as Record<string, unknown>).map(([name, value]) => [name, decode(String(value))])

/** The element and what is in it, or undefined where it is left out with all that it holds. */
function write(node: Node, work: Work, depth: number): string | undefined {
  const name = nameOf(node)
  if (name === '#text') return escapeHtml(decode(String(node[name])))
  work.nodes += 1
  if (work.nodes > mostNodes || depth > mostDepth) return undefined
  if (!svgElements.has(name)) {
    if (name !== 'style' && name !== '#comment' && name !== 'metadata' && !name.includes(':')) work.removed.add(name)
    return undefined
  }
  if (svgShapes.has(name)) work.shapes += 1
  const attributes = keep(attributesOf(node), work)
  const space = depth === 0 ? ` xmlns="${namespace}"` : ''
  const written = attributes.map(([key, value]) => ` ${key}="${escapeHtml(value)}"`).join('')
  const inside = childrenOf(node).map((child) => write(child, work, depth + 1) ?? '')
  return `<${name}${space}${written}>${inside.join('')}</${name}>`
}

/** Attributes from the list with harmless values; classes and `style` are dissolved into them, the nearer one wins. */
function keep(attributes: Attributes, work: Work): Attributes {
  const kept = new Map<string, string>()
  const own = new Map(attributes)
  for (const [name, value] of attributes) {
    if (svgAttributes.has(name) && isHarmlessValue(value)) kept.set(name, value)
    else if (isWorthTelling(name)) work.removed.add(name)
  }
  for (const each of new Set((own.get('class') ?? '').split(/\s+/)))
    for (const [name, value] of work.rules.get(each) ?? []) kept.set(name, value)
  for (const [name, value] of declarations(own.get('style') ?? '', work)) kept.set(name, value)
  return [...kept]
}

/** What programs write for themselves is left out in silence; what could run or load is told. */
const isWorthTelling = (name: string): boolean =>
  svgAttributes.has(name) || /^on/i.test(name) || /^(xlink:)?href$/i.test(name) || name === 'src'

/** `fill:#fff;stroke:none` as attributes. */
function declarations(css: string, work: Pick<Work, 'removed'>): Attributes {
  return css.split(';').flatMap((each) => {
    const cut = each.indexOf(':')
    const [name, value] = [each.slice(0, Math.max(cut, 0)).trim(), each.slice(cut + 1).trim()]
    if (value !== '' && svgStyles.has(name) && isHarmlessValue(value)) return [[name, value] as const]
    if (/url|import|script|expression/i.test(each)) work.removed.add('style')
    return []
  })
}

/** Rules for one class each, as Illustrator and Inkscape write them: `.st0{fill:#1d3a7a}`. */
function rulesOf(root: Node): Rules {
  const rules = new Map<string, Map<string, string>>()
  const css = withoutComments(stylesIn(root, 0).join('\n'))
  // What stands behind the last brace is no rule; of `@media{.a{…` the innermost two parts are one.
  for (const piece of css.split('}').slice(0, -1)) {
    const [selectors, body] = piece.split('{').slice(-2)
    if (selectors === undefined || body === undefined) continue
    const declared = declarations(body, { removed: new Set() })
    for (const selector of selectors.split(',').map((each) => each.trim())) {
      if (!/^\.[\w-]+$/.test(selector)) continue
      const rule = getOrPut(rules, selector.slice(1), new Map())
      // The later one wins, so that a class holds each property once however often it is written.
      for (const [name, value] of declared) rule.set(name, value)
    }
  }
  return rules
}

function getOrPut<Value>(map: Map<string, Value>, key: string, fresh: Value): Value {
  const known = map.get(key) ?? fresh
  map.set(key, known)
  return known
}

/** A comment that is never closed reaches to the end. */
function withoutComments(css: string): string {
  const kept: string[] = []
  let at = 0
  while (at >= 0) {
    const open = css.indexOf('/*', at)
    kept.push(css.slice(at, open < 0 ? undefined : open))
    const close = open < 0 ? -1 : css.indexOf('*/', open + 2)
    at = close < 0 ? -1 : close + 2
  }
  return kept.join('')
}

const stylesIn = (node: Node, depth: number): string[] =>
  depth > mostDepth
    ? []
    : childrenOf(node).flatMap((child) =>
        nameOf(child) === 'style'
          ? childrenOf(child).map((each) => String(each['#text'] ?? ''))
          : stylesIn(child, depth + 1),
      )

/** In user units: from the viewBox, else from width and height. */
function sizeOf(attributes: Attributes): { width: number; height: number } | undefined {
  const own = new Map(attributes)
  const box = (own.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const lengths = [own.get('width') ?? '', own.get('height') ?? ''].map((text) =>
    Number(/^\s*([\d.]+)(px)?\s*$/.exec(text)?.[1] ?? Number.NaN),
  )
  const [width = Number.NaN, height = Number.NaN] = box.length === 4 ? box.slice(2) : lengths
  return width > 0 && height > 0 && width < 1e6 && height < 1e6 ? { width, height } : undefined
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML's own five entities and numbers; what is judged must be what a browser would read. */
function decode(text: string): string {
  return text.replace(/&([#\w]{1,9});/g, (whole, name: string) => {
    const [, hex, decimal] = /^#(?:[xX]([0-9a-fA-F]+)|([0-9]+))$/.exec(name) ?? []
    const digits = hex ?? decimal
    if (digits === undefined) return named[name] ?? whole
    const code = Number.parseInt(digits, hex === undefined ? 10 : 16)
    const isText =
      code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff && (code & 0xf800) !== 0xd800)
    return isText ? String.fromCodePoint(code) : ''
  })
}
