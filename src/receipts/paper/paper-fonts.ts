import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Font } from 'fontkit'
import { z } from 'zod'
import { jsonReader } from '../../kit/json.ts'
import { unpackWoff } from './unpack-woff.ts'

/** A face that papers are set in; `bold` is for totals. */
export type Face = 'text' | 'bold' | 'head'
/** A font as pdfkit takes it, under a name of its own. */
export type PaperFont = { name: string; font: Font }

/** Families in the order in which a sign is looked for, and how bold. The first one is the face itself. */
const families: Readonly<Record<Face, readonly [family: string, weight: number][]>> = {
  text: [['hanken-grotesk', 400]],
  bold: [['hanken-grotesk', 600]],
  head: [['source-serif-4', 400]],
}
/**
 * For what the face itself lacks. Chinese comes last: it is cut into a hundred pieces. Arabic is Vazirmatn, with
 * one glyph a letter: with points drawn apart, or letters in one, a copied text has one letter for another.
 */
const others = ['noto-sans', 'vazirmatn', 'noto-sans-hebrew', 'noto-sans-thai', 'noto-sans-sc']
/** Stands for a sign that no font has: something is seen to be missing. */
const missing = '\u25a1'

/** One file of a family, for some signs alone. */
type Slice = { file: string; has: (codePoint: number) => boolean }

const readRanges = jsonReader('unicode.json of a font', z.record(z.string(), z.string()))

/**
 * The fonts of papers: the families are cut into files by script, and a file is read when a sign of it is first
 * written. A paper in Latin letters reads two of them.
 */
export function createPaperFonts(read: (bytes: Buffer) => Font) {
  const require = createRequire(import.meta.url)
  const slices = new Map<string, readonly Slice[]>()
  const opened = new Map<string, Font>()

  function slicesOf(family: string, weight: number): readonly Slice[] {
    const key = `${family} ${weight}`
    const known = slices.get(key)
    if (known) return known
    const ranges = readRanges(readFileSync(require.resolve(`@fontsource/${family}/unicode.json`), 'utf8'))
    const made = Object.entries(ranges).map(([subset, text]) => {
      const name = subset.replace(/[[\]]/g, '')
      return { file: `@fontsource/${family}/files/${family}-${name}-${weight}-normal.woff`, has: rangeTest(text) }
    })
    slices.set(key, made)
    return made
  }

  function load(file: string): PaperFont {
    const font = opened.get(file) ?? withMeanings(read(unpackWoff(readFileSync(require.resolve(file)))))
    opened.set(file, font)
    return { name: file, font }
  }

  /** The first font that has all of these signs, which belong together. */
  function find(face: Face, signs: readonly number[]): PaperFont | undefined {
    const weight = face === 'bold' ? 600 : 400
    for (const [family, own] of [...families[face], ...others.map((each) => [each, weight] as const)])
      for (const slice of slicesOf(family, own)) {
        if (!signs.some(slice.has)) continue
        const found = load(slice.file)
        if (signs.every((sign) => found.font.hasGlyphForCodePoint(sign))) return found
      }
    return undefined
  }

  const remembered = new Map<string, { text: string; font: PaperFont }>()
  /** A letter with its marks, in a font that can draw it; otherwise the sign that says that one is missing. */
  return function fontFor(face: Face, grapheme: string): { text: string; font: PaperFont } {
    const key = `${face} ${grapheme}`
    const known = remembered.get(key)
    if (known) return known
    const codes = (text: string) => Array.from(text, (sign) => sign.codePointAt(0) ?? 0)
    const whole = find(face, codes(grapheme))
    // Joiners help a script that needs them, and are no letter where it does not.
    const bare = whole ? grapheme : grapheme.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    const font = whole ?? find(face, codes(bare))
    const drawn = font ? { text: bare, font } : { text: missing, font: orThrow(find('text', codes(missing))) }
    // Names are without end: what is rare is looked for again.
    if (remembered.size < 5000) remembered.set(key, drawn)
    return drawn
  }
}

export type FontFor = ReturnType<typeof createPaperFonts>

/**
 * fontkit keeps each glyph as it was first asked for, and a part of a letter (the o of ô) is asked for without its
 * meaning: that letter would then be drawn in every later document and copied in none. The meaning is added when known.
 */
function withMeanings(font: Font): Font {
  const getGlyph = font.getGlyph.bind(font)
  font.getGlyph = (id, codePoints = []) => {
    const glyph = getGlyph(id, codePoints)
    if (glyph.codePoints.length === 0) glyph.codePoints = codePoints
    return glyph
  }
  return font
}

function orThrow(font: PaperFont | undefined): PaperFont {
  if (!font) throw new Error('no font has the sign for what is missing')
  return font
}

/** `U+0000-00FF,U+0131`, as a question. */
function rangeTest(text: string): (codePoint: number) => boolean {
  const ranges = text.split(',').map((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  })
  return (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to)
}
