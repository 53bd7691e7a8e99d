import type { FastifyRequest } from 'fastify'
import type { ArticlePlan } from '../../../../catalogue/article-plan.ts'
import { type BuyingLimits, type LimitName, limitNames } from '../../../../catalogue/buying-limits.ts'
import { type Amount, amount, CREDIT } from '../../../../kit/amount.ts'
import { type Instant, later, toInstant } from '../../../../kit/clock.ts'
import { firstOfNextMonth, localDay } from '../../../../kit/day.ts'
import { fieldIn, writtenLanguages } from '../../../../kit/language.ts'
import { formatFigure } from '../../../../messages/format.ts'
import type { View } from '../../../look/view.ts'

/** A form as texts, by field: what is drawn, typed, refused and drawn again. */
export type Fields = Readonly<Record<string, string>>

/** An article that has no first day was always on sale. */
export const always: Instant = toInstant(0)

/** What was typed; fields that are doubled or no text are not there. */
export function fieldsTyped(request: FastifyRequest): Fields {
  const entries = Object.entries((request.body ?? {}) as Record<string, unknown>)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** A plan as the form shows it; a price to come is offered for the next month. */
export function fieldsOfPlan(view: View, plan: ArticlePlan, now: Instant): Fields {
  const figure = (money: Amount): string => plainFigure(view, money)
  const day = (instant: Instant | null): string =>
    instant === null || instant === always ? '' : localDay(instant, view.timeZone)
  const lastDay = (endsAt: Instant | null): string => (endsAt === null ? '' : day(later(endsAt, -1)))
  const { free, nextTariff, price } = plan
  const bound = (minor: number): string => figure(amount(minor, price.unit))
  const fields: Record<string, string> = {
    ...Object.fromEntries(
      writtenLanguages.flatMap((each) => [
        [fieldIn('title', each), plan.titles[each]],
        [fieldIn('text', each), plan.descriptions[each]],
      ]),
    ),
    vat: plan.vatCode,
    from: day(plan.startsAt),
    until: lastDay(plan.endsAt),
    nextFrom: nextTariff ? day(nextTariff.startsAt) : firstOfNextMonth(localDay(now, view.timeZone)),
    nextPrice: nextTariff ? figure(nextTariff.price) : '',
    nextVat: nextTariff?.vatCode ?? plan.vatCode,
    offers: String(plan.offers.length),
    ...(free
      ? {
          kind: 'free',
          lowest: bound(free.lowestMinor),
          highest: bound(free.highestMinor),
          step: bound(free.stepMinor),
          rate: figure(plan.credit),
        }
      : { kind: 'fixed', price: figure(price), credit: figure(plan.credit) }),
    ...fieldsOfLimits(view, plan.limits, price.unit),
  }
  for (const [index, { kind, value, startsAt, endsAt }] of plan.offers.entries()) {
    fields[`offer${index}_kind`] = kind
    fields[`offer${index}_value`] = figure(amount(value, kind === 'amount' ? price.unit : CREDIT))
    fields[`offer${index}_from`] = day(startsAt)
    fields[`offer${index}_until`] = lastDay(endsAt)
  }
  return fields
}

/** What a limit counts: orders, money or credit. */
export const limitUnit = (limit: LimitName, currency: string): string | undefined =>
  limit === 'balance' ? CREDIT : limit === 'spentPerDay' || limit === 'spentPerMonth' ? currency : undefined

/** Limits as their fields show them; no limit is an empty field. */
export function fieldsOfLimits(view: View, limits: BuyingLimits, currency: string): Fields {
  const text = (limit: LimitName): string => {
    const [most, unit] = [limits[limit], limitUnit(limit, currency)]
    if (most === null) return ''
    return unit === undefined ? String(most) : plainFigure(view, amount(most, unit))
  }
  return Object.fromEntries(limitNames.map((limit) => [limit, text(limit)]))
}

/** Without marks between thousands: a field shows what one would type. */
const plainFigure = (view: View, money: Amount): string =>
  formatFigure(money, view.language).replace(/[\u00a0\u202f]|,(?=\d{3}[,.])/g, '')
