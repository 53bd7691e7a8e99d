// Its one bundled file: read as two hundred modules it took 13 MB and a tenth of a second more at the start.
import culori from 'culori/require'

const { clampChroma, converter, formatHex, wcagContrast } = culori

/** WCAG 2 contrast of two colours, 1 to 21. */
export const contrastOf = (a: string, b: string): number => wcagContrast(a, b)

const toOklch = converter('oklch')

export type OklchEdit = (colour: { l: number; c: number; h: number }) => { l: number; c: number; h: number }

/** A colour made from another in OKLCH, as a literal that every browser knows. Throws when the text is no colour. */
export function derive(hex: string, edit: OklchEdit): string {
  const from = toOklch(hex)
  if (!from) throw new Error(`${hex} is not a colour`)
  const { l, c, h } = edit({ l: from.l, c: from.c, h: from.h ?? 0 })
  const fitted = clampChroma({ mode: 'oklch', l: Math.min(1, Math.max(0, l)), c, h }, 'oklch')
  return formatHex(fitted)
}
