import type { Language } from '../kit/language.ts'
/** Rows of orders, payments and what follows them; what the columns hold stands in migrations/. */
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
  looks: number
  lastLookAt: string | null
  nextLookAt: string | null
  unansweredLooks: number
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
  nextLookAt: string | null
  looks: number
  leaseUntil: string | null
  /** Raised by each claim and each doubt: who holds an older one has lost the refund. */
  fence: number
  /** 1: a send of it outlived its lease and may still be under way. */
  outlivedLease: 0 | 1
}

export type TopUpRow = {
  id: string
  orderId: string
  paymentId: string
  personId: string
  status: 'queued' | 'sending' | 'applied' | 'refused' | 'uncertain' | 'parked'
  creditMinor: number
  bonusMinor: number
  tries: number
  dueAt: string
  leaseUntil: string | null
  fence: number
  /** 1: a send of it outlived its lease and may still be under way. */
  outlivedLease: 0 | 1
  evidence: string
  createdAt: string
  /** The system it is for; null: from before there were several. */
  printSystem: string | null
}

/** At which print system a person's account is. */
export type PrintAccountRow = { personId: string; printSystem: string; since: string }

export type ReceiptRow = {
  id: string
  kind: 'receipt' | 'credit_note'
  series: string
  value: number
  number: string
  orderId: string
  paymentId: string
  refundId: string | null
  personId: string
  amountMinor: number
  vatMinor: number
  currency: string
  content: string
  issuedAt: string
}

export type MailRow = {
  id: string
  kind: string
  about: string
  orderId: string | null
  toAddress: string
  language: Language
  detail: string
  status: 'queued' | 'sent' | 'failed'
  tries: number
  dueAt: string
  leaseUntil: string | null
  why: string
  createdAt: string
}

export type CapturedMailRow = {
  id: string
  toAddress: string
  subject: string
  text: string
  html: string
  attachments: string
  sentAt: string
}

export type UsageEntryRow = {
  id: string
  personId: string
  category: 'copy' | 'print' | 'scan' | 'fax'
  pages: number
  colour: 0 | 1
  costMinor: number
  device: string
  document: string
  occurredAt: string
}

export type UsageTotalRow = {
  personId: string
  period: string
  category: string
  pages: number
  costMinor: number
}

export type ReconciliationRow = {
  id: string
  gatewayId: string
  account: string
  ranAt: string
  /** A person's id, or `worker`. */
  askedBy: string
  fromAt: string
  completeTo: string
  outcome: 'compared' | 'not_allowed' | 'unreachable'
  why: string
  listed: number
  settled: number
  fees: number
  differences: number
}

export type DifferenceRow = {
  id: string
  gatewayId: string
  account: string
  kind: 'unknown_payment' | 'unknown_refund' | 'not_confirmed' | 'not_booked' | 'missing' | 'amount' | 'status' | 'fee'
  /** The provider's id of the operation, or that of our payment where its list names none. */
  subject: string
  paymentId: string | null
  orderId: string | null
  listedMinor: number | null
  listedUnit: string | null
  oursMinor: number | null
  oursUnit: string | null
  detail: string
  seenAt: string
}

/** `endedBy`: a person's id, or `worker` when the two agree again. */
export type DifferenceEndRow = { differenceId: string; endedAt: string; endedBy: string; why: string }

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
