import type { FieldProblem } from '../kit/failure.ts'
import { fieldIn, writtenLanguages } from '../kit/language.ts'
import { type ArticlePlan, clash, discountedPrice, type Offer } from './article-plan.ts'
import type { FreeAmount } from './free-amount.ts'
import type { VatRates } from './vat-rate.ts'

export const longestTitle = 100
export const longestDescription = 300
export const mostOffers = 12

const greatestMinor = 100_000_000

/**
 * Everything that is wrong with a plan, each with the field it stands in. No plan is written while there is
 * something, whoever made it.
 */
export function problemsOfPlan(plan: ArticlePlan, rates: Pick<VatRates, 'has'>): FieldProblem[] {
  return [
    ...problemsOfTexts(plan),
    ...problemsOfPrice(plan),
    ...(rates.has(plan.vatCode) ? [] : [{ field: 'vat', message: 'problem.vat_unknown' }]),
    ...problemsOfTariff(plan, rates),
    ...(plan.free ? problemsOfFree(plan.free) : plan.offers.flatMap((_, index) => problemsOfOffer(plan, index))),
    ...(plan.endsAt !== null && plan.endsAt <= plan.startsAt
      ? [{ field: 'until', message: 'problem.end_before_start' }]
      : []),
  ]
}

function problemsOfTexts({ titles, descriptions }: ArticlePlan): FieldProblem[] {
  const fields = writtenLanguages.flatMap((language) => [
    { field: fieldIn('title', language), text: titles[language], max: longestTitle, needed: true },
    { field: fieldIn('text', language), text: descriptions[language], max: longestDescription, needed: false },
  ])
  return fields.flatMap(({ field, text, max, needed }) => {
    if (needed && text === '') return [{ field, message: 'problem.title_missing' }]
    return text.length > max ? [{ field, message: 'problem.text_too_long', values: { max } }] : []
  })
}

function problemsOfPrice({ price, credit, free }: ArticlePlan): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (price.minor <= 0) problems.push({ field: 'price', message: 'problem.price_zero' })
  if (credit.minor <= 0) problems.push({ field: free ? 'rate' : 'credit', message: 'problem.credit_zero' })
  if (price.minor > greatestMinor) problems.push({ field: 'price', message: 'problem.amount_too_large' })
  if (credit.minor > greatestMinor) problems.push({ field: 'credit', message: 'problem.amount_too_large' })
  return problems
}

function problemsOfTariff({ nextTariff }: ArticlePlan, rates: Pick<VatRates, 'has'>): FieldProblem[] {
  if (!nextTariff) return []
  const problems: FieldProblem[] = []
  if (nextTariff.price.minor <= 0) problems.push({ field: 'nextPrice', message: 'problem.price_zero' })
  if (nextTariff.price.minor > greatestMinor) problems.push({ field: 'nextPrice', message: 'problem.amount_too_large' })
  if (!rates.has(nextTariff.vatCode)) problems.push({ field: 'nextVat', message: 'problem.vat_unknown' })
  return problems
}

function problemsOfFree({ lowestMinor, highestMinor, stepMinor }: FreeAmount): FieldProblem[] {
  if (lowestMinor <= 0) return [{ field: 'lowest', message: 'problem.price_zero' }]
  if (stepMinor <= 0) return [{ field: 'step', message: 'problem.step_zero' }]
  if (highestMinor > greatestMinor) return [{ field: 'highest', message: 'problem.amount_too_large' }]
  if (highestMinor < lowestMinor) return [{ field: 'highest', message: 'problem.bounds_crossed' }]
  const fits = (highestMinor - lowestMinor) % stepMinor === 0
  return fits ? [] : [{ field: 'step', message: 'problem.step_misses_bound' }]
}

/** What is wrong with one offer; its field carries its place in the list. */
function problemsOfOffer(plan: ArticlePlan, index: number): FieldProblem[] {
  const offer = plan.offers[index] as Offer
  const [value, until] = [`offer${index}_value`, `offer${index}_until`]
  if (index >= mostOffers) return [{ field: value, message: 'problem.offers_too_many', values: { max: mostOffers } }]
  if (offer.value <= 0) return [{ field: value, message: 'problem.offer_zero' }]
  if (offer.kind === 'bonus' && offer.value > greatestMinor)
    return [{ field: value, message: 'problem.amount_too_large' }]
  const prices = [plan.price, ...(plan.nextTariff ? [plan.nextTariff.price] : [])]
  if (offer.kind === 'percent' && offer.value > 10_000) return [{ field: value, message: 'problem.discount_over' }]
  if (prices.some((price) => price.minor > 0 && discountedPrice(price, offer).minor <= 0))
    return [{ field: value, message: 'problem.discount_all' }]
  if (offer.startsAt !== null && offer.endsAt !== null && offer.endsAt <= offer.startsAt)
    return [{ field: until, message: 'problem.end_before_start' }]
  const clashing = plan.offers.slice(0, index).some((other) => clash(other, offer))
  return clashing ? [{ field: `offer${index}_from`, message: 'problem.offers_overlap' }] : []
}
