import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { payPalDocuments } from '../../../test/support/closed-openapi.ts'
import { readFacts } from '../../../test/support/provider-facts.ts'
import { amount } from '../../kit/amount.ts'
import { issues } from '../../simulators/paypal/paypal-simulator-issues.ts'
import { captureStatuses, factsOfOrder, orderStatuses, refundStatuses } from './paypal-facts.ts'
import { payPalOrder, readMoney, writeMoney } from './paypal-objects.ts'

test('every status of the tables gives its fact, an unlisted one is unknown [L01] [N15]', () => {
  const around = { account: 'M', mode: 'test' as const, now: '2026-11-24T09:00:00.000Z', asked: amount(1000, 'EUR') }
  const factsOf = (json: object) => factsOfOrder(payPalOrder.parse(json), around)
  const money = { currency_code: 'EUR', value: '10.00' }
  for (const [status, kind] of Object.entries({
    ...Object.fromEntries(orderStatuses.kinds),
    COMPLETED: 'unknown',
    NEW: 'unknown',
  }))
    assert.equal(factsOf({ id: 'A', status })[0]?.kind, kind, status)
  for (const [status, kind] of Object.entries({ ...Object.fromEntries(captureStatuses.kinds), NEW: 'unknown' })) {
    const payments = { captures: [{ id: 'C', status, amount: money }] }
    assert.equal(factsOf({ id: 'A', status: 'COMPLETED', purchase_units: [{ payments }] })[0]?.kind, kind)
  }
  for (const [status, kind] of Object.entries({ ...Object.fromEntries(refundStatuses.kinds), NEW: 'unknown' })) {
    const captures = [{ id: 'C', status: 'COMPLETED', amount: money }]
    const payments = { captures, refunds: [{ id: 'R', status, amount: money }] }
    assert.equal(factsOf({ id: 'A', status: 'COMPLETED', purchase_units: [{ payments }] })[1]?.kind, kind)
  }
})

test('amounts: PayPal’s decimals for every currency, every amount there and back [S07]', () => {
  assert.deepEqual(writeMoney(amount(1, 'EUR')), { currency_code: 'EUR', value: '0.01' })
  assert.deepEqual(writeMoney(amount(999_999, 'EUR')), { currency_code: 'EUR', value: '9999.99' })
  assert.deepEqual(writeMoney(amount(500, 'JPY')), { currency_code: 'JPY', value: '500' })
  assert.deepEqual(writeMoney(amount(50_000, 'HUF')), { currency_code: 'HUF', value: '500' })
  assert.equal(writeMoney(amount(50_001, 'HUF')), undefined)
  assert.equal(writeMoney(amount(0, 'EUR')), undefined)
  assert.equal(writeMoney(amount(-5, 'EUR')), undefined)
  assert.equal(readMoney({ currency_code: 'JPY', value: '500.00' }), undefined)
  assert.equal(readMoney({ currency_code: 'HUF', value: '500.00' }), undefined)
  for (let minor = 1; minor <= 1_000_000; minor += 37) {
    const money = writeMoney(amount(minor, 'EUR'))
    assert.deepEqual(money && readMoney(money), amount(minor, 'EUR'))
  }
})

test('the judge is judged: one unknown property in each direction is a failure [case 48]', () => {
  const [orders] = payPalDocuments()
  assert.ok(orders)
  assert.equal(Object.keys(orders.schemas).length, 184)
  const found = orders.find('POST', '/v2/checkout/orders')
  assert.ok(found)
  const money = { currency_code: 'EUR', value: '10.00' }
  const good = { intent: 'CAPTURE', purchase_units: [{ custom_id: 'x', amount: money }] }
  const request = found.operation.requestBody
  assert.deepEqual(orders.problems('request', request, good), [])
  const planted = [
    { ...good, stauts: 'x' },
    { ...good, purchase_units: [{ custom_ID: 'x', amount: money }] },
    { ...good, intent: 'BUY' },
    { ...good, purchase_units: [{ amount: { ...money, value: 'abc' } }] },
  ]
  for (const bad of planted) assert.notDeepEqual(orders.problems('request', request, bad), [], JSON.stringify(bad))
  const answer = found.operation.responses['201']
  const order = { id: 'A', status: 'CREATED', purchase_units: [{ payee: { merchant_id: 'DEMAMERCHANT2' } }] }
  assert.deepEqual(orders.problems('answer', answer, order), [])
  assert.notDeepEqual(orders.problems('answer', answer, { ...order, stauts: 'PAID' }), [])
  assert.notDeepEqual(orders.problems('answer', answer, { ...order, status: 'PAID' }), [])
})

test('and so is the judge of disputes', () => {
  const disputes = payPalDocuments().at(-1)
  assert.equal(Object.keys(disputes?.schemas ?? {}).length, 69)
  const answer = disputes?.find('GET', '/v1/customer/disputes/PP-D-1')?.operation.responses['200']
  const good = {
    dispute_id: 'PP-D-1',
    status: 'RESOLVED',
    disputed_transactions: [{ custom: 'x' }],
    dispute_outcome: { outcome_code: 'ACCEPTED' },
  }
  assert.deepEqual(disputes?.problems('dispute', answer, good), [])
  for (const bad of [
    { ...good, stauts: 'OPEN' },
    { ...good, status: 'LOST' },
    { ...good, disputed_transactions: [{ custom_id: 'x' }] },
    { ...good, dispute_outcome: { outcome_code: 'LOST' } },
  ])
    assert.notDeepEqual(disputes?.problems('dispute', answer, bad), [], JSON.stringify(bad))
})

test('each issue the simulator raises is in PayPal’s list, word for word', () => {
  const listed = readFacts<Record<string, string[]>>('paypal-issues.json')
  for (const [issue, sentence] of Object.entries(issues))
    assert.ok(listed[issue]?.includes(hash('sha256', sentence, 'hex').slice(0, 16)), issue)
})
