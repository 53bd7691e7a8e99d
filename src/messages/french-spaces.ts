const nbsp = '\u00a0'

/**
 * Puts the non-breaking spaces of French typography where somebody typed ordinary ones: before : ; ? ! » % €, after «,
 * inside hours and telephone numbers. Operators write in text areas, where these spaces cannot be seen or typed.
 */
export function withFrenchSpaces(text: string): string {
  return text
    .replace(/ (?=[:;?!»%€])/g, nbsp)
    .replace(/« /g, `«${nbsp}`)
    .replace(/(?<=\d) (?=h\b)|(?<=\d h) (?=\d)/g, nbsp)
    .replace(/(?<!\d)0\d(?: \d\d){4}(?!\d)/g, (number) => number.replaceAll(' ', nbsp))
}
