import type { ArticlePlan, Offer } from '../../../catalogue/article-plan.ts'
import { type BuyingLimits, type LimitName, limitNames } from '../../../catalogue/buying-limits.ts'
import type { VatRates } from '../../../catalogue/vat-rate.ts'
import { amount, credit } from '../../../kit/amount.ts'
import { type Instant, later } from '../../../kit/clock.ts'
import { fieldIn, textIn, writtenLanguages } from '../../../kit/language.ts'
import { formatFigure, formatMoney, formatPercent } from '../../../messages/format.ts'
import { creditText, dateText, inLanguage, type View } from '../../look/view.ts'
import { vatText } from '../vat-words.ts'
import { always, limitUnit } from './form/article-fields.ts'

const names = ['price', 'credit', 'free', 'vat', 'offers', 'tariff', 'dates', 'limits', 'place', 'active'] as const
type LineName = (typeof names)[number]
export type PlanLine = { name: string; label: string; text: string }

/** A plan in words, line by line: to read, and to compare two of them. */
export function planLines(view: View, plan: ArticlePlan, rates: VatRates): PlanLine[] {
  const { t, language } = view
  const { titles, descriptions, free, price } = plan
  const money = (minor: number): string => formatMoney(amount(minor, price.unit), language)
  const texts: Record<LineName, string> = {
    price: free ? '' : formatMoney(price, language),
    credit: free
      ? t('articles.for_credit', { price: formatMoney(price, language), credit: creditText(view, plan.credit) })
      : creditText(view, plan.credit),
    free: free
      ? t('recharge.free_bounds', {
          lowest: money(free.lowestMinor),
          highest: money(free.highestMinor),
          step: money(free.stepMinor),
        })
      : '',
    vat: vatText(view, plan.vatCode, rates),
    offers: plan.offers.map((offer) => offerText(view, offer, price.unit)).join(t('articles.separator')),
    tariff: tariffText(view, plan, rates),
    dates: datesText(view, plan.startsAt === always ? null : plan.startsAt, plan.endsAt),
    limits: limitsText(view, plan.limits, price.unit),
    place: String(plan.sortOrder),
    active: t('articles.active', { active: plan.active ? 'yes' : 'no' }),
  }
  const written = (['title', 'text'] as const).flatMap((name) =>
    writtenLanguages.map((each) => ({
      name: fieldIn(name, each),
      label: inLanguage(view, t(`articles.p_${name}`), each),
      text: (name === 'title' ? titles : descriptions)[each],
    })),
  )
  return [...written, ...names.map((name) => ({ name, label: t(`articles.p_${name}`), text: texts[name] }))]
}

export type LineChange = { name: string; label: string; texts: string[] }

/** The lines on which these plans do not all agree, with what each says. */
export function differingLines(view: View, plans: readonly ArticlePlan[], rates: VatRates): LineChange[] {
  const columns = plans.map((plan) => planLines(view, plan, rates))
  const [first = []] = columns
  return first
    .map(({ name, label }, index) => ({ name, label, texts: columns.map((lines) => lines[index]?.text ?? '') }))
    .filter(({ texts }) => new Set(texts).size > 1)
    .map((line) => ({ ...line, texts: line.texts.map((text) => text || view.t('articles.empty')) }))
}

/** `Remise de 10 %, du 1er au 5 décembre 2026`. */
export const offerText = (view: View, offer: Offer, currency: string): string =>
  `${advantageText(view, offer, currency)}, ${datesText(view, offer.startsAt, offer.endsAt)}`

/** What an offer gives, without its dates. */
export function advantageText(view: View, { kind, value }: Offer, currency: string): string {
  const { t, language } = view
  if (kind === 'percent') return t('articles.offer_percent', { value: formatPercent(value, language) })
  if (kind === 'bonus') return t('articles.offer_bonus', { value: creditText(view, credit(value)) })
  return t('articles.offer_amount', { value: formatMoney(amount(value, currency), language) })
}

/** From and to in words, the last day included. */
export function datesText(view: View, startsAt: Instant | null, endsAt: Instant | null): string {
  const from = startsAt === null ? '' : dateText(view, startsAt)
  const until = endsAt === null ? '' : dateText(view, later(endsAt, -1))
  const dates = from && until ? 'both' : from ? 'from' : until ? 'until' : 'none'
  return view.t('articles.dates', { dates, from, until })
}

/** The prepared price in words, or nothing. */
export function tariffText(view: View, { nextTariff }: ArticlePlan, rates: VatRates): string {
  if (!nextTariff) return ''
  return view.t('articles.tariff', {
    price: formatMoney(nextTariff.price, view.language),
    vat: vatText(view, nextTariff.vatCode, rates, nextTariff.startsAt),
    date: dateText(view, nextTariff.startsAt),
  })
}

/** All limits that are set, in words; nothing when there is none. */
export function limitsText(view: View, limits: BuyingLimits, currency: string): string {
  const { t } = view
  return limitNames
    .flatMap((name) => {
      const most = limits[name]
      if (most === null) return []
      return [
        t('articles.pair', { label: limitLabel(view, name, currency), text: limitText(view, name, most, currency) }),
      ]
    })
    .join(t('articles.separator'))
}

/** One limit as a figure: its label says the unit. */
export function limitText(view: View, name: LimitName, most: number, currency: string): string {
  const unit = limitUnit(name, currency)
  if (unit === undefined) return String(most)
  return formatFigure(amount(most, unit), view.language)
}

/** The name of a limit with what it is counted in. */
export const limitLabel = (view: View, name: keyof BuyingLimits, currency: string): string =>
  view.t(`articles.l_${name}`, { currency, unit: textIn(view.brand.creditNames, view.language).other })
