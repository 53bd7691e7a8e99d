import type { BrandContent } from '../../brand/brand-content.ts'
import type { MethodLook } from '../../gateways/method-look.ts'
import type { Amount } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { type Day, startOfDay } from '../../kit/day.ts'
import type { Language } from '../../kit/language.ts'
import { type DateStyle, formatCredit, formatDate, formatLanguage, formatTime } from '../../messages/format.ts'
import { typeset } from '../../messages/french-spaces.ts'
import type { Translate } from '../../messages/translate.ts'
import type { WithdrawalRules } from '../../orders/withdrawal-period.ts'
import type { Right, Role } from '../../people/role.ts'

/** What every page is drawn with: language, brand, who looks, and what a form needs to be believed. */
export type View = {
  t: Translate
  language: Language
  /** What people may choose from. */
  languages: readonly Language[]
  timeZone: string
  brand: BrandContent
  mode: 'demo' | 'test' | 'live'
  /** What a means of payment is called, by the id of its gateway. */
  method: (gatewayId: string) => MethodLook
  theme: 'automatic' | 'light' | 'dark'
  person: { name: string; login: string; hasAddress: boolean } | undefined
  /** What who looks is at the desk, and may do there. */
  roles: readonly Role[]
  rights: readonly Right[]
  /** Whether people may withdraw from what they order here, each page then leads there; and for how many days. */
  withdrawal: Pick<WithdrawalRules, 'offered' | 'days'>
  csrf: string
  /** Path and query of this page, to come back to after a change of language. */
  here: string
  /** The path alone, after a form as well. */
  path: string
  /** The shop lacks something and sells nothing yet. */
  closed?: boolean
  /** Drawn to be looked at before it is published: its links open elsewhere, and nothing runs in it. */
  preview?: boolean
  assets: { stylesheet: string; theme: string; script: string }
}

export const creditText = (view: View, amount: Amount): string =>
  formatCredit(amount, view.language, view.brand.creditNames)
export const dateText = (view: View, instant: Instant, style: DateStyle = 'date'): string =>
  formatDate(instant, style, view)
/** What an operator wrote, in the typography of its language. */
export const writtenText = (view: Pick<View, 'language'>, text: string): string => typeset(text, view.language)
/** A day of the calendar, in words. */
export const dayText = (view: View, day: Day): string => dateText(view, startOfDay(day, view.timeZone))
export const timeText = (view: View, instant: Instant): string => formatTime(instant, view)

/** For texts that promise a mail: `no` to who has no address. */
export const addressWord = (view: Pick<View, 'person'>): string => (view.person?.hasAddress === false ? 'no' : 'yes')
/** Day and time. */
export const momentText = (view: View, instant: Instant, style: DateStyle = 'date'): string =>
  `${dateText(view, instant, style)}, ${timeText(view, instant)}`

/** `Nom, en anglais`: which of the texts of one name is meant. */
export const inLanguage = ({ t, language }: Pick<View, 't' | 'language'>, name: string, of: Language): string =>
  t('brand.in_language', { name, language: formatLanguage(of, language) })

/**
 * Who answers for a payment, as sentences name it: the bank behind a card, or the service by its own name. For messages
 * that take `bank`, `Bank` (at the beginning of a sentence) and `of_bank`.
 */
export function bankWords(view: View, gatewayId: string | undefined): Record<'bank' | 'Bank' | 'of_bank', string> {
  const look = gatewayId === undefined ? undefined : view.method(gatewayId)
  const who = { kind: look?.icon ?? 'card', name: look?.name ?? '' }
  return { bank: view.t('bank.the', who), Bank: view.t('bank.The', who), of_bank: view.t('bank.of', who) }
}
