import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, handClock, MINUTE, SECOND } from '../clock.ts'
import { memoryLog } from '../log.ts'
import { withBreaker } from './circuit-breaker.ts'
import type { HttpAnswer, HttpClient } from './http-client.ts'

function createProvider() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const log = memoryLog()
  const provider = { sent: 0, status: 503, waiting: [] as Array<() => void>, holds: false }
  const http: HttpClient = {
    async send() {
      provider.sent += 1
      if (provider.holds) await new Promise<void>((resolve) => provider.waiting.push(resolve))
      return { is: 'answer', status: provider.status, headers: new Headers(), text: '' }
    },
  }
  const breaker = withBreaker('acme', { http, clock, log })
  const call = (): Promise<HttpAnswer> =>
    breaker.http.send({ method: 'GET', url: 'https://a.example', allowedOrigins: [] })
  async function fail(times: number) {
    for (let each = 0; each < times; each += 1) {
      clock.move(2 * SECOND)
      await call()
    }
  }
  return { clock, log, provider, breaker, call, fail }
}

test('a provider that fails five times is left in peace, tried by one call, and trusted again [L02] [case 43]', async () => {
  const { clock, log, provider, breaker, call, fail } = createProvider()
  await fail(8)
  assert.equal(provider.sent, 5)
  assert.deepEqual(await call(), { is: 'failed', sent: false, why: 'paused after failures' })
  assert.equal(breaker.isPaused(), true)
  clock.move(15 * SECOND)
  assert.equal(breaker.isPaused(), false, 'the next call would be sent')
  const trial = Promise.all([call(), call(), call()])
  assert.ok(breaker.pauseLeftMs() > 0, 'while one tries, the others wait')
  await trial
  assert.equal(provider.sent, 6, 'one call tries for all')
  clock.move(20 * SECOND)
  await call()
  assert.equal(provider.sent, 6, 'and its failure doubles the pause')
  clock.move(10 * SECOND)
  provider.status = 200
  await call()
  await call()
  assert.equal(provider.sent, 8)
  provider.status = 404
  for (let each = 0; each < 9; each += 1) await call()
  assert.equal(provider.sent, 17, 'a no is an answer')
  assert.match(log.lines.join('\n'), /paused[\s\S]*answers again/)
})

test('however long a provider is away, its return is noticed within a minute [case 43]', async () => {
  const { clock, provider, breaker, call, fail } = createProvider()
  await fail(5)
  for (let minute = 0; minute < 60; minute += 1) {
    assert.ok(breaker.pauseLeftMs() < MINUTE)
    clock.move(breaker.pauseLeftMs())
    await call()
  }
  assert.equal(provider.sent, 65)
})

test('calls that fail together, or within two seconds, are one failure [case 43]', async () => {
  const { clock, provider, breaker, call } = createProvider()
  for (let burst = 0; burst < 20; burst += 1) {
    clock.move(50)
    await Promise.all(Array.from({ length: 10 }, call))
  }
  assert.equal(provider.sent, 200, 'a cut of a second pauses nothing')
  assert.equal(breaker.isPaused(), false)
})

test('what was under way before a pause neither prolongs it nor doubles the next one', async () => {
  const { clock, provider, breaker, call, fail } = createProvider()
  await fail(4)
  clock.move(2 * SECOND)
  provider.holds = true
  const slow = Promise.all(Array.from({ length: 10 }, call))
  provider.holds = false
  clock.move(2 * SECOND)
  await call()
  const left = breaker.pauseLeftMs()
  assert.ok(left > 0)
  for (const answer of provider.waiting) answer()
  await slow
  assert.equal(breaker.pauseLeftMs(), left)
})

test('a clock that is put back or forward leaves a pause as long as it was [L07]', async () => {
  const { clock, breaker, fail } = createProvider()
  await fail(5)
  const left = breaker.pauseLeftMs()
  clock.jump(-DAY)
  assert.equal(breaker.pauseLeftMs(), left)
  clock.jump(2 * DAY)
  assert.equal(breaker.pauseLeftMs(), left)
  clock.move(15 * SECOND)
  assert.equal(breaker.isPaused(), false)
})

test('a call that breaks while it tries does not keep the provider closed', async () => {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  let does: () => HttpAnswer = () => ({ is: 'failed', sent: true, why: 'ECONNRESET' })
  const http: HttpClient = { send: async () => does() }
  const breaker = withBreaker('acme', { http, clock, log: memoryLog() })
  const call = () => breaker.http.send({ method: 'GET', url: 'https://a.example', allowedOrigins: [] })
  for (let each = 0; each < 5; each += 1) {
    clock.move(2 * SECOND)
    await call()
  }
  clock.move(15 * SECOND)
  does = () => {
    throw new Error('a bug')
  }
  await assert.rejects(call())
  does = () => ({ is: 'answer', status: 200, headers: new Headers(), text: '' })
  assert.equal((await call()).is, 'answer')
})
