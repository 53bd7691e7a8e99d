import { DAY, HOUR } from '../../kit/clock.ts'
import type { Engine } from '../engine/create-simulator.ts'
import { createRestApi, type RestCall, type RestRoute, route } from '../engine/rest-api.ts'
import type { SimulatorAnswer, SimulatorRequest } from '../engine/simulator.ts'
import { asJson, disputeJson, loneCaptureJson, orderJson, paypalError } from './paypal-simulator-answers.ts'
import { answerTransactions } from './paypal-simulator-listing.ts'
import { isGone, type SimulatedDispute, type SimulatedOrder } from './paypal-simulator-order.ts'
import { type ApiWorld, captureOrder, createOrder, refundCapture } from './paypal-simulator-sale.ts'

/** Keys of the Orders API live six hours, those of refunds forty-five days. */
const orderKeyMs = 6 * HOUR
const refundKeyMs = 45 * DAY

/** PayPal's REST API behind its token. */
export const createPayPalRest = (world: ApiWorld) =>
  createRestApi(
    {
      routes: routesOf(world),
      keyHeader: 'paypal-request-id',
      beginning: '{"id":"5O190127TN364715T","sta',
      instead: mocked,
      refuse(why) {
        if (why === 'no-key') return paypalError(400, 'PAYPAL_REQUEST_ID_REQUIRED')
        return why === 'not-found' ? paypalError(404, 'INVALID_RESOURCE_ID') : paypalError(why)
      },
    },
    world.engine,
  )

function routesOf(world: ApiWorld): Record<string, RestRoute> {
  const { engine, at } = world
  const find = (id: string) => findOrder(engine, id)
  const findCapture = (id: string) => findPart(engine, 'captures', id)
  const create = (call: RestCall) => createOrder(call, world)
  const capture = (call: RestCall, order: SimulatedOrder) => captureOrder(call, order, world)
  return {
    'POST /v2/checkout/orders': route({ kind: 'create', keptMs: orderKeyMs, answer: create }),
    'GET /v2/checkout/orders/:id': route({ kind: 'query', find, answer: (_, order) => showOrder(order, world) }),
    'POST /v2/checkout/orders/:id/capture': route({ kind: 'capture', keptMs: orderKeyMs, find, answer: capture }),
    'GET /v2/payments/captures/:id': route({
      kind: 'capture-query',
      find: findCapture,
      answer: (_, { part, order }) => asJson(200, loneCaptureJson(part, order, at)),
    }),
    'POST /v2/payments/captures/:id/refund': route({
      kind: 'refund',
      keptMs: refundKeyMs,
      find: findCapture,
      answer: ({ json }, { order }) => refundCapture(json, order, world),
    }),
    'GET /v1/customer/disputes/:id': route({
      kind: 'dispute',
      find: (id) => findPart(engine, 'disputes', id),
      answer: (_, { part, order }) => showDispute(part, order, world),
    }),
    'GET /v1/reporting/transactions': route({
      kind: 'list',
      answer: ({ request }) => answerTransactions(new URLSearchParams(request.query), engine, at.merchantId),
    }),
  }
}

/** A capture or a dispute by its id, with the order that it is of. */
function findPart<Name extends 'captures' | 'disputes'>({ book }: Engine<SimulatedOrder>, name: Name, id: string) {
  const partOf = (order: SimulatedOrder) =>
    (order[name] as ReadonlyArray<SimulatedOrder[Name][number]>).find((each) => each.id === id)
  const order = book.find((each) => partOf(each) !== undefined)
  const part = order && partOf(order)
  return order && part && { part, order, reference: order.reference }
}

/** An order that is still there. */
export function findOrder({ book, nowMs }: Engine<SimulatedOrder>, orderId: string): SimulatedOrder | undefined {
  const order = book.get(orderId)
  return order && !isGone(order, nowMs()) ? order : undefined
}

/** The header of PayPal's sandbox by which a test asks for an issue: the same test can run there. */
function mocked({ headers }: SimulatorRequest): SimulatorAnswer | undefined {
  const header = headers['paypal-mock-response']
  if (typeof header !== 'string') return undefined
  const [, behind = ''] = header.split('"mock_application_codes"', 2)
  const codes = /^\s*:\s*"(\w+)"/.exec(behind)?.[1]
  return codes === undefined ? paypalError(400) : paypalError(422, codes)
}

function showOrder(order: SimulatedOrder, { engine, at }: ApiWorld): SimulatorAnswer {
  const isStale = engine.faults.take('query-stale', order.reference)
  return asJson(200, orderJson(isStale ? { ...order, status: 'PAYER_ACTION_REQUIRED', captures: [] } : order, at))
}

function showDispute(dispute: SimulatedDispute, order: SimulatedOrder, { engine }: ApiWorld): SimulatorAnswer {
  const isStale = engine.faults.take('dispute-stale', order.reference)
  return asJson(200, disputeJson(isStale ? { ...dispute, outcome: undefined } : dispute, order))
}
