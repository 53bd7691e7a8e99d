import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handClock } from '../../kit/clock.ts'
import type { HttpRequest } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import { downloadPayments } from './ogone-download.ts'

const span = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-24T09:00:00.000Z' }
const settings = { pspid: 'Shop', apiUserId: 'api', apiPassword: 'secret', sharedAccount: 'no' } as const
const base = 'https://secure.ogone.com/ncol/prod'

/** The platform's answer to a download, and what was asked. */
async function download(text: string, over: { from?: string; sharedAccount?: 'yes'; status?: number } = {}) {
  const asked: HttpRequest[] = []
  const http = {
    async send(request: HttpRequest) {
      asked.push(request)
      return { is: 'answer' as const, status: over.status ?? 200, headers: new Headers(), text }
    },
  }
  const outside = { http, clock: handClock(span.to), log: memoryLog() }
  const own = { ...settings, sharedAccount: over.sharedAccount ?? ('no' as const) }
  const call = { base, settings: own, span: { ...span, from: over.from ?? span.from }, mode: 'live' as const }
  return { listing: await downloadPayments(call, outside), form: new URLSearchParams(asked[0]?.body) }
}

const payment = (attributes: string) => `<DOWNLOAD_REPLY><PAYMENT ${attributes}/></DOWNLOAD_REPLY>`
const paid = 'ID="3014500001" REF="zkm2n0f8v5qg7x1r9d3t6w4y8a2c" STATUS="9" TOTAL="10.5" CUR="EUR" PAYDATE="3/11/2026"'

test('days are asked for with one more at both ends, the archive where it is needed', async () => {
  const { form } = await download('<DOWNLOAD_REPLY/>')
  const day = (prefix: string) => ['y', 'm', 'd'].map((part) => form.get(prefix + part)).join('-')
  assert.deepEqual([day('af'), day('at'), form.get('arch')], ['2026-11-19', '2026-11-25', null])
  assert.deepEqual([form.get('level'), form.get('format')], ['ORDERLEVEL', 'XML'])
  const { form: old } = await download('<DOWNLOAD_REPLY/>', { from: '2026-09-01T00:00:00.000Z' })
  assert.equal(old.get('arch'), 'arch')
})

test('one order is one line, its amount read by digits; an empty list is a list', async () => {
  const { listing } = await download(payment(paid))
  assert.ok(listing.is === 'listed')
  const [{ about, kind, operation, reference, amount, occurredAt } = assert.fail(), ...more] = listing.lines
  assert.deepEqual(
    [about, kind, operation, reference],
    ['payment', 'paid', '3014500001', 'zkm2n0f8v5qg7x1r9d3t6w4y8a2c'],
  )
  assert.deepEqual([amount, occurredAt], [{ minor: 1050, unit: 'EUR' }, '2026-11-03T12:00:00.000Z'])
  assert.deepEqual(more, [])
  assert.deepEqual((await download('<DOWNLOAD_REPLY/>')).listing, { is: 'listed', lines: [], completeTo: span.to })
})

test('a refunded order was paid before, and its refund has no name', async () => {
  const { listing } = await download(payment(paid.replace('STATUS="9"', 'STATUS="8"')))
  assert.ok(listing.is === 'listed')
  assert.deepEqual(
    listing.lines.map(({ about, kind, operation, capture }) => [about, kind, operation, capture]),
    [
      ['payment', 'paid', '3014500001', undefined],
      ['refund', 'refunded', undefined, '3014500001'],
    ],
  )
})

test('a list that cannot be read whole is no list', async () => {
  const wrong = [
    payment(paid.replace('TOTAL="10.5"', 'TOTAL="a lot"')),
    '<!DOCTYPE x [<!ENTITY a "b">]><DOWNLOAD_REPLY/>',
    '<html>maintenance</html>',
    '<DOWNLOAD_REPLY><PAY',
    payment(paid).replace('</DOWNLOAD_REPLY>', ''),
    '',
    '<SYSTEM_ERROR>Access denied</SYSTEM_ERROR>',
  ]
  for (const text of wrong) assert.equal((await download(text)).listing.is, 'unreachable', text)
  assert.equal((await download(payment(paid), { status: 500 })).listing.is, 'unreachable')
  const noRight = '<SYSTEM_ERROR>File Download is Not available for your profile</SYSTEM_ERROR>'
  const why = 'File Download is Not available for your profile'
  assert.deepEqual((await download(noRight)).listing, { is: 'not_allowed', why })
})

test('in an account that other shops share, only what bears a reference of ours counts', async () => {
  const foreign = payment(paid.replace(/REF="\w+"/, 'REF="invoice 118"'))
  const alone = (await download(foreign)).listing
  const shared = (await download(foreign, { sharedAccount: 'yes' })).listing
  assert.deepEqual(
    [alone, shared].map((each) => each.is === 'listed' && each.lines.length),
    [1, 0],
  )
})
