export type PaymentRow = {
  id: string
  orderId: string
  gatewayId: string
  account: string
  mode: 'demo' | 'test' | 'live'
  reference: string
  attemptRef: string | null
  key: string
  returnToken: string
  amountMinor: number
  currency: string
  status:
    | 'started'
    | 'pending'
    | 'succeeded'
    | 'refused'
    | 'cancelled'
    | 'expired'
    | 'held'
    | 'returned'
    | 'charged_back'
  heldWhy: string | null
  goTo: string | null
  capturedMinor: number
  refundedMinor: number
  capture: string | null
  payerMark: string | null
  paidAt: string | null
  startedAt: string
  limitAt: string
  polls: number
  lastPolledAt: string | null
  nextPollAt: string | null
  unansweredPolls: number
  completeAskedAt: string | null
  /** The approval whose money the provider refused: not taken again until it has changed there. */
  declinedKey: string | null
  /** What the provider says of held money since a person had it asked again: figure, when, in which words. */
  toldMinor: number | null
  toldUnit: string | null
  toldAt: string | null
  toldWords: string | null
}

export type NoticeRow = {
  id: string
  gatewayId: string
  noticeKey: string
  method: string
  headers: string
  query: string
  body: Uint8Array
  receivedAt: string
  repeats: number
  status: 'received' | 'understood' | 'rejected' | 'not_ours' | 'puzzling'
  why: string
  tryAt: string
  orderId: string | null
}

export type PaymentFactRow = {
  id: string
  gatewayId: string
  account: string
  about: 'payment' | 'refund' | 'chargeback'
  kind: 'paid' | 'pending' | 'refused' | 'cancelled' | 'expired' | 'refunded' | 'charged_back' | 'unknown'
  operation: string
  /** The money that a refund or a chargeback is of; null where the provider does not say. */
  capture: string | null
  returned: 0 | 1
  paymentId: string
  mode: string
  amountMinor: number
  currency: string
  detail: string
  source: string
  decision: string
  because: string
  occurredAt: string
  seenAt: string
}

export type RefundRow = {
  id: string
  paymentId: string
  orderId: string
  status: 'asked' | 'reserved' | 'sending' | 'done' | 'refused' | 'uncertain'
  amountMinor: number
  currency: string
  vatMinor: number
  boughtMinor: number
  givenMinor: number
  key: string
  operation: string | null
  reason: string
  askedBy: string
  askedAt: string
  why: string
  nextPollAt: string | null
  polls: number
  leaseUntil: string | null
  /** Raised by each claim and each doubt: who holds an older one has lost the refund. */
  fence: number
  /** 1: a send of it outlived its lease and may still be under way. */
  outlivedLease: 0 | 1
}

declare module '../db/schema.ts' {
  interface Schema {
    payment: PaymentRow
    notice: NoticeRow
    paymentFact: PaymentFactRow
    refund: RefundRow
  }
}
