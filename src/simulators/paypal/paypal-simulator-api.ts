import { readMoney } from '../../gateways/paypal/paypal-money.ts'
import { type Amount, amount } from '../../kit/amount.ts'
import { HOUR } from '../../kit/clock.ts'
import { parseJson } from '../../kit/json.ts'
import { brokenAnswer } from '../engine/broken-answer.ts'
import type { Faults } from '../engine/faults.ts'
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
import { leftOf, newPayPalId, type OrderWish, type PayPalBook, type SimulatedOrder } from './paypal-simulator-book.ts'
import { answerTransactions } from './paypal-simulator-listing.ts'

export type ApiWorld = {
  book: PayPalBook
  faults: Faults
  at: At
  nowMs(): number
  /** Tells the shop, as the payer's controls say. */
  tell(event: string, order: SimulatedOrder, resource: object): void
  /** What was answered to a request id, kept as long as PayPal keeps it. */
  answered: Map<string, { atMs: number; answer: SimulatorAnswer }>
}

/** Keys of the Orders API live six hours, those of refunds forty-five days. */
const orderKeyMs = 6 * HOUR
const refundKeyMs = 45 * 24 * HOUR

type Call = { request: SimulatorRequest; json: Record<string, unknown>; world: ApiWorld }

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
  return path === '/v1/reporting/transactions' ? listTransactions(call) : undefined
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
  const answer = once(call, orderKeyMs, createOrder)
  return call.world.faults.take('create-lost-after') ? { cut: true } : answer
}

function answerOrder(call: Call, orderId: string, capture: boolean): SimulatorAnswer {
  const { book, at, faults } = call.world
  const order = book.find(orderId)
  const fault = faultOf(call, capture ? 'capture' : 'query', order?.reference)
  if (fault) return fault
  if (!order || faults.take('query-unknown', order.reference)) return paypalError(404, 'INVALID_RESOURCE_ID')
  if (!capture) {
    const stale = faults.take('query-stale', order.reference)
    return asJson(200, orderJson(stale ? { ...order, status: 'PAYER_ACTION_REQUIRED', captures: [] } : order, at))
  }
  const answer = once(call, orderKeyMs, () => captureOrder(call, order))
  return faults.take('capture-lost-after', order.reference) ? { cut: true } : answer
}

/** PayPal's own refusals that any call can meet, `<kind>-<name>`, beside what `brokenAnswer` knows. */
const refusals = { invalid: 400, unauthorised: 401, forbidden: 403, conflict: 409, limit: 429, down: 500 }

function faultOf({ request, world: { faults } }: Call, kind: string, reference?: string): SimulatorAnswer | undefined {
  const isOrdered = (name: string) => faults.take(`${kind}-${name}`, reference) !== undefined
  for (const [name, status] of Object.entries(refusals)) if (isOrdered(name)) return paypalError(status)
  const mock = request.headers['paypal-mock-response']
  if (typeof mock === 'string') return mocked(mock)
  return brokenAnswer(isOrdered, '{"id":"5O190127TN364715T","sta')
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
  const known = world.answered.get(`${request.path} ${key}`)
  if (known && world.nowMs() - known.atMs < keptMs) return known.answer
  const answer = act(call)
  world.answered.set(`${request.path} ${key}`, { atMs: world.nowMs(), answer })
  return answer
}

function createOrder(call: Call): SimulatorAnswer {
  const { world, json } = call
  const wish = json as unknown as OrderWish
  const [unit] = Array.isArray(wish.purchase_units) ? wish.purchase_units : []
  const asked = unit && readMoney(unit.amount)
  const issue = unit ? sumIssue(unit, asked) : 'CANNOT_BE_ZERO_OR_NEGATIVE'
  if (issue !== undefined || !asked) return paypalError(422, issue ?? 'DECIMAL_PRECISION')
  if (world.faults.take('create-refused')) return paypalError(422, 'TRANSACTION_REFUSED')
  const { invoice_id: invoice } = unit
  if (world.faults.take('create-unique-invoices') && world.book.findByInvoice(invoice))
    return paypalError(422, 'DUPLICATE_INVOICE_ID')
  const order = world.book.open(wish, asked)
  const foreign = world.faults.take('create-foreign-link')?.value
  if (foreign !== undefined) order.foreignLink = foreign
  const json201 = call.request.headers.prefer === 'return=representation' ? orderJson : minimalJson
  return asJson(201, json201(order, world.at))
}

/** The sums that no schema expresses. */
function sumIssue(unit: OrderWish['purchase_units'][number], asked: Amount | undefined): string | undefined {
  if (!asked) return 'DECIMAL_PRECISION'
  if (asked.minor <= 0) return 'CANNOT_BE_ZERO_OR_NEGATIVE'
  const parts = Object.values(unit.amount.breakdown ?? {}).map(readMoney)
  const itemTotal = unit.amount.breakdown?.item_total && readMoney(unit.amount.breakdown.item_total)
  const prices = (unit.items ?? []).map((item) => ({ price: item.unit_amount && readMoney(item.unit_amount), item }))
  const all = [...parts, ...prices.map(({ price }) => price)]
  if (all.some((part) => part && part.unit !== asked.unit)) return 'MULTI_CURRENCY_ORDER'
  if (prices.some(({ price }) => price) && !itemTotal) return 'ITEM_TOTAL_REQUIRED'
  const sumOfItems = prices.reduce((sum, { price, item }) => sum + (price?.minor ?? 0) * Number(item.quantity), 0)
  if (itemTotal && prices.length > 0 && sumOfItems !== itemTotal.minor) return 'ITEM_TOTAL_MISMATCH'
  const taxes = (unit.items ?? []).flatMap(({ tax, quantity }) => (tax ? [{ tax: readMoney(tax), quantity }] : []))
  const taxTotal = unit.amount.breakdown?.tax_total && readMoney(unit.amount.breakdown.tax_total)
  if (taxes.length > 0 && !taxTotal) return 'TAX_TOTAL_REQUIRED'
  const sumOfTaxes = taxes.reduce((sum, { tax, quantity }) => sum + (tax?.minor ?? 0) * Number(quantity), 0)
  if (taxes.length > 0 && taxTotal && sumOfTaxes !== taxTotal.minor) return 'TAX_TOTAL_MISMATCH'
  const sumOfParts = parts.reduce((sum, part) => sum + (part?.minor ?? 0), 0)
  return parts.length > 0 && sumOfParts !== asked.minor ? 'AMOUNT_MISMATCH' : undefined
}

function captureOrder({ world, request }: Call, order: SimulatedOrder): SimulatorAnswer {
  const { reference } = order
  const scripted = world.faults.take('capture-issue', reference)
  if (scripted) return paypalError(422, scripted.value)
  if (order.captures.length > 0) return paypalError(422, 'ORDER_ALREADY_CAPTURED')
  if (order.status !== 'APPROVED') return paypalError(422, 'ORDER_NOT_APPROVED')
  const { updatedMs } = order
  order.updatedMs = world.nowMs()
  if (order.bankSays === 'no') {
    // The payer may choose other means on the same page; the same ones may be good again an hour later.
    order.bankSays = 'yes'
    const stays = world.faults.take('capture-decline-stays', reference)
    if (!stays) order.status = 'PAYER_ACTION_REQUIRED'
    // It may touch the order, a moment after it was approved, or leave it as it was.
    order.updatedMs = stays?.value === 'untouched' ? updatedMs : Math.max(order.updatedMs, updatedMs + 1000)
    return paypalError(422, 'INSTRUMENT_DECLINED')
  }
  const [minor, currency, payee] = ['amount', 'currency', 'account'].map(
    (name) => world.faults.take(`charge-${name}`, reference)?.value,
  )
  if (payee !== undefined) order.payee = payee
  const capture = {
    id: newPayPalId(),
    status: order.bankSays === 'later' ? 'PENDING' : 'COMPLETED',
    ...(order.bankSays === 'later' && { reason: 'PENDING_REVIEW' }),
    amount: amount(Number(minor ?? order.asked.minor), currency ?? order.asked.unit),
    atMs: world.nowMs(),
  }
  if (world.faults.take('capture-declined', reference)) capture.status = 'DECLINED'
  order.captures.push(capture)
  order.status = 'COMPLETED'
  world.tell(`PAYMENT.CAPTURE.${capture.status}`, order, loneCaptureJson(capture, order, world.at))
  const json = request.headers.prefer === 'return=representation' ? orderJson : minimalJson
  return asJson(201, json(order, world.at))
}

function answerCapture(call: Call, captureId: string, refund: boolean): SimulatorAnswer {
  const { book, at, faults } = call.world
  const order = book.findByCapture(captureId)
  const capture = order?.captures.find((each) => each.id === captureId)
  if (!order || !capture) return paypalError(404, 'INVALID_RESOURCE_ID')
  if (!refund) return asJson(200, loneCaptureJson(capture, order, at))
  const broken = faultOf(call, 'refund', order.reference)
  if (broken) return broken
  if (faults.take('refund-lost-before', order.reference)) return { cut: true }
  if (faults.take('refund-in-progress', order.reference)) return paypalError(409, 'PREVIOUS_REQUEST_IN_PROGRESS')
  const answer = once(call, refundKeyMs, () => refundCapture(call, order))
  return faults.take('refund-lost-after', order.reference) ? { cut: true } : answer
}

function answerDispute(call: Call, disputeId: string): SimulatorAnswer {
  const order = call.world.book.findByDispute(disputeId)
  const dispute = order?.disputes.find(({ id }) => id === disputeId)
  const fault = faultOf(call, 'dispute', order?.reference)
  if (fault) return fault
  if (!order || !dispute) return paypalError(404)
  const stale = call.world.faults.take('dispute-stale', order.reference)
  return asJson(200, disputeJson(stale ? { ...dispute, outcome: undefined } : dispute, order))
}

function refundCapture({ world, json }: Call, order: SimulatedOrder): SimulatorAnswer {
  const { reference } = order
  const scripted = world.faults.take('refund-refused', reference)
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
    status: world.faults.take('refund-pending', reference) ? 'PENDING' : 'COMPLETED',
    customId: typeof json.custom_id === 'string' ? json.custom_id : '',
    amount: asked,
    atMs: world.nowMs(),
  }
  order.refunds.push(refund)
  const shown = refundJson(refund, order, world.at)
  if (refund.status === 'COMPLETED') world.tell('PAYMENT.CAPTURE.REFUNDED', order, shown)
  return asJson(201, shown)
}

function listTransactions(call: Call): SimulatorAnswer {
  const { book, faults, at, nowMs } = call.world
  const fault = faultOf(call, 'list')
  if (fault) return fault
  const query = new URLSearchParams(call.request.query)
  return answerTransactions({ query, book, faults, merchantId: at.merchantId, nowMs: nowMs() })
}

function readJson(request: SimulatorRequest): Record<string, unknown> {
  const json = parseJson(Buffer.from(request.body).toString('utf8'))
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
}
