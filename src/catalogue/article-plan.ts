import { z } from 'zod'
import { type Amount, amount, CREDIT, subtract } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import { jsonReader } from '../kit/json.ts'
import { inEach, type LocalText, storedInEach } from '../kit/language.ts'
import type { BuyingLimits } from './buying-limits.ts'
import type { FreeAmount } from './free-amount.ts'

/** Texts as they are stored, of an article or of terms of sale. */
export const readTexts = jsonReader('texts', storedInEach(z.string()))

/** Price and VAT from a day on, prepared before it comes. */
export type Tariff = { startsAt: Instant; price: Amount; vatCode: string }

/** All that is decided about an article, today and for days to come: the content of one version. */
export type ArticlePlan = {
  titles: LocalText
  descriptions: LocalText
  /** The usual price, VAT included. Of a free amount: what `credit` is given for. */
  price: Amount
  credit: Amount
  vatCode: string
  offers: readonly Offer[]
  nextTariff: Tariff | null
  free: FreeAmount | null
  /** On sale from here … */
  startsAt: Instant
  /** … until before here; null: without end. */
  endsAt: Instant | null
  sortOrder: number
  /** False: retired. What was sold is never deleted. */
  active: boolean
  /** For this article alone, besides the shop's. */
  limits: BuyingLimits
}

/** What a plan says of one instant. */
export type PlanAt = { price: Amount; listPrice: Amount; bonus: Amount; vatCode: string; offer: Offer | undefined }

/** Price, struck price, bonus and VAT at that instant, whether it is on sale then or not. */
export function planAt(plan: ArticlePlan, at: Instant): PlanAt {
  const { nextTariff } = plan
  const tariff = nextTariff && nextTariff.startsAt <= at ? nextTariff : plan
  const offer = offerAt(plan.offers, at)
  return {
    price: discountedPrice(tariff.price, offer),
    listPrice: tariff.price,
    bonus: amount(offer?.kind === 'bonus' ? offer.value : 0, CREDIT),
    vatCode: tariff.vatCode,
    offer,
  }
}

export type SaleState = 'on_sale' | 'later' | 'over' | 'retired'

/** Where an article stands at that instant. */
export function saleState(plan: ArticlePlan, at: Instant): SaleState {
  if (!plan.active) return 'retired'
  if (at < plan.startsAt) return 'later'
  return plan.endsAt !== null && plan.endsAt <= at ? 'over' : 'on_sale'
}

/** The instants after `after` at which what a person sees of the article changes, in order. */
export function changesAfter(plan: ArticlePlan, after: Instant): Instant[] {
  const edges = [plan.startsAt, plan.endsAt, plan.nextTariff?.startsAt ?? null]
  for (const { startsAt, endsAt } of plan.offers) edges.push(startsAt, endsAt)
  const coming = edges.filter((edge): edge is Instant => edge !== null && edge > after)
  return [...new Set(coming)].sort()
}

/** The plan seen from now on: a tariff whose day has come is the tariff, offers that are over are gone. */
export function upToDate(plan: ArticlePlan, now: Instant): ArticlePlan {
  const offers = plan.offers.filter(({ endsAt }) => endsAt === null || endsAt > now)
  const { nextTariff } = plan
  if (!nextTariff || nextTariff.startsAt > now) return { ...plan, offers }
  return { ...plan, offers, price: nextTariff.price, vatCode: nextTariff.vatCode, nextTariff: null }
}

const parts = [
  'price',
  'credit',
  'vatCode',
  'offers',
  'nextTariff',
  'free',
  'startsAt',
  'endsAt',
  'sortOrder',
  'active',
  'limits',
] as const

/** Whether two plans say the same. */
export const samePlan = (a: ArticlePlan, b: ArticlePlan): boolean =>
  JSON.stringify(mergePlans({ base: a, theirs: a, mine: b })) ===
  JSON.stringify(mergePlans({ base: a, theirs: a, mine: a }))

/**
 * Two people changed the same plan: what only one of them touched is taken from that one; where both did, `mine` is
 * kept and the page shows the difference.
 */
export function mergePlans(all: { base: ArticlePlan; theirs: ArticlePlan; mine: ArticlePlan }): ArticlePlan {
  const { base, theirs, mine } = all
  const pick = <Value>(was: Value, other: Value, own: Value): Value =>
    JSON.stringify(own) === JSON.stringify(was) ? other : own
  const texts = (name: 'titles' | 'descriptions'): LocalText =>
    inEach((language) => pick(base[name][language], theirs[name][language], mine[name][language]))
  const rest = Object.fromEntries(parts.map((part) => [part, pick(base[part], theirs[part], mine[part])]))
  return { ...mine, ...rest, titles: texts('titles'), descriptions: texts('descriptions') }
}

/** An advantage on an article: less to pay or more credit, between two instants or for good. */
export type Offer = {
  kind: OfferKind
  /** Basis points of the price (`percent`), minor units of the price (`amount`) or of credit (`bonus`). */
  value: number
  /** Its first instant; null: it has no beginning. */
  startsAt: Instant | null
  /** The first instant after it; null: it has no end. */
  endsAt: Instant | null
}
export type OfferKind = 'percent' | 'amount' | 'bonus'
export const offerKinds: readonly OfferKind[] = ['percent', 'amount', 'bonus']

const [begin, never] = ['', '~']

/** Without dates: it holds whenever no dated one does. */
export const isLasting = ({ startsAt, endsAt }: Offer): boolean => startsAt === null && endsAt === null

/** The one offer of an instant: the dated one that holds then, else the lasting one. */
export function offerAt(offers: readonly Offer[], at: Instant): Offer | undefined {
  const dated = offers.find(
    (offer) => !isLasting(offer) && (offer.startsAt ?? begin) <= at && at < (offer.endsAt ?? never),
  )
  return dated ?? offers.find(isLasting)
}

/** Whether two offers would hold at once. A lasting one gives way to a dated one; two lasting ones clash. */
export function clash(a: Offer, b: Offer): boolean {
  if (isLasting(a) !== isLasting(b)) return false
  return (a.startsAt ?? begin) < (b.endsAt ?? never) && (b.startsAt ?? begin) < (a.endsAt ?? never)
}

/** What is to be paid: the discount of a percentage is rounded half up to the minor unit. */
export function discountedPrice(listPrice: Amount, offer: Offer | undefined): Amount {
  if (offer?.kind === 'amount') return subtract(listPrice, amount(offer.value, listPrice.unit))
  if (offer?.kind !== 'percent') return listPrice
  const discount = (BigInt(listPrice.minor) * BigInt(offer.value) + 5000n) / 10_000n
  return subtract(listPrice, amount(Number(discount), listPrice.unit))
}
