import { type Language, type LocalText, textIn, writtenFor } from '../kit/language.ts'

const nbsp = '\u00a0'
const narrow = '\u202f'

/**
 * Puts the spaces of French typography where somebody typed ordinary ones, or none: narrow and unbreakable before ; ! ?
 * % € and inside long figures, unbreakable before : and inside « », hours, telephone numbers and behind n°. Operators
 * write in text areas, where these spaces cannot be seen or typed. Addresses of pages and of mail stay as they are.
 */
export function withFrenchSpaces(text: string): string {
  return text
    .replace(/\S+/g, withMissingSpaces)
    .replace(/[ \u00a0\u2009\u202f](?=[;!?%€])/g, narrow)
    .replace(/[ \u00a0\u2009\u202f](?=[:»])/g, nbsp)
    .replace(/«[ \u2009\u202f]/g, `«${nbsp}`)
    .replace(/(?<=\d)[ \u00a0](?=\d{3}(?!\d))/g, narrow)
    .replace(/(?<=\d) (?=h\b)|(?<=\d h) (?=\d)|(?<=\b[nN]°) (?=\d)/g, nbsp)
    .replace(/(?<!\d)0\d(?: \d\d){4}(?!\d)/g, (number) => number.replaceAll(' ', nbsp))
}

/** One word: `Attention!`, `Horaires:`, `«Oui»`, `20%`. Signs inside it, as in 10:30, are its own. */
function withMissingSpaces(word: string): string {
  if (/:\/\/|[@`]/.test(word)) return word
  return word
    .replace(/(?<=[\p{L}\p{N})»*}…])(?=[;!?](?:$|[;!?)»]))/gu, narrow)
    .replace(/(?<=[\p{L}\p{N})»*}]):$/u, `${nbsp}:`)
    .replace(/(?<=\d)(?=[%€])/g, narrow)
    .replace(/«(?=[^\u00a0])/g, `«${nbsp}`)
    .replace(/(?<=[^\u00a0])»/g, `${nbsp}»`)
}

/** What an operator wrote, for a reader of any language, in the typography of the one it is written in. */
export const writtenIn = (texts: LocalText, language: Language): string => typeset(textIn(texts, language), language)

/** A text that stands in one language, or in what its readers meet instead. */
export const typeset = (text: string, language: Language): string =>
  writtenFor(language) === 'fr' ? withFrenchSpaces(text) : text
