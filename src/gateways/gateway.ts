import type { Amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import type { Language } from '../kit/language.ts'
import type { Said } from '../messages/translate.ts'
import type { RefundOutcome, RefundToSend } from './refund-call.ts'

export type { RefundOutcome, RefundToSend } from './refund-call.ts'

/**
 * The contract of a payment gateway. An adapter speaks its provider's protocol and answers with facts;
 * it knows no order, no balance and no other payment, and it never decides.
 */
export interface Gateway {
  /** Our account at the provider (PSPID, merchant id …): every fact must name it. */
  readonly account: string

  /**
   * Where to send the payer. Called with a durable payment row already there, outside any transaction.
   * Throws nothing: a provider that does not answer is `unknown`, one that says no is `refused`.
   */
  startPayment(payment: PaymentToStart): Promise<StartOutcome>

  /** Raw bytes and headers in, proof and facts out. Throws nothing: a forged or unreadable notice is an answer. */
  readNotice(notice: RawNotice): Promise<NoticeReading>

  /** What does the provider itself say? Beside a proven notice the only source of truth. Throws nothing. */
  lookUp(payment: PaymentToLookUp): Promise<LookUp>

  /**
   * Takes the money of a payment that the payer has approved, where the provider waits for that.
   * Called only when a look-up asked for it, with the key that it gave: a repetition with this key is harmless.
   */
  complete?(payment: PaymentToLookUp, completionKey: string): Promise<LookUp>

  /**
   * Asks the provider whether our settings are right, without any effect. What is wrong, in sentences that name the
   * setting and show none; nothing when it is right. Throws nothing.
   */
  checkSettings(): Promise<Said[]>

  /** Gives money back to the means it came from. Called with a durable refund row already there. */
  refund?(refund: RefundToSend): Promise<RefundOutcome>

  /**
   * How long the provider takes a refund that is sent again with its key for the same refund. Absent: it has no such
   * key, so that a send which may still be under way is never repeated by a machine.
   */
  readonly refundKeyLifeMs?: number

  /** What became of a refund whose answer was lost or pending? The only way out of `unknown`. */
  lookUpRefund?(refund: RefundToSend): Promise<RefundOutcome>

  /**
   * What the provider's own list has of a span of time, for the daily reconciliation; it may reach beyond the span.
   * Throws nothing.
   */
  list?(span: Span): Promise<Listing>
}

export type Span = { from: Instant; to: Instant }

export type Listing =
  /** `completeTo`: what happened before it is in the list for certain, where the account has it at all. */
  | { is: 'listed'; lines: ListedLine[]; completeTo: Instant }
  /** The provider lists nothing to this account or user until a right is granted there. */
  | { is: 'not_allowed'; why: string }
  | { is: 'unreachable'; why: string }

/**
 * One movement of money as the provider's list has it: a fact, but that the list may name only the payment that a
 * refund is of (`operation` is undefined), by the id of its money (`capture`).
 */
export type ListedLine = Omit<Fact, 'operation'> & {
  operation: string | undefined
  /** What the provider kept of it for itself; negative where it gave that back. */
  fee?: Amount
}

/** demo: simulated provider · test: the provider's sandbox · live: money. */
export type Mode = 'demo' | 'test' | 'live'

export type PaymentToStart = {
  paymentId: string
  /** Sent to the provider: unguessable, unique for each payment, within its length and characters. */
  reference: string
  /** Idempotency key for providers that take one; stays the same for this payment. */
  key: string
  amount: Amount
  /** What is bought, in the payer's language, for the hosted page and the payer's statement. */
  description: string
  orderNumber: string
  /** The operator's name, for the hosted page. */
  shopName: string
  language: Language
  payer: { email: string; name: string }
  /** Absolute URLs with our own unguessable token; they prove nothing. */
  returnUrl: string
  cancelUrl: string
}

export type FormPost = { action: string; fields: ReadonlyArray<readonly [name: string, value: string]> }

export type StartOutcome =
  /** `attemptRef`: the provider's id of this attempt, where it gives one; `limitAt`: when its page closes. */
  | { do: 'go_to'; url: string; attemptRef?: string; limitAt?: Instant }
  | { do: 'post'; form: FormPost; attemptRef?: string; limitAt?: Instant }
  | { do: 'refused'; why: string }
  | { do: 'unknown'; why: string }
  /** It is certain that nothing reached the provider: this payment may be started again. */
  | { do: 'not_sent'; why: string }

export type RawNotice = {
  method: 'GET' | 'POST'
  /** Header names in lower case; a header that came twice keeps both values. */
  headers: Readonly<Record<string, string | readonly string[]>>
  /** The query as received, without the question mark. */
  query: string
  body: Uint8Array
  receivedAt: Instant
}

export type NoticeReading =
  /** Proven. `noticeKey` makes it unique (the provider's id, or a hash of what was signed). */
  | { is: 'facts'; noticeKey: string; facts: Fact[]; ask?: PaymentHint[] }
  /** Proven or harmless, but it says only "look": these payments are to be asked for. */
  | { is: 'ask'; noticeKey: string; ask: PaymentHint[] }
  /** Proven, and of no effect for us (an event type we do not use). */
  | { is: 'not_ours'; noticeKey: string; why: string }
  /** Not proven: kept in a bounded quarantine, answered 400. */
  | { is: 'rejected'; why: string }
  /** Cannot be proven at this moment (certificate not reachable): answered 503, the provider will repeat it. */
  | { is: 'unprovable'; why: string }

/**
 * Which payment a notice speaks of, in the provider's words; one of the first three is present. `capture`: the
 * provider's id of the money that was taken, where a notice (of a refund) names nothing else. `dispute`: the provider's
 * id of a dispute about the payment, which is to be asked for too. `refunded`: what the notice says was given back,
 * with the operation where it names it; the answer must show it, or it waits for a person.
 */
export type PaymentHint = {
  reference?: string
  attemptRef?: string
  capture?: string
  dispute?: string
  refunded?: { amount: Amount; operation?: string }
}

export type FactKind =
  | 'paid'
  | 'pending'
  | 'refused'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'charged_back'
  | 'unknown'

/** What the provider says about one operation, in our words. */
export type Fact = {
  about: 'payment' | 'refund' | 'chargeback'
  kind: FactKind
  /** The provider's id of that very operation (capture, refund, dispute …), the same in notice, answer and look-up. */
  operation: string
  /** Of a refund or a chargeback: the provider's id of the money it is of. It counts for no other money. */
  capture?: string
  /** Our reference as the provider echoed it. */
  reference?: string
  attemptRef?: string
  account: string
  mode: Mode
  amount: Amount
  /** With `pending`: the payer has not acted yet, so nothing is under way and nothing could be paid twice. */
  waitsForPayer?: boolean
  /** True: money that had left us came back (failed refund, dispute won). */
  returned?: boolean
  occurredAt: Instant
  /** What the payer would recognise: "VISA 1111", "j***@example.org". Never a card number. */
  payerMark?: string
  /** Our refund's id, where the provider echoes it. */
  refundId?: string
  /** The provider's own status words, for staff. */
  detail: string
}

export type PaymentToLookUp = {
  paymentId: string
  reference: string
  attemptRef: string | undefined
  key: string
  amount: Amount
  startedAt: Instant
  limitAt: Instant
  /** The dispute that a notice has named: what it says now belongs to the answer. */
  dispute?: string
  /** What a notice says was given back, without naming the operation. */
  refunded?: Amount
}

export type LookUp =
  /**
   * `complete`: the payer has approved, the provider waits for us to take the money; the key to do it with. `declined`:
   * it refused the money; the same key while nothing has changed there since, and not to be tried again.
   */
  | { is: 'facts'; facts: Fact[]; complete?: string; attemptRef?: string; declined?: string }
  /** The provider does not know it. Before the limit that means nothing; after it, the attempt is over. */
  | { is: 'not_found' }
  | { is: 'unreachable'; why: string }
