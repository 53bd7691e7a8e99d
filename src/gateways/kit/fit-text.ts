/** How many of what a provider's field holds, and which signs it may not have besides control characters. */
export type Fit = { most: number; of: 'characters' | 'bytes'; without?: RegExp }

/** A text as a provider's field takes it: one line, without what is forbidden, cut between two characters. */
export function fitText(text: string, { most, of, without }: Fit): string {
  const allowed = without ? text.replace(without, ' ') : text
  const plain = allowed
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  let [cut, size] = ['', 0]
  for (const letter of plain) {
    size += of === 'bytes' ? Buffer.byteLength(letter) : 1
    if (size > most) break
    cut += letter
  }
  return cut.trim()
}
