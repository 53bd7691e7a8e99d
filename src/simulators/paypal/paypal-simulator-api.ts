import { readMoney } from '../../gateways/paypal/paypal-objects.ts'
import { HOUR } from '../../kit/clock.ts'
import { parseJson } from '../../kit/json.ts'
import type { Engine } from '../engine/create-simulator.ts'
import type { Replays } from '../engine/replays.ts'
import type { SimulatorAnswer, SimulatorRequest } from '../engine/simulator.ts'
import {
  type At,
  asJson,
  disputeJson,
  loneCaptureJson,
  minimalJson,
  orderJson,
  paypalError,
  refundJson,
} from './paypal-simulator-answers.ts'
import { answerTransactions } from './paypal-simulator-listing.ts'
import { isGone, leftOf, newOrder, newPayPalId, type OrderWish, type SimulatedOrder } from './paypal-simulator-order.ts'
import { sumIssue } from './paypal-simulator-sums.ts'

export type ApiWorld = {
  engine: Engine<SimulatedOrder>
  at: At
  /** Tells the shop, as the payer's controls say. */
  tell(event: string, order: SimulatedOrder, resource: object): void
  /** What was answered to a request id, kept as long as PayPal keeps it. */
  replay: Replays
}

/** Keys of the Orders API live six hours, those of refunds forty-five days. */
const orderKeyMs = 6 * HOUR
const refundKeyMs = 45 * 24 * HOUR

type Call = { request: SimulatorRequest; json: Record<string, unknown>; world: ApiWorld }

/** An order that is still there. */
export function findOrder({ book, nowMs }: Engine<SimulatedOrder>, orderId: string): SimulatedOrder | undefined {
  const order = book.get(orderId)
  return order && !isGone(order, nowMs()) ? order : undefined
}

/** The REST API behind its token; undefined for a path that is none of it. */
export function answerApi(request: SimulatorRequest, world: ApiWorld): SimulatorAnswer | undefined {
  const { path, method } = request
  const call = { request, json: readJson(request), world }
  if (method === 'POST' && path === '/v2/checkout/orders') return answerCreate(call)
  const order = below(path, '/v2/checkout/orders/', 'capture')
  if (order) return answerOrder(call, order.id, order.act)
  const capture = below(path, '/v2/payments/captures/', 'refund')
  if (capture) return answerCapture(call, capture.id, capture.act)
  const dispute = below(path, '/v1/customer/disputes/')
  if (dispute) return answerDispute(call, dispute.id)
  return path === '/v1/reporting/transactions' ? answerList(call) : undefined
}

/** `…/<id>` or `…/<id>/<act>`. */
function below(path: string, start: string, act?: string): { id: string; act: boolean } | undefined {
  if (!path.startsWith(start)) return undefined
  const [id = '', asked, ...more] = path.slice(start.length).split('/', 3)
  const isKnown = asked === undefined || (asked === act && more.length === 0)
  return isKnown && /^[\w-]+$/.test(id) ? { id, act: asked !== undefined } : undefined
}

function answerCreate(call: Call): SimulatorAnswer {
  const fault = faultOf(call, 'create')
  if (fault) return fault
  return call.world.engine.unlessLost('create-lost-after', undefined, once(call, orderKeyMs, createOrder))
}

function answerOrder(call: Call, orderId: string, capture: boolean): SimulatorAnswer {
  const { engine, at } = call.world
  const order = findOrder(engine, orderId)
  const fault = faultOf(call, capture ? 'capture' : 'query', order?.reference)
  if (fault) return fault
  if (!order || engine.faults.take('query-unknown', order.reference)) return paypalError(404, 'INVALID_RESOURCE_ID')
  if (!capture) {
    const stale = engine.faults.take('query-stale', order.reference)
    return asJson(200, orderJson(stale ? { ...order, status: 'PAYER_ACTION_REQUIRED', captures: [] } : order, at))
  }
  const answer = once(call, orderKeyMs, () => captureOrder(call, order))
  return engine.unlessLost('capture-lost-after', order.reference, answer)
}

/** PayPal's own refusals that any call can meet, `<kind>-<name>`, beside what `brokenAnswer` knows. */
const refusals = { invalid: 400, unauthorised: 401, forbidden: 403, conflict: 409, limit: 429, down: 500 }

function faultOf({ request, world: { engine } }: Call, kind: string, reference?: string): SimulatorAnswer | undefined {
  for (const [name, status] of Object.entries(refusals))
    if (engine.faults.take(`${kind}-${name}`, reference)) return paypalError(status)
  const mock = request.headers['paypal-mock-response']
  return typeof mock === 'string' ? mocked(mock) : engine.broken(kind, reference, '{"id":"5O190127TN364715T","sta')
}

/** The header of PayPal's sandbox by which a test asks for an issue: the same test can run there. */
function mocked(header: string): SimulatorAnswer {
  const [, behind = ''] = header.split('"mock_application_codes"', 2)
  const codes = /^\s*:\s*"(\w+)"/.exec(behind)?.[1]
  return codes === undefined ? paypalError(400) : paypalError(422, codes)
}

/** The same request id again gives what the first one did. */
function once(call: Call, keptMs: number, act: (call: Call) => SimulatorAnswer): SimulatorAnswer {
  const { request, world } = call
  const key = request.headers['paypal-request-id']
  if (typeof key !== 'string' || key === '') return paypalError(400, 'PAYPAL_REQUEST_ID_REQUIRED')
  return world.replay(`${request.path} ${key}`, keptMs, () => act(call))
}

function createOrder(call: Call): SimulatorAnswer {
  const { world, json } = call
  const { faults, book, nowMs } = world.engine
  const wish = json as unknown as OrderWish
  const [unit] = Array.isArray(wish.purchase_units) ? wish.purchase_units : []
  const asked = unit && readMoney(unit.amount)
  const issue = unit ? sumIssue(unit, asked) : 'CANNOT_BE_ZERO_OR_NEGATIVE'
  if (issue !== undefined || !asked) return paypalError(422, issue ?? 'DECIMAL_PRECISION')
  if (faults.take('create-refused')) return paypalError(422, 'TRANSACTION_REFUSED')
  const { invoice_id: invoice } = unit
  const hasInvoice = ({ wish: other }: SimulatedOrder) => other.purchase_units[0]?.invoice_id === invoice
  if (faults.take('create-unique-invoices') && book.find(hasInvoice)) return paypalError(422, 'DUPLICATE_INVOICE_ID')
  const order = book.add(newOrder(wish, asked, nowMs()))
  const foreign = faults.take('create-foreign-link')?.value
  if (foreign !== undefined) order.foreignLink = foreign
  const json201 = call.request.headers.prefer === 'return=representation' ? orderJson : minimalJson
  return asJson(201, json201(order, world.at))
}

function captureOrder({ world, request }: Call, order: SimulatedOrder): SimulatorAnswer {
  const { reference } = order
  const { faults, charged, nowMs } = world.engine
  const scripted = faults.take('capture-issue', reference)
  if (scripted) return paypalError(422, scripted.value)
  if (order.captures.length > 0) return paypalError(422, 'ORDER_ALREADY_CAPTURED')
  if (order.status !== 'APPROVED') return paypalError(422, 'ORDER_NOT_APPROVED')
  if (order.bankSays === 'no') return declineCapture(world.engine, order)
  order.updatedMs = nowMs()
  const sum = charged(order.asked, reference)
  const payee = faults.take('charge-account', reference)?.value
  if (payee !== undefined) order.payee = payee
  const isLater = order.bankSays === 'later'
  const said = isLater ? { status: 'PENDING', reason: 'PENDING_REVIEW' } : { status: 'COMPLETED' }
  const capture = { id: newPayPalId(), ...said, amount: sum, atMs: nowMs() }
  if (faults.take('capture-declined', reference)) capture.status = 'DECLINED'
  order.captures.push(capture)
  order.status = 'COMPLETED'
  world.tell(`PAYMENT.CAPTURE.${capture.status}`, order, loneCaptureJson(capture, order, world.at))
  const json = request.headers.prefer === 'return=representation' ? orderJson : minimalJson
  return asJson(201, json(order, world.at))
}

/** The payer may choose other means on the same page; the same ones may be good again an hour later. */
function declineCapture({ faults, nowMs }: Engine<SimulatedOrder>, order: SimulatedOrder): SimulatorAnswer {
  order.bankSays = 'yes'
  const stays = faults.take('capture-decline-stays', order.reference)
  if (!stays) order.status = 'PAYER_ACTION_REQUIRED'
  // It may touch the order, a moment after it was approved, or leave it as it was.
  if (stays?.value !== 'untouched') order.updatedMs = Math.max(nowMs(), order.updatedMs + 1000)
  return paypalError(422, 'INSTRUMENT_DECLINED')
}

function answerCapture(call: Call, captureId: string, refund: boolean): SimulatorAnswer {
  const { engine, at } = call.world
  const { book, faults } = engine
  const order = book.find(({ captures }) => captures.some(({ id }) => id === captureId))
  const capture = order?.captures.find((each) => each.id === captureId)
  if (!order || !capture) return paypalError(404, 'INVALID_RESOURCE_ID')
  if (!refund) return asJson(200, loneCaptureJson(capture, order, at))
  const broken = faultOf(call, 'refund', order.reference)
  if (broken) return broken
  if (faults.take('refund-lost-before', order.reference)) return { cut: true }
  if (faults.take('refund-in-progress', order.reference)) return paypalError(409, 'PREVIOUS_REQUEST_IN_PROGRESS')
  const answer = once(call, refundKeyMs, () => refundCapture(call, order))
  return engine.unlessLost('refund-lost-after', order.reference, answer)
}

function answerDispute(call: Call, disputeId: string): SimulatorAnswer {
  const { book, faults } = call.world.engine
  const order = book.find(({ disputes }) => disputes.some(({ id }) => id === disputeId))
  const dispute = order?.disputes.find(({ id }) => id === disputeId)
  const fault = faultOf(call, 'dispute', order?.reference)
  if (fault) return fault
  if (!order || !dispute) return paypalError(404)
  const stale = faults.take('dispute-stale', order.reference)
  return asJson(200, disputeJson(stale ? { ...dispute, outcome: undefined } : dispute, order))
}

function refundCapture({ world, json }: Call, order: SimulatedOrder): SimulatorAnswer {
  const { reference } = order
  const { faults, nowMs } = world.engine
  const scripted = faults.take('refund-refused', reference)
  if (scripted) return paypalError(422, scripted.value ?? 'REFUND_FAILED_INSUFFICIENT_FUNDS')
  const [capture] = order.captures
  if (capture?.status !== 'COMPLETED') return paypalError(422, 'PENDING_CAPTURE')
  const left = leftOf(order)
  const asked = json.amount === undefined ? left : readMoney(json.amount as Parameters<typeof readMoney>[0])
  if (left.minor === 0) return paypalError(422, 'CAPTURE_FULLY_REFUNDED')
  if (!asked || asked.unit !== left.unit) return paypalError(422, 'REFUND_CAPTURE_CURRENCY_MISMATCH')
  if (asked.minor > left.minor) return paypalError(422, 'REFUND_AMOUNT_EXCEEDED')
  const refund = {
    id: newPayPalId(),
    status: faults.take('refund-pending', reference) ? 'PENDING' : 'COMPLETED',
    customId: typeof json.custom_id === 'string' ? json.custom_id : '',
    amount: asked,
    atMs: nowMs(),
  }
  order.refunds.push(refund)
  const shown = refundJson(refund, order, world.at)
  if (refund.status === 'COMPLETED') world.tell('PAYMENT.CAPTURE.REFUNDED', order, shown)
  return asJson(201, shown)
}

function answerList(call: Call): SimulatorAnswer {
  const { engine, at } = call.world
  return faultOf(call, 'list') ?? answerTransactions(new URLSearchParams(call.request.query), engine, at.merchantId)
}

function readJson(request: SimulatorRequest): Record<string, unknown> {
  const json = parseJson(Buffer.from(request.body).toString('utf8'))
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
}
