/** What a cell of an exported table holds; each kind of file writes it in its own way. */
export type TableCell =
  | { is: 'text'; text: string }
  /** Exact, with a point: `1234.50`. */
  | { is: 'number'; decimal: string }
  /** `2026-11-24` */
  | { is: 'day'; day: string }
  /** Local time: `2026-11-24 10:01:00`. */
  | { is: 'moment'; stamp: string }

export const textCell = (text: string | null | undefined): TableCell => ({ is: 'text', text: text ?? '' })
export const numberCell = (decimal: string | number): TableCell => ({ is: 'number', decimal: String(decimal) })
export const dayCell = (day: string): TableCell => ({ is: 'day', day })
export const momentCell = (stamp: string): TableCell => (stamp === '' ? textCell('') : { is: 'moment', stamp })

/** As CSV writes it, figures with the mark that the reader's language has between units and cents. */
export function plainCell(cell: TableCell, decimalMark: '.' | ','): string {
  if (cell.is === 'text') return cell.text
  if (cell.is === 'number') return cell.decimal.replace('.', decimalMark)
  return cell.is === 'day' ? cell.day : cell.stamp
}
