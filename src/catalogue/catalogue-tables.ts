export type VatRateRow = {
  code: string
  rateBp: number
}

export type VatRateVersionRow = {
  code: string
  number: number
  rateBp: number
  effectiveAt: string
  setBy: string
  setAt: string
}

export type ArticleRow = {
  id: string
  number: number
  createdAt: string
}

export type ArticleVersionRow = {
  articleId: string
  version: number
  kind: 'fixed' | 'free'
  titles: string
  descriptions: string
  priceMinor: number
  listPriceMinor: number
  currency: string
  creditMinor: number
  bonusMinor: number
  vatCode: string
  startsAt: string
  endsAt: string | null
  sortOrder: number
  active: 0 | 1
  limits: string
  changedBy: string
  changedAt: string
  plan: string | null
}

export type LimitsVersionRow = {
  number: number
  content: string
  changedBy: string
  changedAt: string
}

export type TermsVersionRow = {
  id: string
  number: number
  effectiveAt: string
  texts: string
  sha256: string
  publishedBy: string
  publishedAt: string
}

declare module '../db/schema.ts' {
  interface Schema {
    vatRate: VatRateRow
    vatRateVersion: VatRateVersionRow
    article: ArticleRow
    articleVersion: ArticleVersionRow
    limitsVersion: LimitsVersionRow
    termsVersion: TermsVersionRow
  }
}
