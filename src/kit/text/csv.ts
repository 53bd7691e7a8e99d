/** UTF-8, fields parted by semicolons, lines by CR LF, a first line of names. */
export const csvType = 'text/csv; charset=utf-8; header=present'

/** One line; quoted where a field holds a separator, a quote or a line's end. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(';')}\r\n`

function csvField(text: string): string {
  const safe = harmless(text)
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A spreadsheet takes `=…` for a formula, whoever's name it was; an apostrophe makes it text. Numbers stay numbers. */
function harmless(text: string): string {
  const isNumber = /^-?\d+([.,]\d+)?$/.test(text)
  return !isNumber && /^[\s\0]*[=+\-@|＝＋－＠]/.test(text) ? `'${text}` : text
}
