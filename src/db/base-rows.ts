import type { Language } from '../kit/language.ts'
/** Rows of the books, of people and of the catalogue; what the columns hold stands in migrations/. */
export type TransferRow = {
  seq: number
  key: string
  fromAccount: string
  toAccount: string
  amountMinor: number
  unit: string
  cause: string
  mode: 'demo' | 'test' | 'live'
  occurredAt: string
  postedAt: string
  previousHash: string
  hash: string
}

export type BalanceRow = {
  account: string
  unit: string
  minor: number
}

export type ChainHeadRow = {
  chain: string
  seq: number
  hash: string
}

export type EvidenceRow = {
  seq: number
  at: string
  content: string
  previousHash: string
  hash: string
}

/** A period closed for ever; `totals` and `perpetual` are JSON. Its transfers: after `fromSeq`, up to `booksSeq`. */
export type ClosingRow = {
  number: number
  kind: 'day' | 'month' | 'year'
  /** `2026-11-30`, `2026-11` or `2026`, in the shop’s time zone. */
  period: string
  fromAt: string
  untilAt: string
  timeZone: string
  fromSeq: number
  booksSeq: number
  booksHash: string
  evidenceSeq: number
  evidenceHash: string
  totals: string
  perpetual: string
  closedAt: string
  previousHash: string
  hash: string
}

export type NumberGapRow = {
  series: string
  fromValue: number
  toValue: number
  why: string
  at: string
}

export type CounterRow = {
  series: string
  value: number
}

export type HistoryEntryRow = {
  personId: string
  seq: number
  kind: 'recharge' | 'gift' | 'usage' | 'refund' | 'adjustment'
  deltaMinor: number
  balanceMinor: number
  cause: string
  detail: string
  occurredAt: string
}

export type LatestInstantRow = {
  id: number
  at: string
}

export type LeaseRow = {
  name: string
  holder: string
  until: string
}

export type SiteRow = {
  name: string
  value: string
}

export type PersonRow = {
  id: string
  login: string
  loginKey: string
  name: string
  /** Null: receipts are read on the pages, and no letter is written. */
  email: string | null
  emailKey: string | null
  language: Language
  theme: 'automatic' | 'light' | 'dark'
  disabledAt: string | null
  createdAt: string
}

export type CredentialRow = {
  personId: string
  kind: 'password' | 'one_time_code' | 'recovery_codes'
  /** Which of its kind; empty where a person has one at most. */
  name: string
  secret: string
  lastStep: number | null
  setAt: string
}

export type IdentityRow = {
  provider: string
  issuer: string
  subject: string
  personId: string
  linkedAt: string
  seenAt: string | null
}

export type PersonRoleRow = {
  personId: string
  role: string
}

export type PersonKeyRow = {
  key: string
  personId: string
}

export type WebSessionRow = {
  tokenHash: string
  personId: string
  createdAt: string
  seenAt: string
  expiresAt: string
  secondFactorAt: string | null
  confirmedAt: string | null
  endedAt: string | null
  browser: string
  /** Chosen before signing in; null where the profile's holds. */
  language: Language | null
}

export type OneTimeLinkRow = {
  tokenHash: string
  purpose: 'set_password' | 'confirm_email'
  personId: string
  detail: string
  expiresAt: string
  usedAt: string | null
}

export type ThrottleRow = {
  bucket: string
  tries: number
  since: string
}

export type AuditEntryRow = {
  id: string
  at: string
  actor: string
  act: string
  about: string
  detail: string
}

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

export type BrandVersionRow = {
  id: string
  number: number
  content: string
  publishedBy: string
  publishedAt: string
}

export type BrandDraftRow = {
  id: string
  content: string
  changedBy: string
  changedAt: string
  baseNumber: number
  revision: string
}

export type BrandLogoRow = {
  id: string
  type: 'image/svg+xml' | 'image/png' | 'image/webp'
  content: Uint8Array
  addedAt: string
}

export type KeptMatterRow = {
  kind:
    | 'held_payment'
    | 'long_pending'
    | 'doubtful_top_up'
    | 'doubtful_refund'
    | 'contradiction'
    | 'puzzling_notice'
    | 'failed_mail'
  subjectId: string
  keptBy: string
  keptAt: string
  why: string
}
