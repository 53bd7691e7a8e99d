import { z } from 'zod'

type Line = { name: string; locale: string; isDraft?: true }

/**
 * The languages of Obole: one line each, and a folder of messages. The first one is written first, and stands in where
 * an operator has not written in another. What a draft lacks is read in English, and operators do not write in it.
 */
const table = {
  fr: { name: 'Français', locale: 'fr-FR' },
  en: { name: 'English', locale: 'en-GB' },
  de: { name: 'Deutsch (Entwurf)', locale: 'de-DE', isDraft: true },
} as const satisfies Readonly<Record<string, Line>>

export type Language = keyof typeof table
type DraftLanguage = {
  [Each in Language]: (typeof table)[Each] extends { isDraft: true } ? Each : never
}[Language]
/** A language in which operators write their texts. */
export type WrittenLanguage = Exclude<Language, DraftLanguage>

export const languages = Object.keys(table) as readonly Language[]
export const isDraft = (language: Language): language is DraftLanguage => 'isDraft' in table[language]
export const writtenLanguages = languages.filter((each): each is WrittenLanguage => !isDraft(each))
/** In which a shop speaks to who has not said otherwise. */
export const mainLanguage: WrittenLanguage = 'fr'
/** In which a draft says what it has no words for. */
export const languageOfDrafts: WrittenLanguage = 'en'

/** As its own speakers call it. */
export const languageName = (language: Language): string => table[language].name
/** For dates, numbers and plurals, `fr-FR`. */
export const localeOf = (language: Language): string => table[language].locale

/** Whether a text is the name of one of them, as it stands in a cookie or a form. */
export const isLanguage = (text: string | undefined): text is Language => languages.some((each) => each === text)

/** The language of a locale that others name, `de_DE`; English where it is none of ours. */
export const languageOfLocale = (locale: string | null | undefined): Language =>
  languages.find((each) => locale?.startsWith(each)) ?? 'en'

/** What people may choose from. */
export const offeredLanguages = (withDrafts: boolean): readonly Language[] =>
  withDrafts ? languages : writtenLanguages

/** The same in every language that operators write in. */
export type InEach<Value> = Record<WrittenLanguage, Value>
export type LocalText = InEach<string>

/** One value for each. */
export const inEach = <Value>(make: (language: WrittenLanguage) => Value): InEach<Value> =>
  Object.fromEntries(writtenLanguages.map((language) => [language, make(language)])) as InEach<Value>

/** The language in which a reader of any language meets what an operator wrote. */
export const writtenFor = (language: Language): WrittenLanguage => (isDraft(language) ? mainLanguage : language)

/** What was written, for a reader of any language; what is older than a language is read in the main one. */
export const textIn = <Value>(texts: InEach<Value>, language: Language): Value =>
  (texts as Partial<InEach<Value>>)[writtenFor(language)] ?? texts[mainLanguage]

/** The name of a form's field in one language: `titleFr`. */
export const fieldIn = <Name extends string>(name: Name, language: WrittenLanguage) =>
  `${name}${language.charAt(0).toUpperCase()}${language.slice(1)}` as `${Name}${Capitalize<WrittenLanguage>}`

/**
 * What is stored in each language, as its schema: that of the main one is there, another may be younger than what was
 * stored, and is then read as `textIn` says.
 */
export function storedInEach<Value>(one: z.ZodType<Value>): z.ZodType<InEach<Value>> {
  const shape = inEach((language) => (language === mainLanguage ? one : one.optional()))
  return z.object(shape) as unknown as z.ZodType<InEach<Value>>
}
