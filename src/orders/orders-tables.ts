import type { Language } from '../kit/language.ts'

export type OrderRow = {
  id: string
  number: string
  numberReversed: string
  personId: string
  status: 'placed' | 'paid' | 'fulfilled' | 'cancelled' | 'expired' | 'refunded'
  mode: 'demo' | 'test' | 'live'
  language: Language
  articleId: string
  articleVersion: number
  articleNumber: number
  articleTitle: string
  priceMinor: number
  listPriceMinor: number
  currency: string
  vatCode: string
  vatBp: number
  vatMinor: number
  creditMinor: number
  bonusMinor: number
  termsId: string
  termsSha256: string
  immediateUse: 0 | 1
  key: string
  placedAt: string
  expiresAt: string
  paidAt: string | null
  fulfilledAt: string | null
}

export type StatusChangeRow = {
  id: string
  subject: 'order' | 'payment' | 'notice' | 'top_up' | 'refund' | 'mail'
  subjectId: string
  orderId: string | null
  fromStatus: string
  toStatus: string
  at: string
  actor: string
  why: string
}

declare module '../db/schema.ts' {
  interface Schema {
    orders: OrderRow
    statusChange: StatusChangeRow
  }
}
