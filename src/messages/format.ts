import { type Amount, CREDIT, exponentOf, toDecimal } from '../kit/amount.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { type InEach, type Language, localeOf, textIn, writtenFor } from '../kit/language.ts'

const localeIn = (language: string): string => localeOf(language as Language)

function memo<Made>(make: (key: string) => Made): (key: string) => Made {
  const made = new Map<string, Made>()
  return (key) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

const moneyFormat = memo((key) => {
  const [language = 'fr', currency = 'EUR'] = key.split(' ')
  return new Intl.NumberFormat(localeIn(language), { style: 'currency', currency })
})
const roundMoneyFormat = memo((key) => {
  const [language = 'fr', currency = 'EUR'] = key.split(' ')
  const options = { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' } as const
  return new Intl.NumberFormat(localeIn(language), options)
})
const numberFormat = memo((key) => {
  const [language = 'fr', digits = '0'] = key.split(' ')
  const fixed = { minimumFractionDigits: Number(digits), maximumFractionDigits: Number(digits) }
  return new Intl.NumberFormat(localeIn(language), fixed)
})
const percentFormat = memo((language) => new Intl.NumberFormat(localeIn(language), { maximumFractionDigits: 2 }))
/** With the space that some languages leave before it. */
const percentSign = memo((language) => {
  const parts = new Intl.NumberFormat(localeIn(language), { style: 'percent' }).formatToParts(1)
  return parts.flatMap(({ type, value }) => (type === 'literal' || type === 'percentSign' ? [value] : [])).join('')
})
const pluralRules = memo((language) => new Intl.PluralRules(localeIn(language)))
const dateFormat = memo((key) => {
  const [language = 'fr', timeZone = 'UTC', style = 'long'] = key.split(' ')
  const options: Record<string, Intl.DateTimeFormatOptions> = {
    long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    date: { day: 'numeric', month: 'long', year: 'numeric' },
    short: { day: 'numeric', month: 'short', year: 'numeric' },
    time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    month: { month: 'long', year: 'numeric' },
    day: { day: 'numeric', month: 'short' },
    seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  }
  return new Intl.DateTimeFormat(localeIn(language), { timeZone, ...options[style] })
})

/** Money with its sign, `10,00 €` or `€10.00`; by digits, so no amount is too large. A minus is U+2212. */
export function formatMoney(amount: Amount, language: Language): string {
  const text = moneyFormat(`${language} ${amount.unit}`).format(toDecimal(amount) as `${number}`)
  return narrowBeforeSign(text.replace('-', '−'), language)
}

/** Intl leaves a whole space before the sign of a currency or a rate; French composes it narrow, as it does inside the figure. */
const narrowBeforeSign = (text: string, language: Language): string =>
  language === 'fr' ? text.replaceAll('\u00a0', '\u202f') : text

/** Money without decimals where there are none to show, for the lines of a chart: `400 €`. */
export const formatRoundMoney = (amount: Amount, language: Language): string =>
  narrowBeforeSign(roundMoneyFormat(`${language} ${amount.unit}`).format(toDecimal(amount) as `${number}`), language)

/** The figure alone, with the decimals of its unit: `49,60`. */
export function formatFigure(amount: Amount, language: Language): string {
  const digits = exponentOf(amount.unit)
  return numberFormat(`${language} ${digits}`)
    .format(toDecimal(amount) as `${number}`)
    .replace('-', '−')
}

/** A change with its sign: `+20,00`, `−1,80`. */
export function formatChange(amount: Amount, language: Language): string {
  return `${amount.minor > 0 ? '+' : ''}${formatFigure(amount, language)}`
}

export type CreditNames = InEach<{ one: string; other: string }>

/** Credit with its name: `10,00 unités`; French counts up to 2 excluded as one. */
export function formatCredit(amount: Amount, language: Language, names: CreditNames): string {
  return `${formatFigure(amount, language)}\u00a0${creditName(amount, language, names)}`
}

/** The credit’s name in the number that fits the amount. */
export function creditName(amount: Amount, language: Language, names: CreditNames): string {
  const count = Math.abs(amount.minor) / 10 ** exponentOf(CREDIT)
  const { one, other } = textIn(names, language)
  return pluralRules(writtenFor(language)).select(count) === 'one' ? one : other
}

export const formatCount = (count: number, language: Language): string => numberFormat(`${language} 0`).format(count)

/** From basis points: 1960 is `19,6 %`, `19.6%`. */
export function formatPercent(basisPoints: number, language: Language): string {
  return narrowBeforeSign(`${percentFormat(language).format(basisPoints / 100)}${percentSign(language)}`, language)
}

export type DateStyle = 'long' | 'date' | 'short' | 'month' | 'day'
export type Place = { language: Language; timeZone: string }

/** `long` Lundi 23 novembre 2026 · `date` 23 novembre 2026 · `short` 23 nov. 2026 · `day` 23 nov. · `month` novembre 2026. */
export function formatDate(instant: Instant, style: DateStyle, { language, timeZone }: Place): string {
  const plain = dateFormat(`${language} ${timeZone} ${style}`).format(toMs(instant))
  const first = language === 'fr' ? plain.replace(/(^|[a-z] )1 /, '$11er ') : plain
  // Day, month and year stay together; a weekday may stand on the line before.
  const [weekday = '', ...parts] = first.split(' ')
  const isWord = /^\p{L}+,?$/u.test(weekday)
  const text = isWord ? `${weekday} ${parts.join('\u00a0')}` : first.replaceAll(' ', '\u00a0')
  return style === 'long' ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** `14 h 32` in French, `14:32` in English. */
export function formatTime(instant: Instant, { language, timeZone }: Place): string {
  const text = dateFormat(`${language} ${timeZone} time`).format(toMs(instant))
  return language === 'fr' ? text.replace(/^0?(\d+):(\d+)$/, '$1\u00a0h\u00a0$2') : text
}

/** A language as another calls it: `allemand`, `German`. */
export const formatLanguage = (language: Language, said: Language): string =>
  displayNames(said).of(language) ?? language
const displayNames = memo((said) => new Intl.DisplayNames(localeIn(said), { type: 'language' }))

/** `14:32:05`, where the order of events within a minute matters. */
export const formatSeconds = (instant: Instant, { language, timeZone }: Place): string =>
  dateFormat(`${language} ${timeZone} seconds`).format(toMs(instant))

/** `2026-11-23 14:32:05` where the site stands: sorts as text, and every spreadsheet reads it. */
export const formatStamp = (instant: Instant, timeZone: string): string => stampFormat(timeZone).format(toMs(instant))
const stampFormat = memo(
  (timeZone) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
)
