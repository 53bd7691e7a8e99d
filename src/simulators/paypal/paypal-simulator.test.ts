import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoSettings } from '../../../test/support/demo-surroundings.ts'
import { paypal } from '../../gateways/paypal/paypal-gateway.ts'
import { factsOfEvent } from '../../gateways/paypal/webhooks/paypal-webhook.ts'
import { handClock } from '../../kit/clock.ts'
import { memoryLog } from '../../kit/log.ts'
import type { SimulatorAnswer } from '../engine/simulator.ts'
import { createPayPalSimulator } from './paypal-simulator.ts'

const values = demoSettings(paypal)

/** The simulator without a server around it, and the token that it gives us. */
async function open() {
  const http = { send: async () => ({ is: 'failed' as const, sent: false, why: 'nobody listens' }) }
  const around = { mode: 'demo' as const, publicUrl: '', simulatorUrl: 'http://shop', loopbackUrl: 'http://shop' }
  const outside = { http, clock: handClock('2026-11-24T09:00:00.000Z'), log: memoryLog() }
  const simulator = createPayPalSimulator(values, around, outside)
  const call = async (path: string, headers: Record<string, string>, body: object | string) => {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    return read(await simulator.handle({ method: 'POST', path, query: '', headers, body: bytes }))
  }
  const basic = Buffer.from(`${values.clientId}:${values.clientSecret}`).toString('base64')
  const { json } = await call('/v1/oauth2/token', { authorization: `Basic ${basic}` }, 'grant_type=client_credentials')
  const authorization = `Bearer ${json.access_token}`
  let count = 0
  const create = (unit: object, headers: Record<string, string> = {}) => {
    count += 1
    const own = { authorization, 'paypal-request-id': `key${count}`, prefer: 'return=representation' }
    return call('/v2/checkout/orders', { ...own, ...headers }, { intent: 'CAPTURE', purchase_units: [unit] })
  }
  return { simulator, call, create }
}

function read(answer: SimulatorAnswer) {
  assert.ok('status' in answer)
  return { status: answer.status, json: JSON.parse(String(answer.body)) as Record<string, unknown> }
}
const issueOf = ({ json }: { json: Record<string, unknown> }) =>
  (json.details as Array<{ issue: string }> | undefined)?.[0]?.issue
const money = (value: string) => ({ currency_code: 'EUR', value })
const unit = (over: object = {}) => ({ custom_id: 'ref', invoice_id: 'n-1', amount: money('10.00'), ...over })

test('the header of PayPal’s own sandbox asks for an issue: the same test can run there', async () => {
  const { create } = await open()
  const mock = { 'paypal-mock-response': '{"mock_application_codes":"INSTRUMENT_DECLINED"}' }
  const answer = await create(unit(), mock)
  assert.deepEqual(
    [answer.status, answer.json.name, issueOf(answer)],
    [422, 'UNPROCESSABLE_ENTITY', 'INSTRUMENT_DECLINED'],
  )
  assert.equal((await create(unit())).status, 201)
})

test('sums, taxes, keys and invoice numbers are judged as PayPal judges them', async () => {
  const { create, simulator, call } = await open()
  const item = (more: object) => ({ name: 'x', quantity: '1', unit_amount: money('10.00'), ...more })
  const withItems = (breakdown: object, more: object = {}) =>
    create(unit({ amount: { ...money('10.00'), breakdown }, items: [item(more)] })).then(issueOf)
  assert.equal(await withItems({ item_total: money('9.00') }), 'ITEM_TOTAL_MISMATCH')
  assert.equal(await withItems({ item_total: money('10.00') }, { tax: money('1.00') }), 'TAX_TOTAL_REQUIRED')
  const taxed = { item_total: money('10.00'), tax_total: money('2.00') }
  assert.equal(await withItems(taxed, { tax: money('1.00') }), 'TAX_TOTAL_MISMATCH')
  assert.equal(issueOf(await create(unit(), { 'paypal-request-id': '' })), 'PAYPAL_REQUEST_ID_REQUIRED')
  await create(unit())
  simulator.script({ fault: 'create-unique-invoices' })
  assert.equal(issueOf(await create(unit())), 'DUPLICATE_INVOICE_ID')
  const refused = await call('/v1/oauth2/token', { authorization: 'Basic x' }, '')
  assert.deepEqual(
    [refused.status, refused.json.error],
    [401, 'invalid_client'],
    'errors of tokens have their own shape',
  )
})

test('an approval that lapsed is expired; an event without what is needed says nothing by itself', () => {
  const [own, now] = [{ account: 'M', mode: 'test' as const }, '2026-11-24T09:00:00.000Z']
  const event = (type: string, resource: object) => ({
    id: 'WH-1',
    type,
    resource: resource as Record<string, unknown>,
  })
  const lapsed = { order_id: '5O1', purchase_units: [{ custom_id: 'ref', amount: money('10.00') }] }
  const [fact] = factsOfEvent(event('CHECKOUT.PAYMENT-APPROVAL.REVERSED', lapsed), own, now)
  assert.deepEqual([fact?.about, fact?.kind, fact?.reference], ['payment', 'expired', 'ref'])
  for (const type of ['PAYMENT.CAPTURE.REVERSED', 'CHECKOUT.PAYMENT-APPROVAL.REVERSED', 'CUSTOMER.DISPUTE.CREATED'])
    assert.deepEqual(factsOfEvent(event(type, {}), own, now), [], type)
})

test('PayPal’s literal WEBHOOK_ID, which signs its test page’s events, can be no setting', () => {
  assert.equal(paypal.settings.webhookId.schema.safeParse('WEBHOOK_ID').success, false)
  assert.equal(paypal.settings.webhookId.schema.safeParse('0FV983392A0531201').success, true)
})
