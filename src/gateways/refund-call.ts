import type { Amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'

/** A refund as the provider is asked for it, or about it. */
export type RefundToSend = {
  refundId: string
  key: string
  amount: Amount
  /** Captured amount of the payment, and what was given back before this refund. */
  captured: Amount
  refundedBefore: Amount
  /** What the provider has named this refund before, and the payment's other refunds. */
  operation?: string
  otherOperations: readonly string[]
  reference: string
  attemptRef: string | undefined
  /** The provider's id of the capture to be given back. */
  capture: string
  reason: string
}

/** What a provider says of a refund. */
export type RefundOutcome =
  /** `operation`: the provider's name of it; absent where its answer gives none. */
  | { is: 'done'; operation?: string; occurredAt: Instant }
  | { is: 'pending'; operation?: string }
  | { is: 'refused'; why: string; operation?: string }
  /** It is certain that the provider never executed it: it may be sent again. Only from `lookUpRefund`. */
  | { is: 'absent' }
  | { is: 'unknown'; why: string }
