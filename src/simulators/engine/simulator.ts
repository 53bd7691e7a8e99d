import type { Outside, Surroundings } from '../../gateways/gateway-kind.ts'
import type { Amount } from '../../kit/amount.ts'
import type { Clock } from '../../kit/clock.ts'

/** How a gateway's provider is simulated, for the demonstration and for tests: `all-simulators.ts` lists them. */
export type SimulatorKind = {
  /** Serves below `around.simulatorUrl`, with the settings that its adapter has. */
  create(settings: never, around: Surroundings, outside: Outside): Simulator
  /** The certificates, in PEM, that it signs under, where it signs with any. */
  authority?(clock: Clock): Promise<string>
}

/** A simulated provider: one request handler, mounted below `/simulated/<id>/`; it keeps its own truth. */
export interface Simulator {
  /** `path` is relative to the mount point and begins with a slash. */
  handle(request: SimulatorRequest): Promise<SimulatorAnswer>
  /** Faults for the next calls, one attempt, or all: scripted by tests and by POST /simulated/<id>/__sandbox. */
  script(order: SimulatorOrder): void
  /** Puts into its books what is told of before this process: the same payment again takes the place of the first. */
  remember(past: readonly PastPayment[]): void
  /** The simulator's own books, for a checker to compare with ours. */
  books(): SimulatedPayment[]
  /** How often each fault and each act has fired: "no failure" means nothing where nothing was tried. */
  readonly fired: Readonly<Record<string, number>>
  /** The notices about an attempt that `notice-hold` kept back, with their bytes; each is given once. */
  takeHeld(reference: string): WebhookDelivery[]
  /** Resolves when no notice is on its way any more. */
  idle(): Promise<void>
  /** Runs what has fallen due (delayed and repeated notices): called by the worker, or by a test. */
  runDue(): Promise<void>
}

export type SimulatorRequest = {
  method: string
  path: string
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Uint8Array
}
export type SimulatorAnswer =
  | { status: number; headers: Record<string, string>; body: string | Uint8Array }
  /** The connection is cut without an answer: the effect happened or not, as the fault says. */
  | { cut: true }

/** A notice as it travels. */
export type WebhookDelivery = {
  method: 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

/**
 * `fault`: something that goes wrong with a coming call or notice, or an act at the provider that happens now (`acts`).
 * The same words for every simulator; docs/adapters/README.md lists them.
 */
export type SimulatorOrder = { fault: string; times?: number; reference?: string; value?: string }

/** What happens at the provider by somebody's hand, at once, to the attempt of `reference`. */
export const simulatorActs = [
  'pay',
  'pend',
  'refuse',
  'cancel',
  'settle',
  'tell',
  'status',
  'refund-here',
  'charge-back',
  'win-back',
  'inquiry',
] as const
export type SimulatorAct = (typeof simulatorActs)[number]
/** Money that moved before this process, in the provider's own names. */
export type PastPayment = {
  reference: string
  attemptRef: string
  /** The provider's id of the money. */
  operation: string
  amount: Amount
  paidAtMs: number
  /** What of it was given back; `refundId` is our own id of the refund. */
  refunds: ReadonlyArray<{ operation: string; refundId: string; amount: Amount; atMs: number }>
}
export type SimulatedPayment = {
  reference: string
  attemptRef: string
  operation: string
  amount: Amount
  status: 'open' | 'pending' | 'paid' | 'refused' | 'cancelled'
  refundedMinor: number
}

/** What the simulated hosted page offers, the same for every gateway. */
export const pageControls = {
  outcome: ['accept', 'refuse', 'cancel', 'pend'],
  notice: ['once', 'twice', 'never', 'late', 'forged', 'wrong-amount'],
  return: ['yes', 'no'],
} as const
export type PageControls = {
  outcome: (typeof pageControls.outcome)[number]
  notice: (typeof pageControls.notice)[number]
  return: (typeof pageControls.return)[number]
}
