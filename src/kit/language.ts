/** The languages of Obole, the first one written first: one line here and a folder of messages each. */
export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

/** Whether a text is the name of one of them, as it stands in a cookie or a form. */
export const isLanguage = (text: string | undefined): text is Language => languages.some((each) => each === text)
