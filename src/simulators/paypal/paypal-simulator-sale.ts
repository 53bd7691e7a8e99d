import { readMoney } from '../../gateways/paypal/paypal-objects.ts'
import type { Engine } from '../engine/create-simulator.ts'
import type { RestCall } from '../engine/rest-api.ts'
import type { SimulatorAnswer, SimulatorRequest } from '../engine/simulator.ts'
import {
  type At,
  asJson,
  loneCaptureJson,
  minimalJson,
  orderJson,
  paypalError,
  refundJson,
} from './paypal-simulator-answers.ts'
import {
  leftOf,
  newOrder,
  newPayPalId,
  type OrderWish,
  type SimulatedOrder,
  sumIssue,
} from './paypal-simulator-order.ts'

export type ApiWorld = {
  engine: Engine<SimulatedOrder>
  at: At
  /** Tells the shop, as the payer's controls say. */
  tell(event: string, order: SimulatedOrder, resource: object): void
}

/** A shop asks for an order: its sums are judged as PayPal judges them. */
export function createOrder({ request, json }: RestCall, { engine, at }: ApiWorld): SimulatorAnswer {
  const { faults, book, nowMs } = engine
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
  return asJson(201, shownTo(request)(order, at))
}

/** The shop takes the money of an order that its payer has approved. */
export function captureOrder({ request }: RestCall, order: SimulatedOrder, world: ApiWorld): SimulatorAnswer {
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
  return asJson(201, shownTo(request)(order, world.at))
}

const shownTo = ({ headers }: SimulatorRequest) =>
  headers.prefer === 'return=representation' ? orderJson : minimalJson

/** The payer may choose other means on the same page; the same ones may be good again an hour later. */
function declineCapture({ faults, nowMs }: Engine<SimulatedOrder>, order: SimulatedOrder): SimulatorAnswer {
  order.bankSays = 'yes'
  const stays = faults.take('capture-decline-stays', order.reference)
  if (!stays) order.status = 'PAYER_ACTION_REQUIRED'
  // It may touch the order, a moment after it was approved, or leave it as it was.
  if (stays?.value !== 'untouched') order.updatedMs = Math.max(nowMs(), order.updatedMs + 1000)
  return paypalError(422, 'INSTRUMENT_DECLINED')
}

/** The shop gives money back. */
export function refundCapture(json: RestCall['json'], order: SimulatedOrder, world: ApiWorld): SimulatorAnswer {
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
