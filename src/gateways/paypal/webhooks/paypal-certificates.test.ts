import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, handClock, later, MINUTE, nowOf } from '../../../kit/clock.ts'
import type { HttpAnswer, HttpClient } from '../../../kit/http/http-client.ts'
import { memoryLog } from '../../../kit/log.ts'
import { signerOf } from '../../../simulators/paypal/paypal-simulator-certificates.ts'
import { createCertificates } from './paypal-proof.ts'

const origin = 'https://api.paypal.example'
const urlOf = (name: string) => `${origin}/certs/CERT-${name}`
const gone: HttpAnswer = { is: 'answer', status: 500, headers: new Headers(), text: '' }

async function createPlace() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const { authorityPem, leafPem } = await signerOf('ours', clock)
  const place = { answer: leafPem as string | HttpAnswer, fetched: [] as string[], most: 0 }
  let underWay = 0
  const unprovenHttp: HttpClient = {
    async send({ url }) {
      place.fetched.push(url)
      underWay += 1
      place.most = Math.max(place.most, underWay)
      await new Promise(setImmediate)
      underWay -= 1
      const { answer } = place
      return typeof answer === 'string' ? { is: 'answer', status: 200, headers: new Headers(), text: answer } : answer
    },
  }
  const http: HttpClient = {
    send: async () => assert.fail('a stranger’s wish never takes the provider’s own line'),
  }
  const rules = {
    origins: [origin],
    pathPrefix: '/certs/',
    commonName: 'messageverificationcerts.sandbox.paypal.com',
    authorities: async () => authorityPem,
  }
  const certificateAt = createCertificates(rules, { http, unprovenHttp, clock, log: memoryLog() })
  const read = async (name = '1') => (await certificateAt(urlOf(name), nowOf(clock))).is
  return { clock, place, read, certificateAt, leafPem }
}

test('an answer without a certificate, or with an expired one, is asked for again after a minute', async () => {
  const { clock, place, read, leafPem } = await createPlace()
  const old = (await signerOf('old', clock)).leafPem
  clock.move(40 * DAY)
  const answers: Array<[string | HttpAnswer, string]> = [
    ['<html>maintenance</html>', 'unreachable'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'unreachable'],
    [gone, 'unreachable'],
    [old, 'refused'],
  ]
  for (const [answer, is] of answers) {
    place.answer = answer
    assert.equal(await read(), is)
    const before = place.fetched.length
    assert.equal(await read(), is)
    assert.equal(place.fetched.length, before, 'not asked for within the minute')
    clock.move(MINUTE)
  }
  place.answer = leafPem
  assert.equal(await read(), 'good')
})

test('a certificate is kept while it is valid and asked for when it has expired', async () => {
  const { clock, place, read, leafPem } = await createPlace()
  place.answer = (await signerOf('old', clock)).leafPem
  for (let day = 0; day < 29; day += 1) {
    assert.equal(await read(), 'good')
    clock.move(DAY)
  }
  assert.equal(place.fetched.length, 1)
  place.answer = leafPem
  clock.move(3650 * DAY)
  assert.equal(await read(), 'good')
  assert.equal(place.fetched.length, 2)
})

test('a good certificate outlives a notice of another time, which it cannot prove', async () => {
  const { clock, place, read, certificateAt } = await createPlace()
  place.answer = (await signerOf('old', clock)).leafPem
  assert.equal(await read(), 'good')
  const much = later(nowOf(clock), 400 * DAY)
  assert.equal((await certificateAt(urlOf('1'), much)).is, 'refused')
  place.answer = gone
  clock.move(2 * MINUTE)
  assert.equal(await read(), 'good')
})

test('two hundred forged webhooks cause a dozen fetches, one after the other; what is known stays known', async () => {
  const { clock, place, read } = await createPlace()
  assert.equal(await read('real'), 'good')
  place.answer = { is: 'answer', status: 404, headers: new Headers(), text: '' }
  await Promise.all(Array.from({ length: 200 }, (_, index) => read(`forged${index}`)))
  for (let index = 0; index < 200; index += 1) await read(`later${index}`)
  assert.ok(place.fetched.length <= 12, `${place.fetched.length} fetches`)
  assert.equal(place.most, 1)
  clock.move(5 * MINUTE)
  const before = place.fetched.length
  await Promise.all(Array.from({ length: 200 }, () => read('same')))
  assert.equal(place.fetched.length, before + 1, 'one address is fetched once')
  assert.equal(await read('real'), 'good')
})

test('the simulator’s certificate is good however far somebody moves the clock', async () => {
  const { clock, read } = await createPlace()
  for (const instant of ['1971-01-01T00:00:00.000Z', '2026-11-24T09:00:00.000Z', '2090-01-01T00:00:00.000Z']) {
    clock.jump(Date.parse(instant) - clock.nowMs())
    assert.equal(await read(), 'good', instant)
  }
})
