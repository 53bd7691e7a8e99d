/** Signs that no text needs and that some readers stumble over; the line break stays. */
const controls = /(?!\n)\p{Cc}/gu

/** What somebody typed, with one kind of line break and without control signs or blanks around it. */
export const plainText = (typed: string): string => typed.replace(/\r\n?/g, '\n').replace(controls, ' ').trim()

/**
 * The text without those signs at its end. Counted from behind: `/x+$/` tries each run again from each of its signs,
 * and a run of fifty thousand that does not stand at the end costs seconds.
 */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}
