import type { Outside, Surroundings } from '../../gateways/gateway-kind.ts'
import type { Amount } from '../../kit/amount.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { answers, brokenAnswer } from './answers.ts'
import { createFaults, type Faults, liesOf, otherSum } from './faults.ts'
import { providerCss } from './hosted-page.ts'
import { createPageFlow, type ProviderPage } from './page-flow.ts'
import { createPostOffice, type Repeats } from './post-office.ts'
import {
  type PageControls,
  type PastPayment,
  type SimulatedPayment,
  type Simulator,
  type SimulatorAct,
  type SimulatorAnswer,
  type SimulatorRequest,
  simulatorActs,
  type WebhookDelivery,
} from './simulator.ts'

/** What a gateway adds to the engine: its provider's requests, its page and its acts, encoded and decoded. */
export type Provider<Attempt> = {
  page: ProviderPage<Attempt>
  /** A request that is none of the page's. */
  answer(request: SimulatorRequest): SimulatorAnswer | Promise<SimulatorAnswer>
  /** Somebody does something at the provider, at once. False: the provider knows no such act. */
  act(attempt: Attempt, act: SimulatorAct, value: string | undefined): boolean
  /** The latest attempt under our reference. */
  findByReference(reference: string): Attempt | undefined
  asSimulated(attempt: Attempt): SimulatedPayment
  /** What was paid before this process, as an attempt of its own. */
  recall(past: PastPayment): Attempt
  /** Orders that only this provider knows, at once. */
  ownOrders?: Readonly<Record<string, (value: string | undefined) => void>>
}

type Notify = { reference: string; how: PageControls['notice']; repeats?: Repeats | undefined }
/** With which lies and which key a notice was ordered to be written. */
export type Ordered = ReturnType<typeof liesOf>

/** What every simulated provider stands on. */
export type Engine<Attempt> = {
  book: AttemptBook<Attempt>
  faults: Faults
  nowMs(): number
  /** What a call of this kind meets instead of its answer, where that was ordered: `query-down`, `refund-html`, … */
  broken(kind: string, reference: string | undefined, beginning: string): SimulatorAnswer | undefined
  /** The answer, or none of it where `fault` was ordered: the effect has happened all the same. */
  unlessLost(fault: string, reference: string | undefined, answer: SimulatorAnswer): SimulatorAnswer
  /** What is really charged where so much was asked for. */
  charged(asked: Amount, reference: string): Amount
  /** Has a notice written and delivered, as the page or an order says. The answer to it, where it leaves at once. */
  tell(
    about: Notify,
    write: (ordered: Ordered) => WebhookDelivery | Promise<WebhookDelivery>,
  ): Promise<HttpAnswer | undefined>
}

type Making<Attempt> = {
  /** The provider's own key of an attempt. */
  keyOf: (attempt: Attempt) => string
  provider: (engine: Engine<Attempt>) => Provider<Attempt>
}

/** A simulated provider: the engine keeps the book, shows the page, lets acts and faults happen, delivers notices. */
export function createSimulator<Attempt>(making: Making<Attempt>, around: Surroundings, outside: Outside): Simulator {
  const faults = createFaults()
  const office = createPostOffice(outside, faults)
  const engine = createEngine({ faults, office, book: createBook(making.keyOf), nowMs: () => outside.clock.nowMs() })
  const provider = making.provider(engine)
  const show = createPageFlow(provider.page, around.simulatorUrl)
  const idle = () => office.idle()
  return {
    async handle(request) {
      if (request.path === '/provider.css') return answers.css(providerCss)
      return (await show(request)) ?? provider.answer(request)
    },
    script(order) {
      const own = provider.ownOrders?.[order.fault]
      const act = simulatorActs.find((each) => each === order.fault)
      const attempt = order.reference === undefined ? undefined : provider.findByReference(order.reference)
      if (own) own(order.value)
      else if (act === undefined) faults.add(order)
      else if (attempt && provider.act(attempt, act, order.value)) faults.count(act)
    },
    remember(past) {
      for (const each of past) engine.book.add(provider.recall(each))
    },
    books: () => engine.book.all().map(provider.asSimulated),
    get fired() {
      return faults.fired
    },
    takeHeld: (reference) => office.takeHeld(reference),
    idle,
    async runDue() {
      await office.runDue()
      await idle()
    },
  }
}

type Parts<Attempt> = Pick<Engine<Attempt>, 'faults' | 'book' | 'nowMs'> & {
  office: ReturnType<typeof createPostOffice>
}

function createEngine<Attempt>({ faults, office, book, nowMs }: Parts<Attempt>): Engine<Attempt> {
  return {
    book,
    faults,
    nowMs,
    broken: (kind, reference, beginning) =>
      brokenAnswer((name) => faults.take(`${kind}-${name}`, reference) !== undefined, beginning),
    unlessLost: (fault, reference, answer) => (faults.take(fault, reference) ? { cut: true } : answer),
    charged: (asked, reference) => otherSum(faults, 'charge', reference, asked) ?? asked,
    tell({ reference, how, repeats }, write) {
      if (how === 'never' || faults.take('notice-drop', reference)) return Promise.resolve(undefined)
      const written = Promise.resolve(write(liesOf(faults, reference, how)))
      const delivered = written.then((letter) => office.deliver(letter, { reference, how, repeats }))
      office.expect(delivered)
      return delivered
    },
  }
}

/** A provider's own truth, in memory and bounded: the oldest attempts make room. */
export type AttemptBook<Attempt> = {
  add(attempt: Attempt): Attempt
  get(key: string): Attempt | undefined
  /** The latest one of which it holds. */
  find(holds: (attempt: Attempt) => boolean): Attempt | undefined
  all(): Attempt[]
}

const mostKept = 10_000

/** Attempts by the provider's own key of them; one that is added again takes the place of the first. */
export function createBook<Attempt>(keyOf: (attempt: Attempt) => string, most = mostKept): AttemptBook<Attempt> {
  const kept = new Map<string, Attempt>()
  const all = () => [...kept.values()]
  return {
    add(attempt) {
      kept.set(keyOf(attempt), attempt)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return attempt
    },
    get: (key) => kept.get(key),
    find: (holds) => all().findLast(holds),
    all,
  }
}
