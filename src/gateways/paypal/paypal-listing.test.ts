import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handClock } from '../../kit/clock.ts'
import type { HttpAnswer, HttpRequest } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import { createPayPalApi } from './paypal-api.ts'
import { listTransactions } from './paypal-listing.ts'

const span = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-24T09:00:00.000Z' }
const own = { account: 'SHOP', mode: 'live', now: span.to, sharedAccount: 'no' } as const

const transaction = (over: object = {}) => ({
  transaction_info: {
    transaction_id: '5TY05013RG002845M',
    transaction_event_code: 'T0006',
    transaction_initiation_date: '2026-11-20T09:00:00Z',
    transaction_amount: { currency_code: 'EUR', value: '10.00' },
    fee_amount: { currency_code: 'EUR', value: '-0.64' },
    transaction_status: 'S',
    custom_field: 'zkm2n0f8v5qg7x1r9d3t6w4y8a2c',
    ...over,
  },
})

/** PayPal's API, entered, with such answers. */
function apiAnswering(answerTo: (url: string) => { status: number; json: object }) {
  const http = {
    async send({ url }: HttpRequest): Promise<HttpAnswer> {
      const token = { status: 200, json: { access_token: 'A21', expires_in: 3600 } }
      const { status, json } = url.endsWith('/oauth2/token') ? token : answerTo(url)
      return { is: 'answer', status, headers: new Headers(), text: JSON.stringify(json) }
    },
  }
  const account = { clientId: 'a', clientSecret: 'b', apiBase: 'https://api.example' }
  return createPayPalApi(account, { http, clock: handClock(span.to), log: memoryLog() })
}

/** PayPal's answers by page; what was asked is kept. */
function answering(pageOf: (query: URLSearchParams) => object) {
  const asked: URLSearchParams[] = []
  const api = apiAnswering((url) => {
    const query = new URLSearchParams(url.slice(url.indexOf('?')))
    asked.push(query)
    return { status: 200, json: pageOf(query) }
  })
  return { api, asked }
}

const linesOf = async (details: object[], over: Partial<typeof own> | { sharedAccount: 'yes' } = {}) => {
  const { api } = answering((query) =>
    query.get('start_date')?.startsWith('2026-10-31') ? { transaction_details: details } : {},
  )
  const listing = await listTransactions(api, span, { ...own, ...over })
  assert.ok(listing.is === 'listed')
  return listing.lines
}

test('a long span is asked for in windows of at most 31 days, each page after page', async () => {
  const { api, asked } = answering(() => ({ transaction_details: [transaction()], total_pages: 2 }))
  const listing = await listTransactions(api, span, own)
  assert.deepEqual(
    asked.map((query) => [query.get('start_date'), query.get('end_date'), query.get('page')].join(' ')),
    [
      '2026-09-30T23:00:00.000Z 2026-10-31T23:00:00.000Z 1',
      '2026-09-30T23:00:00.000Z 2026-10-31T23:00:00.000Z 2',
      '2026-10-31T23:00:00.000Z 2026-11-24T09:00:00.000Z 1',
      '2026-10-31T23:00:00.000Z 2026-11-24T09:00:00.000Z 2',
    ],
  )
  assert.ok(listing.is === 'listed')
  assert.equal(listing.lines.length, 4)
  // PayPal lists up to three hours late.
  assert.equal(listing.completeTo, '2026-11-24T05:59:00.000Z')
})

test('money in, money back, a dispute: each line as a fact, with what PayPal kept', async () => {
  const codes = ['T0006', 'T1107', 'T1106', 'T1202', 'T0400', 'T1110']
  const lines = await linesOf(
    codes.map((code) =>
      transaction({
        transaction_event_code: code,
        paypal_reference_id: 'CAPTURE1',
        transaction_amount: { currency_code: 'EUR', value: code === 'T0006' || code === 'T1202' ? '10.00' : '-10.00' },
      }),
    ),
  )
  assert.deepEqual(
    lines.map(({ about, kind, capture, returned, amount, fee }) => ({ about, kind, capture, returned, amount, fee })),
    [
      { about: 'payment', kind: 'paid', capture: undefined, returned: undefined },
      { about: 'refund', kind: 'refunded', capture: 'CAPTURE1', returned: undefined },
      { about: 'chargeback', kind: 'charged_back', capture: 'CAPTURE1', returned: undefined },
      { about: 'chargeback', kind: 'charged_back', capture: 'CAPTURE1', returned: true },
    ].map((each) => ({ ...each, amount: { minor: 1000, unit: 'EUR' }, fee: { minor: 64, unit: 'EUR' } })),
  )
})

test('a status that is not listed is unknown; what we pay ourselves is no sale', async () => {
  const [odd] = await linesOf([transaction({ transaction_status: 'Q' })])
  assert.equal(odd?.kind, 'unknown')
  assert.deepEqual(await linesOf([transaction({ transaction_amount: { currency_code: 'EUR', value: '-3.00' } })]), [])
})

test('in an account that other shops share, only what bears a reference of ours counts', async () => {
  const foreign = transaction({ custom_field: 'invoice 2026-118' })
  assert.equal((await linesOf([foreign, transaction()])).length, 2)
  assert.equal((await linesOf([foreign, transaction()], { sharedAccount: 'yes' })).length, 1)
})

test('an answer that cannot be read is no list, and a right that is missing says so', async () => {
  const { api } = answering(() => ({ transaction_details: 'none' }))
  assert.equal((await listTransactions(api, span, own)).is, 'unreachable')
  const refused = apiAnswering(() => ({ status: 403, json: { name: 'NOT_AUTHORIZED' } }))
  assert.deepEqual(await listTransactions(refused, span, own), { is: 'not_allowed', why: '403 NOT_AUTHORIZED' })
})
