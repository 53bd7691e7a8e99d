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

declare module '../db/schema.ts' {
  interface Schema {
    reconciliation: ReconciliationRow
    difference: DifferenceRow
    differenceEnd: DifferenceEndRow
  }
}
