import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  ApiError,
  CheckoutPaymentIntent,
  Client,
  Environment,
  OrdersController,
  PaymentsController,
} from '@paypal/paypal-server-sdk'
import { createWorld, type World } from '../../../test/support/world.ts'
import { paypal } from '../../gateways/paypal/paypal-gateway.ts'

describe('PayPal’s own program and the simulator', () => {
  /**
   * A second opinion on the simulator: PayPal's own program speaks to it, knows its
   * answers by its own types, and is told no as PayPal tells it.
   */
  let world: World
  let orders: OrdersController
  let payments: PaymentsController
  before(async () => {
    world = await createWorld()
    const client = clientOf(`${world.url}/simulated/paypal`)
    orders = new OrdersController(client)
    payments = new PaymentsController(client)
  })
  after(() => world?.end())

  /** PayPal's client with its sandbox's address replaced, for the call of the token too. */
  function clientOf(base: string): Client {
    class LocalClient extends Client {
      override getRequestBuilderFactory(): ReturnType<Client['getRequestBuilderFactory']> {
        const make = super.getRequestBuilderFactory()
        return (...asked) => {
          const builder = make(...asked)
          builder.interceptRequest((request) => ({
            ...request,
            url: request.url.replace('https://api-m.sandbox.paypal.com', base),
          }))
          return builder
        }
      }
    }
    const { clientId, clientSecret } = paypal.settings
    return new LocalClient({
      environment: Environment.Sandbox,
      clientCredentialsAuthCredentials: { oAuthClientId: clientId.demo, oAuthClientSecret: clientSecret.demo },
    })
  }

  const price = { currencyCode: 'EUR', value: '10.00' }
  const prefer = 'return=representation'
  const order = (reference: string) => ({
    intent: CheckoutPaymentIntent.Capture,
    purchaseUnits: [{ customId: reference, invoiceId: `n-${reference}`, amount: price }],
  })

  /** The issue that PayPal's program reads out of a no. */
  const issueOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => assert.fail('a no was expected'),
      (error: unknown) => {
        assert.ok(error instanceof ApiError)
        const { details } = error.result as { details: Array<{ issue: string }> }
        return `${error.statusCode} ${details[0]?.issue}`
      },
    )

  test('PayPal’s own SDK creates, reads, captures and pays back, and meets each no where PayPal says it', async () => {
    const { result: made } = await orders.createOrder({ body: order('sdk'), paypalRequestId: 'create-sdk', prefer })
    const id = made.id ?? assert.fail('an order has an id')
    assert.deepEqual([made.status, made.purchaseUnits?.[0]?.customId], ['PAYER_ACTION_REQUIRED', 'sdk'])
    assert.ok(made.links?.some(({ rel }) => rel === 'payer-action'))
    const again = await orders.createOrder({ body: order('sdk'), paypalRequestId: 'create-sdk', prefer })
    assert.equal(again.result.id, id, 'the same request id is the same order')

    assert.equal(await issueOf(orders.captureOrder({ id, paypalRequestId: 'too-early' })), '422 ORDER_NOT_APPROVED')
    world.simulator('paypal').script({ fault: 'pay', reference: 'sdk' })
    assert.equal((await orders.getOrder({ id })).result.status, 'APPROVED')

    const { result: paid } = await orders.captureOrder({ id, paypalRequestId: 'capture-sdk', prefer })
    const [capture] = paid.purchaseUnits?.[0]?.payments?.captures ?? []
    assert.deepEqual([paid.status, capture?.status, capture?.amount], ['COMPLETED', 'COMPLETED', price])
    assert.equal(await issueOf(orders.captureOrder({ id, paypalRequestId: 'twice' })), '422 ORDER_ALREADY_CAPTURED')

    const captureId = capture?.id ?? assert.fail('a capture has an id')
    const part = { ...price, value: '4.00' }
    const refundOf = (amount: typeof price, paypalRequestId: string) =>
      payments.refundCapturedPayment({ captureId, paypalRequestId, prefer, body: { amount, customId: 'rfd' } })
    const { result: refund } = await refundOf(part, 'refund-sdk')
    assert.deepEqual([refund.status, refund.amount, refund.customId], ['COMPLETED', part, 'rfd'])
    assert.equal((await refundOf(part, 'refund-sdk')).result.id, refund.id, 'and the same refund')
    assert.equal(await issueOf(refundOf(price, 'refund-more')), '422 REFUND_AMOUNT_EXCEEDED')
    const { result: read } = await payments.getCapturedPayment({ captureId })
    assert.deepEqual([read.status, read.supplementaryData?.relatedIds?.orderId], ['PARTIALLY_REFUNDED', id])
  })
})
