import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const numRuns = 120

/** Words that steer a reader deeper than noise would come. */
const words = [
  ...['orderID', 'STATUS', 'PAYID', 'PAYIDSUB', 'NCERROR', 'SHASIGN', 'amount', 'currency', 'PSPID', 'OPERATION'],
  ...['event_type', 'resource', 'resource_type', 'supplementary_data', 'related_ids', 'purchase_units', 'intent'],
  ...['PAYMENT.CAPTURE.COMPLETED', 'CHECKOUT.ORDER.APPROVED', 'CAPTURE', '9', '7', '-1', '1e309', 'NaN', '10.00'],
]
const word = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 40 }))
const pairs = fc.array(fc.tuple(word, word), { maxLength: 30 })
const asForm = pairs.map((each) => each.map(([name, value]) => `${name}=${value}`).join('&'))
const asEncodedForm = pairs.map((each) => new URLSearchParams(each).toString())
const asJson = fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.stringify(value))
const asNamedJson = fc.dictionary(word, fc.oneof(word, fc.jsonValue({ maxDepth: 3 })), { maxKeys: 12 }).map((value) => {
  return JSON.stringify({ ...value })
})
const asBytes = fc.uint8Array({ maxLength: 600 }).map((bytes) => new Uint8Array(bytes))
const body = fc.oneof<fc.Arbitrary<string | Uint8Array<ArrayBuffer>>[]>(
  asForm,
  asEncodedForm,
  asJson,
  asNamedJson,
  asBytes,
)
const type = fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', 'a/b; charset=x')

const notices = ['/notices/ogone', '/notices/paypal', '/notices/ogone?STATUS=9', '/notices/nobody']
const simulated = [
  ...['/simulated/ogone/ncol/test/orderstandard_utf8.asp', '/simulated/ogone/ncol/test/maintenancedirect.asp'],
  ...['/simulated/ogone/ncol/test/querydirect.asp', '/simulated/ogone/ncol/test/payment_download_ncp.asp'],
  ...['/simulated/paypal/v1/oauth2/token', '/simulated/paypal/v2/checkout/orders', '/simulated/paypal/v1/nothing'],
  ...['/simulated/paypal/v2/payments/captures/x/refund', '/simulated/paypal/checkoutnow?token=x'],
]

describe('whatever arrives at a door is answered, and the shop goes on', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world?.end())

  for (const [name, paths] of Object.entries({ notices, simulated })) {
    test(`${name} take bytes, forms and JSON of every kind`, async () => {
      const request = fc.record({ path: fc.constantFrom(...paths), body, type })
      await fc.assert(
        fc.asyncProperty(request, async ({ path, body, type }) => {
          const headers = { 'content-type': type, 'paypal-transmission-id': 'x' }
          const answer = await fetch(new URL(path, world.url), { method: 'POST', headers, body, redirect: 'manual' })
          await answer.arrayBuffer()
          assert.ok(answer.status < 500, `${path} ${type} ${answer.status}`)
        }),
        { numRuns },
      )
      await world.app.worker.runNow(['notices', 'quarantine'])
      assert.equal((await createVisitor(world.url).get('/sign-in')).status, 200)
    })
  }

  test('none of it became money', async () => {
    assert.deepEqual((await world.check()).problems, [])
    assert.deepEqual(await world.db.selectFrom('paymentFact').select('id').execute(), [])
  })
})
