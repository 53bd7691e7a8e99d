import type { Language } from '../kit/language.ts'

export type WithdrawalRow = {
  id: string
  key: string
  status: 'received' | 'accepted' | 'closed' | 'refused'
  name: string
  contract: string
  email: string
  language: Language
  /** Who was signed in; null for who declared without. */
  declaredBy: string | null
  /** The order it was found to be about. */
  orderId: string | null
  refundId: string | null
  declaredAt: string
}

/** `actor`: a person's id, or `declarant` for who was not signed in. */
export type WithdrawalChangeRow = {
  id: string
  withdrawalId: string
  fromStatus: string
  toStatus: string
  refundId: string | null
  at: string
  actor: string
  why: string
}

declare module '../db/schema.ts' {
  interface Schema {
    withdrawal: WithdrawalRow
    withdrawalChange: WithdrawalChangeRow
  }
}
