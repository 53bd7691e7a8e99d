import { type Amount, amount, subtract } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'

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

const begin = ''
const never = '~'

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
