import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../kit/language.ts'
import { en, fr } from './catalogues.ts'

export { type Language, languages } from '../kit/language.ts'
export type MessageKey = keyof typeof fr
export type MessageValues = Readonly<Record<string, string | number>>
/** A sentence before it is put into somebody's language. */
export type Said = { key: MessageKey; values?: MessageValues }
export type Translate = (key: MessageKey, values?: MessageValues) => string

const catalogues: Record<Language, Readonly<Record<MessageKey, string>>> = { fr, en }
const compiled: Record<Language, Map<MessageKey, IntlMessageFormat>> = { fr: new Map(), en: new Map() }

/** Texts of one language, ICU messages compiled once. Throws when a value that the message needs is missing. */
export function translator(language: Language): Translate {
  return (key, values) => {
    const text = catalogues[language][key]
    if (!text.includes('{')) return text
    const known = compiled[language].get(key)
    const message = known ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
    if (!known) compiled[language].set(key, message)
    return String(message.format(values))
  }
}

/** For keys that come as data (problems of a field): an unknown one is a bug that the reader must not meet as a code. */
export function isMessageKey(key: string): key is MessageKey {
  return key in fr
}
