import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { DAY, HOUR, nowOf, systemClock } from '../../src/kit/clock.ts'
import { type HttpAnswer, type HttpClient, httpClient } from '../../src/kit/http/http-client.ts'
import { listReviewItems } from '../../src/review/review-items.ts'
import { certificate } from '../../src/simulators/engine/own-certificate.ts'
import { createWorld, type World } from '../support/world.ts'
import { gatewayDrivers } from './gateway/gateway-drivers.ts'
import { createHarness } from './gateway/harness.ts'

const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('a provider whose certificate proves nothing [case 49]', () => {
  const trusted = getCACertificates('default')
  const [authority, leaf] = [makeKeys(), makeKeys()]
  const [from, until] = [systemClock.nowMs() - 10 * DAY, systemClock.nowMs() + 10 * DAY]
  const named = { issuer: 'authority of the test', signingKey: authority.privateKey, from, until }
  const own = { ...named, subject: 'authority of the test', key: authority.publicKey, isAuthority: true }
  const good = { ...named, subject: 'localhost', key: leaf.publicKey, isAuthority: false }
  let world: World
  let line: (request: Parameters<HttpClient['send']>[0]) => Promise<HttpAnswer> = httpClient.send
  before(async () => {
    setDefaultCACertificates([...trusted, certificate(own)])
    world = await createWorld({ http: { send: (request) => line(request) } })
  })
  after(async () => {
    setDefaultCACertificates(trusted)
    await world?.end()
  })

  async function callWith(cert: string): Promise<HttpAnswer> {
    const server = createServer(
      { key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }), cert },
      (_, response) => response.end('ok'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://localhost:${(server.address() as AddressInfo).port}`
    const answer = await httpClient.send({ method: 'GET', url, allowedOrigins: [url] })
    server.close()
    server.closeAllConnections()
    return answer
  }
  const bad: ReadonlyArray<readonly [string, () => string]> = [
    ['DEPTH_ZERO_SELF_SIGNED_CERT', () => certificate({ ...good, issuer: 'localhost', signingKey: leaf.privateKey })],
    ['CERT_HAS_EXPIRED', () => certificate({ ...good, until: systemClock.nowMs() - DAY })],
    ['ERR_TLS_CERT_ALTNAME_INVALID', () => certificate({ ...good, subject: 'other.example' })],
  ]

  test('is refused before a byte is sent: self-signed, expired, of another name; a good one is taken', async () => {
    assert.equal((await callWith(certificate(good))).is, 'answer')
    for (const [why, make] of bad) assert.deepEqual(await callWith(make()), { is: 'failed', sent: false, why })
  })

  for (const driver of gatewayDrivers) {
    test(`${driver.id}: the payment stays open, is said aloud, reaches the desk, and is credited later`, async () => {
      const harness = createHarness(world, driver)
      const sold = await harness.sell()
      harness.fault(sold, 'notice-drop', undefined, 100)
      await harness.happens(sold, 'pay')
      line = async (request) =>
        request.url.includes(`/simulated/${driver.id}/`)
          ? { is: 'failed', sent: false, why: 'CERT_HAS_EXPIRED' }
          : httpClient.send(request)
      await harness.look(sold)
      assert.ok(['started', 'pending'].includes(await harness.statusOf(sold)))
      await harness.notCredited(sold)
      assert.ok(world.log.lines.some((text) => /"level":"error".*certificate of the other side/.test(text)))
      world.clock.move(2 * HOUR)
      line = httpClient.send
      await harness.look(sold)
      await harness.creditedOnce(sold)
      const open = await harness.sell()
      line = async () => ({ is: 'failed', sent: false, why: 'CERT_HAS_EXPIRED' })
      world.clock.move(DAY + HOUR)
      await world.settle()
      const matters = await listReviewItems(world.db, nowOf(world.clock))
      assert.ok(matters.some(({ id }) => id === open.payment.id))
      line = httpClient.send
    })
  }
})
