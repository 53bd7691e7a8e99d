import type { Outside, Surroundings } from '../../gateways/gateway-kind.ts'
import type { PayPalSettings } from '../../gateways/paypal/paypal-gateway.ts'
import { writeMoney } from '../../gateways/paypal/paypal-objects.ts'
import { amount } from '../../kit/amount.ts'
import { DAY } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import { answers } from '../engine/answers.ts'
import { createSimulator, type Engine, type Provider } from '../engine/create-simulator.ts'
import type { Simulator, SimulatorAct, SimulatorAnswer, SimulatorRequest } from '../engine/simulator.ts'
import { asJson, disputeJson, loneCaptureJson, orderJson, paypalError } from './paypal-simulator-answers.ts'
import { createPayPalRest } from './paypal-simulator-api.ts'
import { signerOf } from './paypal-simulator-certificates.ts'
import { asSimulated, disputeOf, newPayPalId, recallOrder, type SimulatedOrder } from './paypal-simulator-order.ts'
import { approvalPage } from './paypal-simulator-page.ts'
import type { ApiWorld } from './paypal-simulator-sale.ts'
import { certificateNames, writeWebhook } from './paypal-simulator-webhooks.ts'

const certificatePath = '/v1/notifications/certs/'
const tokenLifeS = 32_400
/** Up to 25 times over three days, until any 2xx. */
const repeats = { everyMs: (3 * DAY) / 25, times: 25, isTaken: (status: number) => status >= 200 && status < 300 }

/** The authority of this process's simulator: trusted by the adapter in demo mode only. */
export const simulatedAuthority = async (clock: Outside['clock']): Promise<string> =>
  (await signerOf('ours', clock)).authorityPem

/**
 * PayPal as a shop meets it: token, Orders v2, refunds, approval page, signed webhooks with a certificate of its own
 * authority. It keeps its own books and the rules that no schema expresses.
 */
export const createPayPalSimulator = (values: PayPalSettings, around: Surroundings, outside: Outside): Simulator =>
  createSimulator<SimulatedOrder>(
    { keyOf: ({ id }) => id, provider: (engine) => payPal(engine, { values, around, clock: outside.clock }) },
    around,
    outside,
  )

type Place = { values: PayPalSettings; around: Surroundings; clock: Outside['clock'] }

function payPal(engine: Engine<SimulatedOrder>, { values, around, clock }: Place): Provider<SimulatedOrder> {
  const tokens = new Set<string>()
  const apiBase = `${around.loopbackUrl}/simulated/paypal`
  const sender = { loopbackUrl: around.loopbackUrl, webhookId: values.webhookId, clock }
  const world: ApiWorld = {
    engine,
    at: { apiBase, pageBase: around.simulatorUrl, merchantId: values.merchantId },
    tell(event, order, resource) {
      const about = { reference: order.reference, how: order.notice, repeats }
      void engine.tell(about, (ordered) => writeWebhook({ event, order, resource }, ordered, sender))
    },
  }
  const rest = createPayPalRest(world)
  return {
    page: approvalPage(engine, (order) => approve(world, order)),
    async answer(request) {
      const { path } = request
      if (path.startsWith(certificatePath)) return serveCertificate(path.slice(certificatePath.length), engine, clock)
      if (path === '/v1/oauth2/token') return giveToken(request, values, tokens)
      const token = /^Bearer (.+)$/.exec(String(request.headers.authorization ?? ''))?.[1]
      if (token === undefined || !tokens.has(token)) return paypalError(401)
      return rest(request) ?? paypalError(404, 'INVALID_RESOURCE_ID')
    },
    act(order, act, value) {
      if (act === 'refund-here') rest(refundHere(order, value))
      else happen(world, { order, act, value })
      return true
    },
    findByReference: (reference) => engine.book.find((order) => order.reference === reference),
    asSimulated,
    recall: recallOrder,
    ownOrders: { 'forget-tokens': () => tokens.clear() },
  }
}

function giveToken(request: SimulatorRequest, values: PayPalSettings, tokens: Set<string>): SimulatorAnswer {
  const expected = `Basic ${Buffer.from(`${values.clientId}:${values.clientSecret}`).toString('base64')}`
  if (request.headers.authorization !== expected)
    return asJson(401, { error: 'invalid_client', error_description: 'Client Authentication failed' })
  const token = `A21AA${newToken(160)}`
  tokens.add(token)
  return asJson(200, { access_token: token, token_type: 'Bearer', expires_in: tokenLifeS, scope: '', nonce: '' })
}

async function serveCertificate(
  name: string,
  { faults }: Engine<SimulatedOrder>,
  clock: Outside['clock'],
): Promise<SimulatorAnswer> {
  if (faults.take('certificate-down')) return paypalError(500)
  if (faults.take('certificate-huge')) return asJson(200, { pem: 'x'.repeat(70_000) })
  const key = certificateNames.find(([, each]) => each === name)?.[0]
  return key === undefined ? paypalError(404) : answers.text(200, (await signerOf(key, clock)).leafPem)
}

function approve({ engine, at, tell }: ApiWorld, order: SimulatedOrder): void {
  order.status = 'APPROVED'
  order.updatedMs = engine.nowMs()
  tell('CHECKOUT.ORDER.APPROVED', order, orderJson(order, at))
}

type Happening = { order: SimulatedOrder; act: SimulatorAct; value: string | undefined }

/** Somebody has done something at PayPal: the payer, PayPal's staff, a bank. */
function happen(world: ApiWorld, { order, act, value }: Happening): void {
  const [capture] = order.captures
  if (act === 'pay' || act === 'pend' || act === 'refuse') {
    order.bankSays = act === 'refuse' ? 'no' : act === 'pend' ? 'later' : 'yes'
    approve(world, order)
  } else if (act === 'settle') settle(world, order, value === 'refuse' ? 'DECLINED' : 'COMPLETED')
  else if (capture) happenToCapture(world, { order, act, value }, capture)
  else if (act === 'tell') world.tell('CHECKOUT.ORDER.APPROVED', order, orderJson(order, world.at))
}

type Capture = SimulatedOrder['captures'][number]

function happenToCapture({ engine, at, tell }: ApiWorld, { order, act, value }: Happening, capture: Capture): void {
  const shown = () => loneCaptureJson(capture, order, at)
  if (act === 'status') capture.status = value ?? ''
  if (act === 'tell' || act === 'status') {
    if (act === 'tell' && value !== undefined) capture.amount = amount(Number(value), capture.amount.unit)
    tell(`PAYMENT.CAPTURE.${capture.status}`, order, shown())
  }
  const nowMs = engine.nowMs()
  if (act === 'charge-back') {
    const reversal = { id: newPayPalId(), amount: capture.amount, atMs: nowMs }
    order.reversals.push(reversal)
    tell('PAYMENT.CAPTURE.REVERSED', order, { ...shown(), id: reversal.id })
  }
  if (act === 'inquiry')
    tell('CUSTOMER.DISPUTE.CREATED', order, disputeJson(disputeOf(order, capture, { nowMs }), order))
  if (act === 'win-back') {
    const dispute = disputeOf(order, capture, { nowMs, outcome: value ?? 'RESOLVED_SELLER_FAVOUR' })
    tell('CUSTOMER.DISPUTE.RESOLVED', order, disputeJson(dispute, order))
  }
}

/** A capture that was pending is decided. */
function settle({ at, tell }: ApiWorld, order: SimulatedOrder, status: 'COMPLETED' | 'DECLINED'): void {
  const capture = order.captures.find((each) => each.status === 'PENDING')
  if (!capture) return
  capture.status = status
  delete capture.reason
  tell(`PAYMENT.CAPTURE.${status}`, order, loneCaptureJson(capture, order, at))
}

/** A refund made on PayPal's own pages: nobody asked us. */
function refundHere(order: SimulatedOrder, value: string | undefined): SimulatorRequest {
  const refund = { amount: writeMoney(amount(Number(value), order.asked.unit)) }
  const path = `/v2/payments/captures/${order.captures[0]?.id}/refund`
  const headers = { 'paypal-request-id': newToken(80) }
  return { method: 'POST', path, query: '', headers, body: Buffer.from(JSON.stringify(refund)) }
}
