import type { Clock, Instant } from '../kit/clock.ts'
import type { HttpClient } from '../kit/http/http-client.ts'
import type { Log } from '../kit/log.ts'
import type { MessageKey } from '../messages/translate.ts'
import type { Gateway, Mode } from './gateway.ts'
import type { SettingFields, SettingValues } from './kit/setting-fields.ts'

/** What an adapter may use of the world. It never reads the environment or picks an HTTP library. */
export type Outside = {
  /** Watched by this provider's breaker. */
  http: HttpClient
  /**
   * Outside that breaker: for what somebody unknown can cause, so that no stranger can pause the provider's calls. An
   * adapter puts it behind limits of its own.
   */
  unprovenHttp?: HttpClient
  clock: Clock
  log: Log
}

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
  /** The method's icon on our pages and receipts, and how it is called there. */
  readonly icon: 'card' | 'wallet'
  readonly words: Readonly<Record<keyof MethodWords, MessageKey>>
  /** Each declared once: the check at the start, a form and the page in docs/adapters are made from them. */
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
  readonly liveWarning?: MessageKey
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
  /** Since when the provider's calls fail, while this process pauses them because of it. */
  pausedSince(): Instant | undefined
  /**
   * What happened before is not in the provider's list. Of what was before this process a simulated provider knows
   * only what the shop had heard of it; a real one remembers for years.
   */
  listsFrom?: Instant
}

/** Declares an adapter, so that its own functions get its settings by their names. */
export const defineGateway = <Fields extends SettingFields>(kind: GatewayKind<Fields>): GatewayKind<Fields> => kind
