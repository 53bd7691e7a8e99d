import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { z } from 'zod'
import { jsonReader } from '../kit/json.ts'
import { type Language, languageOfDrafts, languages, localeOf } from '../kit/language.ts'
import frArticles from './fr/articles.json' with { type: 'json' }
import frAudit from './fr/audit.json' with { type: 'json' }
import frBrand from './fr/brand.json' with { type: 'json' }
import frClosings from './fr/closings.json' with { type: 'json' }
import frDecision from './fr/decision.json' with { type: 'json' }
import frDesk from './fr/desk.json' with { type: 'json' }
import frDeskOrders from './fr/desk-orders.json' with { type: 'json' }
import frExport from './fr/export.json' with { type: 'json' }
import frFactor from './fr/factor.json' with { type: 'json' }
import frFigures from './fr/figures.json' with { type: 'json' }
import frGateways from './fr/gateways.json' with { type: 'json' }
import frHelp from './fr/help.json' with { type: 'json' }
import frLook from './fr/look.json' with { type: 'json' }
import frMail from './fr/mail.json' with { type: 'json' }
import frOpening from './fr/opening.json' with { type: 'json' }
import frOrder from './fr/order.json' with { type: 'json' }
import frOrderFile from './fr/order-file.json' with { type: 'json' }
import frPages from './fr/pages.json' with { type: 'json' }
import frPeople from './fr/people.json' with { type: 'json' }
import frProblem from './fr/problem.json' with { type: 'json' }
import frReconciliation from './fr/reconciliation.json' with { type: 'json' }
import frReview from './fr/review.json' with { type: 'json' }
import frSimulators from './fr/simulators.json' with { type: 'json' }
import frVat from './fr/vat.json' with { type: 'json' }
import frWithdrawal from './fr/withdrawal.json' with { type: 'json' }

export { type Language, languages } from '../kit/language.ts'
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

/**
 * Written first: a non-breaking space stands before : and inside « » (spelled \\u00a0), a narrow one before ; ? ! %
 * (\\u202f). With a brace it is ICU.
 */
const french = {
  ...frArticles,
  ...frAudit,
  ...frBrand,
  ...frClosings,
  ...frDecision,
  ...frDesk,
  ...frDeskOrders,
  ...frExport,
  ...frFactor,
  ...frFigures,
  ...frGateways,
  ...frHelp,
  ...frLook,
  ...frMail,
  ...frReview,
  ...frOpening,
  ...frOrder,
  ...frOrderFile,
  ...frPages,
  ...frPeople,
  ...frProblem,
  ...frReconciliation,
  ...frSimulators,
  ...frVat,
  ...frWithdrawal,
}

export type MessageKey = keyof typeof french
export type Catalogue = Readonly<Partial<Record<MessageKey, string>>>

const readArea = jsonReader('a file of messages', z.record(z.string(), z.string()))

/**
 * The messages of each language, one file an area in the folder of its name. The keys are those of French; a draft may
 * lack some. test/tidy holds that nothing else is lacking, and that placeholders are the same everywhere.
 */
export const catalogues: Readonly<Record<Language, Catalogue>> = Object.fromEntries(
  languages.map((language) => [language, language === 'fr' ? french : readFolder(language)]),
) as Record<Language, Catalogue>

function readFolder(language: Language): Catalogue {
  const folder = new URL(`./${language}/`, import.meta.url)
  const areas = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return Object.assign({}, ...areas.map((name) => readArea(readFileSync(new URL(name, folder), 'utf8'))))
}

/** For keys that come as data (problems of a field): an unknown one is a bug that the reader must not meet as a code. */
export const isMessageKey = (key: string): key is MessageKey => key in french
