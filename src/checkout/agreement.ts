import { type Article, articleInForce } from '../catalogue/article.ts'
import { atAmount, freeAmountMisfit } from '../catalogue/free-amount.ts'
import { type TermsOfSale, termsInForce } from '../catalogue/terms-of-sale.ts'
import type { Database } from '../db/database.ts'
import { amount } from '../kit/amount.ts'
import { HOUR, nowOf } from '../kit/clock.ts'

/** What a person was shown and agrees to. */
export type Shown = {
  articleId: string
  priceMinor: number
  /** Bought and given together. */
  creditMinor: number
  /** In basis points. */
  vatBp: number
  termsId: string
  /** When it was shown. */
  atMs: number
}

const lifeMs = 2 * HOUR

export type Disagreement = 'form_expired' | 'article_unknown' | 'price_changed' | 'vat_changed' | 'terms_changed'
export type Agreement = { is: 'holds'; article: Article; terms: TermsOfSale }
export type Disagreed = { is: 'refused'; because: Disagreement }

/** Holds what was shown against what is in force now. */
export async function checkAgreement({ db, clock }: Database, shown: Shown): Promise<Agreement | Disagreed> {
  const now = nowOf(clock)
  if (clock.nowMs() - shown.atMs > lifeMs) return refused('form_expired')
  const [inForce, terms] = [await articleInForce(db, shown.articleId, now), await termsInForce(db, now)]
  const article = inForce && atShownAmount(inForce, shown.priceMinor)
  if (!article) return refused('article_unknown')
  if (!stillHolds(shown, article)) return refused('price_changed')
  if (shown.vatBp !== article.vatBp) return refused('vat_changed')
  return terms?.termsId === shown.termsId ? { is: 'holds', article, terms } : refused('terms_changed')
}

const refused = (because: Disagreement): Disagreed => ({ is: 'refused', because })

/** The same price for the same credit. */
export function stillHolds(seen: Pick<Shown, 'priceMinor' | 'creditMinor'>, article: Article): boolean {
  return seen.priceMinor === article.price.minor && seen.creditMinor === article.credit.minor + article.bonus.minor
}

/** A free amount at the amount that was shown, if that can still be bought. */
function atShownAmount(article: Article, priceMinor: number): Article | undefined {
  if (!article.free) return article
  if (freeAmountMisfit(article.free, priceMinor)) return undefined
  return atAmount(article, amount(priceMinor, article.price.unit))
}
