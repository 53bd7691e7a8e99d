import type PdfKit from 'pdfkit'
import type { Face, FontFor, PaperFont } from './paper-fonts.ts'
import { type Line, setLines } from './set-lines.ts'

export type Pdf = InstanceType<typeof PdfKit>

/** Where a text stands and how it looks: points, from the left and the top of the page. */
export type Setting = {
  x: number
  y: number
  width: number
  size: number
  face?: Face
  colour?: string
  align?: 'left' | 'right'
  /** No more lines than this; the last one then ends in three dots. */
  mostLines?: number
}

const leading = 1.35

/** The lines of a text, no more than may be. */
function lines(pdf: Pdf, fontFor: FontFor, text: string, { size, width, face = 'text', mostLines }: Setting): Line[] {
  const measure = (some: string, font: PaperFont) => useFont(pdf, font, size).widthOfString(some)
  const all = setLines(text, { face, width, fontFor, measure })
  if (mostLines === undefined || all.length <= mostLines) return all
  const [dots] = setLines('…', { face, width, fontFor, measure })
  const last = all[mostLines - 1]
  if (!last || !dots) return all
  const pieces = [...last.pieces, ...dots.pieces.map((piece) => ({ ...piece, left: last.width + piece.left }))]
  return [...all.slice(0, mostLines - 1), { pieces, width: last.width + dots.width }]
}

function useFont(pdf: Pdf, { name, font }: PaperFont, size: number): Pdf {
  // pdfkit takes an open font; its types know of bytes and paths only.
  return pdf.font(font as unknown as Buffer, name, size)
}

/** How high the text will be, in points. */
export const heightOf = (pdf: Pdf, fontFor: FontFor, text: string, setting: Setting): number =>
  lines(pdf, fontFor, text, setting).length * setting.size * leading

/** Draws a text and returns where the next one may begin, in points from the top. */
export function writeText(pdf: Pdf, fontFor: FontFor, text: string, setting: Setting): number {
  const { x, y, width, size, colour = '#111', align = 'left' } = setting
  let top = y
  for (const line of lines(pdf, fontFor, text, setting)) {
    const start = align === 'right' ? x + width - line.width : x
    for (const piece of joined(line.pieces)) {
      const at = { lineBreak: false, baseline: 'alphabetic' } as const
      useFont(pdf, piece.font, size)
        .fillColor(colour)
        .text(piece.text, start + piece.left, top + size, at)
    }
    top += size * leading
  }
  return top
}

/**
 * Neighbours in one font and one direction are drawn at once, so that who copies the text gets whole words and the
 * blanks between them. From the right they are blanks that do not break: pdfkit shapes word by word, each in its place,
 * and would leave the words in the order from the left.
 */
function joined(pieces: Line['pieces']): Line['pieces'] {
  const made: Array<Line['pieces'][number]> = []
  for (const piece of pieces) {
    const before = made.at(-1)
    const isOne = before && before.level === piece.level && before.font.name === piece.font.name
    const blank = piece.level % 2 === 1 ? '\u00a0' : ' '
    if (isOne && piece.font.font.hasGlyphForCodePoint(blank.codePointAt(0) ?? 0))
      made[made.length - 1] = {
        ...before,
        text: before.text + (piece.isSpace ? blank : piece.text),
        width: before.width + piece.width,
        left: Math.min(before.left, piece.left),
      }
    else made.push(piece)
  }
  return made
}
