import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, languageOfDrafts, localeOf } from '../kit/language.ts'
import { catalogues, type MessageKey } from './catalogues.ts'

export { type Language, languages } from '../kit/language.ts'
export { isMessageKey, type MessageKey } from './catalogues.ts'
export type MessageValues = Readonly<Record<string, string | number>>
/** A sentence before it is put into somebody's language. */
export type Said = { key: MessageKey; values?: MessageValues }
export type Translate = (key: MessageKey, values?: MessageValues) => string

const compiled = new Map<string, IntlMessageFormat>()

/**
 * Texts of one language, ICU messages compiled once; what a draft lacks is said in English. Throws when a value that the
 * message needs is missing.
 */
export function translator(language: Language): Translate {
  return (key, values) => {
    const own = catalogues[language][key]
    const text = own ?? catalogues[languageOfDrafts][key] ?? key
    if (!text.includes('{')) return text
    const name = `${language} ${key}`
    const locale = localeOf(own === undefined ? languageOfDrafts : language)
    const message = compiled.get(name) ?? new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
    compiled.set(name, message)
    return String(message.format(values))
  }
}
