import type { Outside, Surroundings } from '../../gateways/gateway-kind.ts'
import type { PayPalSettings } from '../../gateways/paypal/paypal-gateway.ts'
import { writeMoney } from '../../gateways/paypal/paypal-money.ts'
import { amount } from '../../kit/amount.ts'
import { DAY } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import { readPairs, shortForm } from '../../kit/pairs.ts'
import { createFaults } from '../engine/faults.ts'
import { errorPage, providerCss, readControls } from '../engine/hosted-page.ts'
import { createPostOffice, type PostOffice } from '../engine/post-office.ts'
import {
  type Simulator,
  type SimulatorAct,
  type SimulatorAnswer,
  type SimulatorOrder,
  type SimulatorRequest,
  simulatorActs,
} from '../engine/simulator.ts'
import { asJson, disputeJson, loneCaptureJson, orderJson, paypalError } from './paypal-simulator-answers.ts'
import { type ApiWorld, answerApi } from './paypal-simulator-api.ts'
import { createPayPalBook, disputeOf, newPayPalId, type SimulatedOrder } from './paypal-simulator-book.ts'
import { signerOf } from './paypal-simulator-certificates.ts'
import { approvalPage, plainPayPalPage, returnUrlOf } from './paypal-simulator-page.ts'
import { certificateNames, writeWebhook } from './paypal-simulator-webhooks.ts'

const certificatePath = '/v1/notifications/certs/'
const tokenLifeS = 32_400
/** Up to 25 times over three days, until any 2xx. */
const repeats = { everyMs: (3 * DAY) / 25, times: 25, isTaken: (status: number) => status >= 200 && status < 300 }

/** Mounted by the registry; see PayPalSimulator. */
export const createPayPalSimulator = (values: PayPalSettings, around: Surroundings, outside: Outside) =>
  new PayPalSimulator(values, around, outside)

const tokenOf = (query: string): string => new Map<string, string>(readPairs(query, shortForm)).get('token') ?? ''

/** The authority of this process's simulator: trusted by the adapter in demo mode only. */
export const simulatedAuthority = async (clock: Outside['clock']): Promise<string> =>
  (await signerOf('ours', clock)).authorityPem

/**
 * PayPal as a shop meets it: token, Orders v2, refunds, approval page, signed webhooks with a certificate of its own
 * authority. It keeps its own books and the rules that no schema expresses.
 */
export class PayPalSimulator implements Simulator {
  readonly #faults = createFaults()
  readonly #postOffice: PostOffice
  readonly #values: PayPalSettings
  readonly #around: Surroundings
  readonly #outside: Outside
  readonly #world: ApiWorld
  readonly #tokens = new Set<string>()

  constructor(values: PayPalSettings, around: Surroundings, outside: Outside) {
    this.#values = values
    this.#around = around
    this.#outside = outside
    this.#postOffice = createPostOffice(outside, this.#faults)
    const nowMs = () => outside.clock.nowMs()
    this.#world = {
      book: createPayPalBook(nowMs),
      faults: this.#faults,
      at: {
        apiBase: `${around.loopbackUrl}/simulated/paypal`,
        pageBase: around.simulatorUrl,
        merchantId: values.merchantId,
      },
      nowMs,
      tell: (event, order, resource) => this.#tell(event, order, resource),
      answered: new Map(),
    }
  }

  async handle(request: SimulatorRequest): Promise<SimulatorAnswer> {
    const { path } = request
    if (path === '/provider.css') return { status: 200, headers: { 'content-type': 'text/css' }, body: providerCss }
    if (path === '/checkoutnow') return this.#showPage(request)
    if (path === '/checkoutnow/pay' && request.method === 'POST') return this.#pay(request)
    if (path.startsWith(certificatePath)) return this.#certificate(path.slice(certificatePath.length))
    if (path === '/v1/oauth2/token') return this.#token(request)
    const token = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? ''))?.[1]
    if (token === undefined || !this.#tokens.has(token)) return paypalError(401)
    return answerApi(request, this.#world) ?? paypalError(404, 'INVALID_RESOURCE_ID')
  }

  get fired(): Readonly<Record<string, number>> {
    return this.#faults.fired
  }

  script(order: SimulatorOrder): void {
    const about = order.reference === undefined ? undefined : this.#world.book.findByReference(order.reference)
    const act = simulatorActs.find((each) => each === order.fault)
    if (order.fault === 'forget-tokens') this.#tokens.clear()
    else if (act === undefined) this.#faults.add(order)
    else if (about) this.#act(about, act, order.value)
  }

  #act(order: SimulatedOrder, act: SimulatorAct, value: string | undefined): void {
    this.#faults.count(act)
    const [capture] = order.captures
    if (act === 'pay' || act === 'pend' || act === 'refuse') {
      order.bankSays = act === 'refuse' ? 'no' : act === 'pend' ? 'later' : 'yes'
      this.#approve(order)
    } else if (act === 'settle') this.#settle(order, value === 'refuse' ? 'DECLINED' : 'COMPLETED')
    else if (act === 'refund-here') this.#refundHere(order, value)
    else if (capture) this.#happensToCapture({ order, capture, act, value })
    else if (act === 'tell') this.#tell('CHECKOUT.ORDER.APPROVED', order, orderJson(order, this.#world.at))
  }

  #happensToCapture({ order, capture, act, value }: Happening): void {
    const shown = () => loneCaptureJson(capture, order, this.#world.at)
    if (act === 'status') capture.status = value ?? ''
    if (act === 'tell' || act === 'status') {
      if (act === 'tell' && value !== undefined) capture.amount = amount(Number(value), capture.amount.unit)
      this.#tell(`PAYMENT.CAPTURE.${capture.status}`, order, shown())
    }
    const nowMs = this.#world.nowMs()
    if (act === 'charge-back') {
      const reversal = { id: newPayPalId(), amount: capture.amount, atMs: nowMs }
      order.reversals.push(reversal)
      this.#tell('PAYMENT.CAPTURE.REVERSED', order, { ...shown(), id: reversal.id })
    }
    if (act === 'inquiry')
      this.#tell('CUSTOMER.DISPUTE.CREATED', order, disputeJson(disputeOf(order, capture, { nowMs }), order))
    if (act === 'win-back') {
      const dispute = disputeOf(order, capture, { nowMs, outcome: value ?? 'RESOLVED_SELLER_FAVOUR' })
      this.#tell('CUSTOMER.DISPUTE.RESOLVED', order, disputeJson(dispute, order))
    }
  }

  takeHeld(reference: string): ReturnType<Simulator['takeHeld']> {
    return this.#postOffice.takeHeld(reference)
  }

  books(): ReturnType<Simulator['books']> {
    return this.#world.book.all().map(asSimulated)
  }

  async runDue(): Promise<void> {
    await this.#postOffice.runDue()
    await this.idle()
  }

  /** Resolves when no webhook is on its way any more. */
  idle(): Promise<void> {
    return this.#postOffice.idle()
  }

  #token(request: SimulatorRequest): SimulatorAnswer {
    const { clientId, clientSecret } = this.#values
    const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    if (request.headers.authorization !== expected)
      return asJson(401, { error: 'invalid_client', error_description: 'Client Authentication failed' })
    const token = `A21AA${newToken(160)}`
    this.#tokens.add(token)
    return asJson(200, { access_token: token, token_type: 'Bearer', expires_in: tokenLifeS, scope: '', nonce: '' })
  }

  async #certificate(name: string): Promise<SimulatorAnswer> {
    if (this.#faults.take('certificate-down')) return paypalError(500)
    if (this.#faults.take('certificate-huge')) return asJson(200, { pem: 'x'.repeat(70_000) })
    const key = certificateNames.find(([, each]) => each === name)?.[0]
    if (key === undefined) return paypalError(404)
    const { leafPem } = await signerOf(key, this.#outside.clock)
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: leafPem }
  }

  #showPage(request: SimulatorRequest): SimulatorAnswer {
    const order = this.#world.book.find(tokenOf(request.query))
    const base = this.#around.simulatorUrl
    if (!order) return html(404, errorPage('This order is no longer there.', base))
    if (order.status !== 'PAYER_ACTION_REQUIRED') return html(200, plainPayPalPage(order, base, 'again'))
    return html(200, approvalPage(order, base))
  }

  #pay(request: SimulatorRequest): SimulatorAnswer {
    const form = new Map<string, string>(readPairs(Buffer.from(request.body).toString('utf8'), shortForm))
    const order = this.#world.book.find(form.get('token') ?? '')
    const base = this.#around.simulatorUrl
    if (!order) return html(404, errorPage('This order is no longer there.', base))
    const controls = readControls(form)
    const cancelled = controls.outcome === 'cancel'
    if (order.status === 'PAYER_ACTION_REQUIRED' && !cancelled) {
      order.bankSays = controls.outcome === 'refuse' ? 'no' : controls.outcome === 'pend' ? 'later' : 'yes'
      order.notice = controls.notice
      this.#approve(order)
    }
    if (controls.return === 'no') return html(200, plainPayPalPage(order, base, 'closed'))
    const url = new URL(returnUrlOf(order, cancelled))
    url.searchParams.set('token', order.id)
    if (!cancelled) url.searchParams.set('PayerID', 'QYR5Z8XDVJNXQ')
    return { status: 303, headers: { location: url.href }, body: '' }
  }

  #approve(order: SimulatedOrder): void {
    order.status = 'APPROVED'
    order.updatedMs = this.#outside.clock.nowMs()
    this.#tell('CHECKOUT.ORDER.APPROVED', order, orderJson(order, this.#world.at))
  }

  /** A capture that was pending is decided. */
  #settle(order: SimulatedOrder, status: 'COMPLETED' | 'DECLINED'): void {
    const capture = order.captures.find((each) => each.status === 'PENDING')
    if (!capture) return
    capture.status = status
    delete capture.reason
    this.#tell(`PAYMENT.CAPTURE.${status}`, order, loneCaptureJson(capture, order, this.#world.at))
  }

  /** A refund made on PayPal's own pages: nobody asked us. */
  #refundHere(order: SimulatedOrder, value: string | undefined): void {
    const refund = { amount: writeMoney(amount(Number(value), order.asked.unit)) }
    const path = `/v2/payments/captures/${order.captures[0]?.id}/refund`
    const headers = { 'paypal-request-id': newToken(80) }
    const body = Buffer.from(JSON.stringify(refund))
    answerApi({ method: 'POST', path, query: '', headers, body }, this.#world)
  }

  #tell(event: string, order: SimulatedOrder, resource: object): void {
    const { notice, reference } = order
    if (notice === 'never' || this.#faults.take('notice-drop', reference)) return
    this.#postOffice.expect(this.#write(event, order, resource))
  }

  async #write(event: string, order: SimulatedOrder, resource: object): Promise<void> {
    const sender = { ...this.#around, webhookId: this.#values.webhookId, clock: this.#outside.clock }
    const letter = await writeWebhook({ event, order, resource }, this.#faults, sender)
    void this.#postOffice.deliver(letter, { reference: order.reference, how: order.notice, repeats })
  }
}

type Happening = {
  order: SimulatedOrder
  capture: SimulatedOrder['captures'][number]
  act: SimulatorAct
  value: string | undefined
}

const html = (status: number, body: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
})

function asSimulated(order: SimulatedOrder): ReturnType<Simulator['books']>[number] {
  const capture = order.captures.at(-1)
  const byCapture: Record<string, 'paid' | 'pending' | 'refused'> = { COMPLETED: 'paid', PENDING: 'pending' }
  return {
    reference: order.reference,
    attemptRef: order.id,
    operation: capture?.id ?? order.id,
    amount: capture?.amount ?? order.asked,
    status: capture ? (byCapture[capture.status] ?? 'refused') : 'open',
    refundedMinor: order.refunds.reduce((sum, refund) => sum + refund.amount.minor, 0),
  }
}
