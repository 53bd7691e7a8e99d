import { z } from 'zod'
import type { Amount } from '../kit/amount.ts'
import type { Clock, Instant } from '../kit/clock.ts'
import type { HttpClient } from '../kit/http/http-client.ts'
import type { Language } from '../kit/language.ts'
import type { Log } from '../kit/log.ts'
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
  checkSettings(): Promise<string[]>

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

/** The setting for it, the same for every gateway that lists. */
export const sharedAccount = z.enum(['yes', 'no']).default('no')
export const sharedAccountHelp =
  'Whether other shops are paid into this account: the reconciliation then leaves out what bears no reference of ours.'

/** Whether a reference can be one that we gave. */
export const isReferenceOfOurs = (reference: string | undefined): boolean => /^[0-9a-z]{20,28}$/.test(reference ?? '')

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

/** What an adapter may use of the world. It never reads the environment or picks an HTTP library. */
export type Outside = {
  /** Watched by this provider's breaker. */
  http: HttpClient
  /**
   * Outside that breaker: for what somebody unknown can cause, so that no stranger can pause the provider's calls. An
   * adapter puts it behind limits of its own.
   */
  strangersHttp?: HttpClient
  clock: Clock
  log: Log
}

export type SettingFields = Readonly<Record<string, SettingField>>
export type SettingField = {
  schema: z.ZodType<string>
  secret: boolean
  /** One English sentence for check-config and the generated settings table. */
  help: string
  /** Used in demo mode, where the simulator knows the same value. */
  demo: string
}
export type SettingValues<Fields extends SettingFields> = { readonly [Name in keyof Fields]: string }

export type Surroundings = {
  mode: Mode
  /** Our public URL without a trailing slash. */
  publicUrl: string
  /** Where the payer's browser meets our own simulator: `<publicUrl>/simulated/<id>`. Demo mode only. */
  simulatorUrl: string
  /** This very server as it reaches itself, for calls between us and the simulator: `http://127.0.0.1:<port>`. */
  loopbackUrl: string
  /** Certificates, in PEM, that the simulated provider signs under. Demo mode only; there it is trusted alone. */
  simulatedAuthority?: () => Promise<string>
}

/** What a means of payment is called, in one language. */
export type MethodWords = {
  /** Where it is chosen: "Bank card (Ingenico)". */
  name: string
  /** One line below the name. */
  hint: string
  /** On receipts and in the timeline: "Internet payment by bank card". */
  long: string
  /** After "Recharge", in the history: "by bank card". */
  by: string
}

/** An adapter as it is registered in all-gateways.ts. */
export interface GatewayKind<Fields extends SettingFields = SettingFields> {
  readonly id: string
  readonly title: string
  /** How the method is called on our pages and receipts, and its icon. */
  readonly icon: 'card' | 'wallet'
  readonly words: Readonly<Record<Language, MethodWords>>
  readonly settings: Fields
  /** Length and characters the provider allows for our reference. */
  readonly reference: { maxLength: number }
  /** Whether the provider must be called before the payer can be sent there; a signed form needs no call. */
  readonly startsByCall: boolean
  /** How long an attempt may live at the provider when it gives no limit itself, in milliseconds. */
  readonly attemptLifeMs: number
  /** How the provider wants its notice answered once it is stored. */
  readonly noticeAnswer: { status: 200; body: string }
  /** Headers, in lower case, that the proof of a notice needs: they are kept with its bytes. */
  readonly noticeHeaders: readonly string[]
  /** Notice bodies above this many bytes are refused. */
  readonly noticeLimitBytes: number
  /** A warning for `check-config` and for the start in live mode, if there is one. */
  readonly liveWarning?: string
  /** Origins the payer's browser is sent to: they go into the CSP's form-action. */
  origins(settings: SettingValues<Fields>, around: Surroundings): string[]
  connect(settings: SettingValues<Fields>, around: Surroundings, outside: Outside): Gateway
  /** The signature that we would send with these parameters, where we sign any: for support cases. */
  sign?(settings: SettingValues<Fields>, params: ReadonlyArray<readonly [name: string, value: string]>): string
}

/** A gateway in use. */
export type ConnectedGateway = {
  kind: GatewayKind
  gateway: Gateway
  /** False while no payment can be started, because the provider's calls are paused (docs/decisions/0018). */
  isAvailable(): boolean
  /** After how many milliseconds the provider may be called again; 0 while its calls are not paused. */
  pauseLeftMs(): number
  /**
   * What happened before is not in the provider's list. A simulated provider has no memory of what was before this
   * process; a real one remembers for years.
   */
  listsFrom?: Instant
}

export const defineGateway = <Fields extends SettingFields>(kind: GatewayKind<Fields>): GatewayKind<Fields> => kind
