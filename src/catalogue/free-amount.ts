import { type Amount, credit } from '../kit/amount.ts'
import type { Article } from './article.ts'

/** An amount that the person chooses: bounds included, in steps from the lower one; minor units of the price. */
export type FreeAmount = { lowestMinor: number; highestMinor: number; stepMinor: number }

/** Why an amount cannot be bought, or nothing. */
export function freeAmountMisfit(free: FreeAmount, minor: number): 'too_low' | 'too_high' | 'off_step' | undefined {
  if (minor < free.lowestMinor) return 'too_low'
  if (minor > free.highestMinor) return 'too_high'
  return (minor - free.lowestMinor) % free.stepMinor === 0 ? undefined : 'off_step'
}

/** The article at the amount that was chosen: its credit in proportion, rounded half up. */
export function atAmount(article: Article, price: Amount): Article {
  const [whole, part] = [BigInt(article.price.minor), BigInt(price.minor) * BigInt(article.credit.minor)]
  const given = credit(Number((2n * part + whole) / (2n * whole)))
  return { ...article, price, listPrice: price, credit: given }
}
