import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../../kit/amount.ts'
import { handClock } from '../../kit/clock.ts'
import type { HttpAnswer, HttpRequest } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import type { Fact, PaymentToLookUp } from '../gateway.ts'
import { createPayPalApi } from './paypal-api.ts'
import { lookUpDispute } from './paypal-dispute.ts'
import { hintOf } from './webhooks/paypal-webhook.ts'

const now = '2026-11-24T09:00:00.000Z'
const around = { account: 'M', mode: 'test' as const, now, asked: amount(1000, 'EUR') }
const payment: PaymentToLookUp = {
  paymentId: 'pay_1',
  reference: 'ours',
  attemptRef: 'O1',
  key: 'pay_1',
  amount: amount(1000, 'EUR'),
  startedAt: now,
  limitAt: now,
}
const money = (value: string) => ({ currency_code: 'EUR', value })
const open = {
  dispute_id: 'PP-D-1',
  status: 'OPEN',
  create_time: '2026-11-20T09:00:00Z',
  dispute_amount: money('10.00'),
  disputed_transactions: [{ custom: 'ours', seller_transaction_id: 'C1' }],
  seller_response_due_date: '2026-12-04T09:00:00Z',
}
const ended = (outcome_code: string, amount_refunded?: object) => ({
  ...open,
  status: 'RESOLVED',
  dispute_outcome: { outcome_code, ...(amount_refunded && { amount_refunded }) },
})

/** What a look-up makes of PayPal's answer. */
function ask(answer: HttpAnswer, said: readonly Fact[] = []) {
  const token = answerOf(200, { access_token: 'A21', expires_in: 3600 })
  const http = { send: async ({ url }: HttpRequest) => (url.endsWith('/oauth2/token') ? token : answer) }
  const account = { clientId: 'a', clientSecret: 'b', apiBase: 'https://api.example' }
  const api = createPayPalApi(account, { http, clock: handClock(now), log: memoryLog() })
  return lookUpDispute(api, { payment, disputeId: 'PP-D-1', around, said })
}
const answerOf = (status: number, json: object): HttpAnswer => ({
  is: 'answer',
  status,
  headers: new Headers(),
  text: JSON.stringify(json),
})
async function told(json: object, said: readonly Fact[] = []): Promise<string> {
  const found = await ask(answerOf(200, json), said)
  if (found.is !== 'facts') return 'why' in found ? found.why : found.is
  return found.facts.map((fact) => `${fact.kind} ${fact.amount.minor}${fact.returned ? ' returned' : ''}`).join()
}

test('each status and each outcome of the table is its fact, and any other is left to a person', async () => {
  for (const status of ['OPEN', 'WAITING_FOR_BUYER_RESPONSE', 'WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW', 'OTHER'])
    assert.equal(await told({ ...open, status }), 'pending 0', status)
  for (const code of ['RESOLVED_BUYER_FAVOUR', 'ACCEPTED'])
    assert.equal(await told(ended(code, money('4.00'))), 'charged_back 400', code)
  assert.equal(await told(ended('ACCEPTED', money('-4.00'))), 'charged_back 400', 'a minus is only a way to write it')
  for (const code of ['RESOLVED_SELLER_FAVOUR', 'RESOLVED_WITH_PAYOUT', 'CANCELED_BY_BUYER', 'DENIED', 'NONE'])
    assert.equal(await told(ended(code)), 'charged_back 1000 returned', code)
  assert.equal(await told(ended('SOMETHING_NEW')), 'unknown 0')
  assert.equal(await told({ ...open, status: 'SOMETHING_NEW' }), 'unknown 0')
  assert.equal(await told(ended('ACCEPTED')), 'unknown 0', 'lost, and nobody says how much')
})

test('while it is open, the words for staff hold its id and the day by which to answer', async () => {
  const found = await ask(answerOf(200, open))
  assert.ok(found.is === 'facts')
  assert.equal(found.facts[0]?.detail, 'dispute PP-D-1 OPEN, answer until 4 December 2026 09:00 UTC')
  const bad = await ask(answerOf(200, { ...open, seller_response_due_date: 'soon' }))
  assert.equal(bad.is === 'facts' && bad.facts[0]?.detail, 'dispute PP-D-1 OPEN, answer until soon')
})

test('money that a refund of PayPal’s own has given back for it is not taken a second time', async () => {
  const refund: Fact = {
    about: 'refund',
    kind: 'refunded',
    operation: 'R1',
    account: 'M',
    mode: 'test',
    amount: amount(400, 'EUR'),
    occurredAt: '2026-11-22T09:00:00.000Z',
    detail: 'refund COMPLETED',
  }
  const lost = ended('RESOLVED_BUYER_FAVOUR', money('4.00'))
  assert.equal(await told(lost, [refund]), '')
  for (const other of [
    { ...refund, refundId: 'ref_1' },
    { ...refund, amount: amount(300, 'EUR') },
    { ...refund, occurredAt: '2026-11-19T09:00:00.000Z' },
    { ...refund, kind: 'pending' as const },
  ])
    assert.equal(await told(lost, [other]), 'charged_back 400', JSON.stringify(other))
})

test('a dispute of another payment, of several, or of another name says nothing of ours', async () => {
  const others = { ...open, disputed_transactions: [{ custom: 'theirs', seller_transaction_id: 'C9' }] }
  assert.equal(await told(others), 'dispute of another payment')
  assert.equal(await told({ ...open, dispute_id: 'PP-D-2' }), 'another dispute')
  assert.equal(await told({}), 'answer not understood')
  const lost = ended('ACCEPTED', money('20.00'))
  const several = { ...lost, disputed_transactions: [...open.disputed_transactions, { custom: 'theirs' }] }
  assert.equal(await told(several), 'unknown 0')
  const byCapture = { ...open, disputed_transactions: [{ seller_transaction_id: 'C1' }] }
  const capture = { about: 'payment', kind: 'paid', operation: 'C1' } as Fact
  assert.equal(await told(byCapture, [capture]), 'pending 0')
})

test('no answer is asked for again; PayPal’s no is an answer for a person', async () => {
  assert.deepEqual(await ask({ is: 'failed', sent: true, why: '503' }), { is: 'unreachable', why: '503' })
  assert.equal((await ask(answerOf(404, { name: 'INVALID_RESOURCE_ID' }))).is, 'unreachable')
  const forbidden = await ask(answerOf(403, { name: 'NOT_AUTHORIZED' }))
  assert.ok(forbidden.is === 'facts')
  assert.deepEqual(
    [forbidden.facts[0]?.kind, forbidden.facts[0]?.detail],
    ['unknown', 'dispute PP-D-1 403 NOT_AUTHORIZED'],
  )
})

test('the webhook of a dispute only names it, by our reference or by the capture', () => {
  const hint = (resource: Record<string, unknown>) => hintOf({ id: 'WH-1', type: 'CUSTOMER.DISPUTE.CREATED', resource })
  assert.deepEqual(hint(open), { dispute: 'PP-D-1', reference: 'ours' })
  const byCapture = { ...open, disputed_transactions: [{ seller_transaction_id: 'C1' }] }
  assert.deepEqual(hint(byCapture), { dispute: 'PP-D-1', capture: 'C1' })
  assert.equal(hint({ ...open, disputed_transactions: [] }), undefined)
  assert.equal(hint({ ...open, dispute_id: undefined }), undefined)
})
