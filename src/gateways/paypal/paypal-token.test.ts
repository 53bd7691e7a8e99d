import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { DAY, HOUR, handClock } from '../../kit/clock.ts'
import type { HttpAnswer, HttpClient } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import { createPayPalApi } from './paypal-api.ts'

function createPayPal() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const seen = { tokens: 0, calls: 0, good: '', takesAny: true }
  const json = (status: number, body: object): HttpAnswer => ({
    is: 'answer',
    status,
    headers: new Headers(),
    text: JSON.stringify(body),
  })
  const http: HttpClient = {
    async send({ url, headers }) {
      await new Promise(setImmediate)
      if (url.endsWith('/oauth2/token')) {
        seen.tokens += 1
        seen.good = `token${seen.tokens}`
        return json(200, { access_token: seen.good, expires_in: 9 * 3600 })
      }
      seen.calls += 1
      return seen.takesAny && headers?.authorization === `Bearer ${seen.good}` ? json(200, {}) : json(401, {})
    },
  }
  const account = { clientId: 'a', clientSecret: 'b', apiBase: 'https://api.example' }
  return { clock, seen, api: createPayPalApi(account, { http, clock, log: memoryLog() }) }
}

test('one token serves all until a tenth of its life is left, whatever is done to the clock', async () => {
  const { clock, seen, api } = createPayPal()
  await Promise.all(Array.from({ length: 10 }, () => api.get('/x', z.unknown())))
  clock.move(8 * HOUR)
  clock.jump(-2 * DAY)
  await api.get('/x', z.unknown())
  clock.jump(4 * DAY)
  await api.get('/x', z.unknown())
  assert.equal(seen.tokens, 1)
  clock.move(HOUR)
  await api.get('/x', z.unknown())
  assert.equal(seen.tokens, 2)
})

test('a token that PayPal ends early is renewed once for all whom it fails', async () => {
  const { seen, api } = createPayPal()
  await api.get('/x', z.unknown())
  seen.good = 'ended'
  const answers = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      for (let turn = 0; turn < index; turn += 1) await new Promise(setImmediate)
      return api.get('/x', z.unknown())
    }),
  )
  assert.deepEqual(new Set(answers.map(({ is }) => is)), new Set(['ok']))
  assert.equal(seen.tokens, 2)
})

test('credentials that PayPal no longer takes end in one renewal a call, and no loop', async () => {
  const { seen, api } = createPayPal()
  seen.takesAny = false
  assert.deepEqual(await api.get('/x', z.unknown()), { is: 'refused', status: 401, issue: '' })
  assert.deepEqual([seen.tokens, seen.calls], [2, 2])
})
