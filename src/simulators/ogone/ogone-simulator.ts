import type { Outside, Surroundings } from '../../gateways/gateway-kind.ts'
import type { HashAlgorithm } from '../../gateways/kit/proofs.ts'
import type { Params } from '../../gateways/kit/raw-form.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import { isSignedIn } from '../../gateways/ogone/ogone-signature.ts'
import { amount, parseAmount } from '../../kit/amount.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { readPairs, shortForm } from '../../kit/pairs.ts'
import { createFaults } from '../engine/faults.ts'
import { errorPage, providerCss, readControls } from '../engine/hosted-page.ts'
import { createPostOffice, type PostOffice } from '../engine/post-office.ts'
import {
  type PageControls,
  type Simulator,
  type SimulatorAct,
  type SimulatorAnswer,
  type SimulatorOrder,
  type SimulatorRequest,
  simulatorActs,
} from '../engine/simulator.ts'
import { type Attempt, createBook } from './ogone-simulator-book.ts'
import { answerDirectLink } from './ogone-simulator-direct-link.ts'
import { answerDownload } from './ogone-simulator-download.ts'
import { feedbackOf, writeNotice } from './ogone-simulator-feedback.ts'
import { hostedPage, plainPage } from './ogone-simulator-page.ts'
import { isOnline, type NoticeTiming, noticeTimings, repeatsOf, wayOf } from './ogone-simulator-timing.ts'

const finalStatuses = new Set(['5', '9', '91', '92', '52', '8', '81'])

/** No status of the platform tells of a chargeback. */
const unknownHere = new Set<SimulatorAct>(['charge-back', 'win-back', 'inquiry'])

/** The platform's status after what somebody did. */
function statusAfter(act: SimulatorAct, value: string | undefined): string {
  if (act === 'settle') return value === 'refuse' ? '2' : '9'
  const statuses: Partial<Record<SimulatorAct, string>> = { pend: '91', refuse: '2', cancel: '1', 'refund-here': '8' }
  return statuses[act] ?? '9'
}

/** Mounted by the registry; see OgoneSimulator. */
export const createOgoneSimulator = (values: OgoneSettings, around: Surroundings, outside: Outside): OgoneSimulator =>
  new OgoneSimulator(values, around, outside)

/**
 * The platform as a shop meets it: the signed form, a hosted page, signed notices, DirectLink. It keeps its own
 * books and checks our signatures as the real one does. Faults are scripted; each fires a counted number of times.
 */
export class OgoneSimulator implements Simulator {
  readonly #book = createBook()
  readonly #faults = createFaults()
  readonly #postOffice: PostOffice
  readonly #values: OgoneSettings
  readonly #around: Surroundings
  readonly #algorithm: HashAlgorithm
  readonly #clock: Outside['clock']
  #timing: NoticeTiming = 'deferred'

  constructor(values: OgoneSettings, around: Surroundings, outside: Outside) {
    this.#values = values
    this.#around = around
    this.#postOffice = createPostOffice(outside, this.#faults)
    this.#algorithm = values.hashAlgorithm as HashAlgorithm
    this.#clock = outside.clock
  }

  async handle(request: SimulatorRequest): Promise<SimulatorAnswer> {
    const { path } = request
    if (path === '/provider.css') return { status: 200, headers: { 'content-type': 'text/css' }, body: providerCss }
    if (/^\/ncol\/test\/orderstandard(_utf8)?\.asp$/.test(path)) return this.#showPage(request)
    if (path === '/ncol/test/pay' && request.method === 'POST') return this.#pay(request)
    if (/^\/ncol\/test\/(query|maintenance)direct(_utf8)?\.asp$/.test(path)) {
      const faultNamed = (name: string, reference?: string) => this.#faults.take(name, reference)
      return answerDirectLink(request, { params: formOf(request), book: this.#book, values: this.#values, faultNamed })
    }
    if (path === '/ncol/test/payment_download_ncp.asp' && request.method === 'POST')
      return answerDownload(formOf(request), { book: this.#book, values: this.#values, faults: this.#faults })
    return html(404, errorPage('no such page', this.#base))
  }

  script(order: SimulatorOrder): void {
    const attempt = order.reference === undefined ? undefined : this.#book.find(order.reference)
    const act = simulatorActs.find((each) => each === order.fault)
    if (order.fault === 'notice-timing') this.#timing = noticeTimings.find((each) => each === order.value) ?? 'deferred'
    else if (act === undefined) this.#faults.add(order)
    else if (attempt) this.#act(attempt, act, order.value)
  }

  #act(attempt: Attempt, act: SimulatorAct, value: string | undefined): void {
    if (unknownHere.has(act)) return
    this.#faults.count(act)
    if (act === 'refund-here') {
      attempt.lastRefundMinor = Number(value)
      attempt.refundedMinor += attempt.lastRefundMinor
      attempt.refunds += 1
    }
    if (act !== 'tell') this.#become(attempt, act === 'status' ? (value ?? '') : statusAfter(act, value))
    void this.#notify(attempt, 'once', act === 'tell' ? [['ECI', '5']] : [])
  }

  #become(attempt: Attempt, status: string): void {
    // Who tries again on the page gets another PAYID under the same ORDERID.
    if (this.#faults.take('charge-operation', attempt.reference)) attempt.payId = this.#book.nextPayId()
    attempt.status = status
    attempt.paidAtMs ||= this.#clock.nowMs()
    attempt.cardNo ||= 'XXXXXXXXXXXX1111'
    attempt.brand ||= 'VISA'
    const [minor, currency] = ['charge-amount', 'charge-currency'].map((name) =>
      status === '9' ? this.#faults.take(name, attempt.reference)?.value : undefined,
    )
    const { charged } = attempt
    attempt.charged = amount(Number(minor ?? charged.minor), currency ?? charged.unit)
  }

  takeHeld(reference: string): ReturnType<Simulator['takeHeld']> {
    return this.#postOffice.takeHeld(reference)
  }

  books(): ReturnType<Simulator['books']> {
    return this.#book.all().map(asSimulated)
  }

  get fired(): Readonly<Record<string, number>> {
    return this.#faults.fired
  }

  async runDue(): Promise<void> {
    await this.#postOffice.runDue()
    await this.idle()
  }

  /** Resolves when no notice is on its way any more. */
  idle(): Promise<void> {
    return this.#postOffice.idle()
  }

  get #base(): string {
    return this.#around.simulatorUrl
  }

  get #signing(): { passphrase: string; algorithm: HashAlgorithm } {
    return { passphrase: this.#values.shaOut, algorithm: this.#algorithm }
  }

  /** What was answered to it, as far as it left at once. */
  async #notify(attempt: Attempt, how: PageControls['notice'], more: Params = []): Promise<HttpAnswer | undefined> {
    const { reference } = attempt
    const isDropped = how === 'never' || this.#timing === 'none'
    if (isDropped || this.#faults.take('notice-drop', reference)) return undefined
    const sender = {
      url: `${this.#around.loopbackUrl}/notices/ogone`,
      passphrases: { ours: this.#values.shaOut, old: this.#values.shaOutBefore },
      algorithm: this.#algorithm,
    }
    const letter = writeNotice(attempt, { how, faults: this.#faults, more }, sender)
    return this.#postOffice.deliver(letter, { reference, how, repeats: repeatsOf(this.#timing) })
  }

  #showPage(request: SimulatorRequest): SimulatorAnswer {
    const params = formOf(request)
    const form = new Map(params.map(([name, value]) => [name.toUpperCase(), value]))
    const error = this.#requestError(params, form)
    if (error) return html(200, errorPage(error, this.#base))
    const reference = form.get('ORDERID') ?? ''
    const known = this.#book.find(reference)
    if (known && finalStatuses.has(known.status)) return html(200, plainPage(known, { base: this.#base, say: 'again' }))
    const asked = amount(Number(form.get('AMOUNT')), form.get('CURRENCY') ?? '')
    const attempt = known ?? this.#book.open({ reference, asked, form })
    return html(200, hostedPage(attempt, { base: this.#base, merchant: form.get('TITLE') || this.#values.pspid }))
  }

  #requestError(params: Params, form: ReadonlyMap<string, string>): string | undefined {
    if (form.get('PSPID') !== this.#values.pspid) return 'PSPID not found or not active'
    for (const name of ['ORDERID', 'AMOUNT', 'CURRENCY', 'LANGUAGE']) {
      if (!form.get(name)) return `no ${name.toLowerCase()}`
    }
    if ((form.get('ORDERID') ?? '').length > 30) return 'orderID too long'
    if (!/^[1-9]\d{0,14}$/.test(form.get('AMOUNT') ?? '')) return 'amount too long or not numeric'
    if (!parseAmount('1', form.get('CURRENCY') ?? '')) return 'not a valid currency'
    const signature = form.get('SHASIGN')
    if (signature === undefined) return 'unknown order/0/s'
    const signing = { passphrase: this.#values.shaIn, algorithm: this.#algorithm }
    return isSignedIn(params, signature, signing) ? undefined : 'unknown order/1/s'
  }

  async #pay(request: SimulatorRequest): Promise<SimulatorAnswer> {
    const form = new Map(formOf(request))
    const attempt = this.#book.find(form.get('ORDERID') ?? '')
    if (!attempt) return html(404, errorPage('unknown order', this.#base))
    const controls = readControls(form)
    if (!finalStatuses.has(attempt.status)) {
      this.#applyOutcome(attempt, controls, form.get('CARDNO') ?? '')
      const told = this.#notify(attempt, controls.notice)
      const way = isOnline(this.#timing) ? wayOf(await told) : undefined
      if (way) return way
    }
    if (controls.return === 'no') return html(200, plainPage(attempt, { base: this.#base, say: 'closed' }))
    const names = { accept: 'ACCEPTURL', refuse: 'DECLINEURL', cancel: 'CANCELURL', pend: 'ACCEPTURL' }
    const url = new URL(attempt.form.get(names[controls.outcome]) ?? this.#base)
    for (const [name, value] of feedbackOf(attempt, this.#signing)) url.searchParams.append(name, value)
    return { status: 303, headers: { location: url.href }, body: '' }
  }

  #applyOutcome(attempt: Attempt, controls: PageControls, cardNumber: string): void {
    const digits = cardNumber.replace(/\D/g, '')
    attempt.cardNo = `XXXXXXXXXXXX${digits.slice(-4).padStart(4, '1')}`
    attempt.brand = digits.startsWith('5') ? 'MasterCard' : 'VISA'
    const byCard: Record<string, string> = { 4111113333333333: '2', 4111116666666666: '92' }
    const accepted = byCard[digits] ?? '9'
    this.#become(attempt, { accept: accepted, refuse: '2', cancel: '1', pend: '91' }[controls.outcome])
  }
}

function formOf(request: SimulatorRequest): Params {
  const text = request.method === 'GET' ? request.query : Buffer.from(request.body).toString('utf8')
  return readPairs(text, shortForm) ?? []
}

const html = (status: number, body: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
})

function asSimulated(attempt: Attempt): ReturnType<Simulator['books']>[number] {
  const paid = ['9', '8', '81', '95'].includes(attempt.status)
  const pending = ['91', '92', '51', '52', '5'].includes(attempt.status)
  const closed = attempt.status === '1' ? 'cancelled' : attempt.status === '' ? 'open' : 'refused'
  return {
    reference: attempt.reference,
    attemptRef: attempt.payId,
    operation: attempt.payId,
    amount: attempt.charged,
    status: paid ? 'paid' : pending ? 'pending' : closed,
    refundedMinor: attempt.refundedMinor,
  }
}
