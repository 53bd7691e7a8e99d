import bidiFactory from 'bidi-js'
import type { Face, FontFor, PaperFont } from './paper-fonts.ts'

/** Signs of one font and one direction, without a break between them; `isSpace` where a line may end. */
export type Piece = { text: string; font: PaperFont; level: number; isSpace: boolean; width: number }
/** Pieces in the order in which they are read, each with its place from the left of the line. */
export type Line = { pieces: ReadonlyArray<Piece & { left: number }>; width: number }
export type Measure = (text: string, font: PaperFont) => number

const bidi = bidiFactory()
const letters = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/**
 * A text as lines no wider than `width`. What is written from the right stands in that order, in a line that itself
 * goes from the left; the letters inside a piece stay in the order in which they are read: shaping turns them.
 */
export function setLines(
  text: string,
  setting: { face: Face; width: number; fontFor: FontFor; measure: Measure },
): Line[] {
  return drawable(text)
    .split('\n')
    .flatMap((paragraph) => {
      const lines = fill(words(piecesOf(paragraph, setting)), setting.width)
      return lines.map((pieces) => ({ pieces: placed(pieces), width: widthOf(pieces) }))
    })
}

/**
 * What can be drawn of a text: accents on their letters, no signs that are not seen. Fonts have one blank that does not
 * break, and French has two.
 */
const drawable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u2000-\u200a\u202f\u205f]/g, '\u00a0')
    .replace(/(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu, '')

function piecesOf(text: string, { face, fontFor, measure }: Parameters<typeof setLines>[1]): Piece[] {
  const { levels } = bidi.getEmbeddingLevels(text, 'ltr')
  const pieces: Omit<Piece, 'width'>[] = []
  for (const { segment, index } of letters.segment(text)) {
    const level = levels[index] ?? 0
    const isSpace = segment === ' '
    const turned = level % 2 === 1 ? (bidi.getMirroredCharacter(segment) ?? segment) : segment
    const before = pieces.at(-1)
    const drawn = goesOn(before, turned, level) ?? fontFor(face, turned)
    if (before && before.level === level && before.isSpace === isSpace && before.font.name === drawn.font.name)
      before.text += drawn.text
    else pieces.push({ text: drawn.text, font: drawn.font, level, isSpace })
  }
  return pieces.map((piece) => ({ ...piece, width: measure(piece.text, piece.font) }))
}

/** Blanks and points between letters are drawn in the font of the letters before them, where it has them. */
function goesOn(before: Omit<Piece, 'width'> | undefined, sign: string, level: number) {
  if (!before || before.level !== level || /[\p{L}\p{M}]/u.test(sign)) return undefined
  const has = Array.from(sign).every((each) => before.font.font.hasGlyphForCodePoint(each.codePointAt(0) ?? 0))
  return has ? { text: sign, font: before.font } : undefined
}

/** Pieces that must stay on one line, or a blank between them. */
function words(pieces: readonly Piece[]): Piece[][] {
  const found: Piece[][] = []
  for (const piece of pieces) {
    const before = found.at(-1)
    if (before && !piece.isSpace && !before[0]?.isSpace) before.push(piece)
    else found.push([piece])
  }
  return found
}

/** Line by line, as much as fits. A word wider than a line stands on a line of its own. */
function fill(all: readonly Piece[][], width: number): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const word of all) {
    const line = lines.at(-1) ?? []
    const isBlank = word[0]?.isSpace === true
    if (line.length > 0 && widthOf([...line, ...word]) > width) {
      while (line.at(-1)?.isSpace) line.pop()
      if (!isBlank) lines.push([...word])
      else lines.push([])
    } else if (line.length > 0 || !isBlank) line.push(...word)
  }
  return lines
}

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { width }) => sum + width, 0)

function placed(pieces: readonly Piece[]): Line['pieces'] {
  const places = new Map<Piece, number>()
  let left = 0
  for (const piece of inVisualOrder(pieces)) {
    places.set(piece, left)
    left += piece.width
  }
  return pieces.map((piece) => ({ ...piece, left: places.get(piece) ?? 0 }))
}

/** From the highest level down, whatever is at least as high is turned round (UAX 9, rule L2). */
function inVisualOrder(pieces: readonly Piece[]): Piece[] {
  let turned = [...pieces]
  const highest = Math.max(0, ...pieces.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    const next: Piece[] = []
    let run: Piece[] = []
    for (const piece of turned) {
      if (piece.level >= level) run.push(piece)
      else {
        next.push(...run.reverse(), piece)
        run = []
      }
    }
    turned = [...next, ...run.reverse()]
  }
  return turned
}
