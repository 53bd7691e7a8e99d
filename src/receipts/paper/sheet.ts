import type { FontFor } from './paper-fonts.ts'
import { heightOf, type Pdf, type Setting, writeText } from './write-text.ts'

/** 18 mm, in points. */
export const margin = 51
/** Between two columns. */
const gutter = 24

type Structure = ReturnType<Pdf['struct']>
/** A sheet that is being written: the document, its tags, and how wide a line is. */
export type Sheet = { pdf: Pdf; root: Structure; fontFor: FontFor; width: number }
/** A label and what stands for it, line by line. */
export type Fact = { label: string; lines: readonly string[] }
export type Figure = { label: string; figure: string; as?: 'total' }

const soft = '#444'

/** Where a column of two begins, and how wide it is, in points. */
export const column = ({ width }: Sheet, index: 0 | 1): { x: number; width: number } => ({
  x: margin + index * ((width + gutter) / 2),
  width: (width - gutter) / 2,
})

/** A text with its tag. Returns where it ends. */
export function say(sheet: Sheet, tag: 'H1' | 'P', text: string, setting: Setting): number {
  let end = setting.y
  sheet.root.add(
    sheet.pdf.struct(tag, { actual: text }, () => {
      end = writeText(sheet.pdf, sheet.fontFor, text, setting)
    }),
  )
  return end
}

/** A line across, which says nothing to who listens. */
export function rule(
  { pdf }: Sheet,
  at: { x: number; y: number; width: number; weight?: number; colour?: string },
): void {
  const { x, y, width, weight = 0.5, colour = '#bbb' } = at
  pdf.markContent('Artifact')
  pdf
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(weight)
    .strokeColor(colour)
    .stroke()
  pdf.endMarkedContent()
}

/** A table whose rows are cells with their settings, tagged so that a row is read together. Returns where it ends. */
function table(sheet: Sheet, rows: ReadonlyArray<ReadonlyArray<Setting & { text: string; head?: boolean }>>): number {
  const { pdf, root, fontFor } = sheet
  const tagged = pdf.struct('Table')
  root.add(tagged)
  let end = 0
  for (const cells of rows) {
    const row = pdf.struct('TR')
    tagged.add(row)
    for (const { text, head, ...setting } of cells)
      row.add(
        pdf.struct(head ? 'TH' : 'TD', { actual: text }, () => {
          end = Math.max(end, writeText(pdf, fontFor, text, setting))
        }),
      )
    row.end()
  }
  tagged.end()
  return end
}

/** Labels over what they say, side by side. Returns where the longest ends. */
export function facts(sheet: Sheet, y: number, pair: readonly [Fact, ...Fact[]]): number {
  const rows = pair.slice(0, 2).map(({ label, lines }, index) => {
    const place = { ...column(sheet, index === 0 ? 0 : 1), size: 9.5 }
    const below = y + heightOf(sheet.pdf, sheet.fontFor, label, { ...place, size: 8.5, y }) + 2
    return [
      { ...place, text: label, head: true, y, size: 8.5, colour: soft },
      { ...place, text: lines.join('\n'), y: below },
    ]
  })
  return table(sheet, rows)
}

/** Labels on the left, figures on the right; a total is bold and stands on a double rule. Returns where it ends. */
export function figures(
  sheet: Sheet,
  place: { x: number; y: number; width: number },
  lines: readonly Figure[],
): number {
  let y = place.y
  for (const { label, figure, as } of lines) {
    const isTotal = as === 'total'
    if (isTotal) {
      rule(sheet, { ...place, y: y + 1, weight: 1, colour: '#111' })
      rule(sheet, { ...place, y: y + 3.5, colour: '#111' })
      y += 8
    }
    const face = isTotal ? ('bold' as const) : ('text' as const)
    const size = isTotal ? 11 : 9.5
    y = table(sheet, [
      [
        {
          x: place.x,
          y,
          width: place.width * 0.6,
          size,
          face,
          text: label,
          head: true,
          colour: isTotal ? '#111' : soft,
        },
        { x: place.x + place.width * 0.4, y, width: place.width * 0.6, size, face, text: figure, align: 'right' },
      ],
    ])
    y += 2
  }
  return y
}

/** One line of what was sold under its heads: what, how many, for how much. Returns where it ends. */
export function soldLine(
  sheet: Sheet,
  y: number,
  sold: { heads: readonly [string, string, string]; what: string; note: string; price: string },
): number {
  const { width } = sheet
  const [what, quantity, price] = [width * 0.66, width * 0.12, width * 0.22]
  const starts = [margin, margin + what, margin + what + quantity] as const
  const right = { align: 'right' as const }
  const heads = [
    { text: sold.heads[0], x: starts[0], width: what },
    { text: sold.heads[1], x: starts[1], width: quantity, ...right },
    { text: sold.heads[2], x: starts[2], width: price, ...right },
  ].map((cell) => ({ ...cell, head: true, y, size: 8.5, colour: soft }))
  const top = y + 18
  rule(sheet, { x: margin, y: top - 3, width })
  const below = top + heightOf(sheet.pdf, sheet.fontFor, sold.what, { x: 0, y: 0, width: what, size: 10.5 })
  const end = table(sheet, [
    heads,
    [
      { text: sold.what, x: starts[0], y: top, width: what, size: 10.5 },
      { text: '1', x: starts[1], y: top, width: quantity, size: 10.5, ...right },
      { text: sold.price, x: starts[2], y: top, width: price, size: 10.5, ...right },
    ],
    [{ text: sold.note, x: starts[0], y: below, width: what, size: 8.5, colour: soft }],
  ])
  rule(sheet, { x: margin, y: end + 4, width })
  return end + 4
}
