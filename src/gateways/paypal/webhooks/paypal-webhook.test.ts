import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { demoSettings } from '../../../../test/support/demo-surroundings.ts'
import { readFacts, type SignedWebhook } from '../../../../test/support/provider-facts.ts'
import { handClock } from '../../../kit/clock.ts'
import type { HttpClient } from '../../../kit/http/http-client.ts'
import { memoryLog } from '../../../kit/log.ts'
import type { RawNotice } from '../../gateway.ts'
import { paypal } from '../paypal-gateway.ts'

const signedAt = '2019-08-29T10:50:00.000Z'

describe('a webhook that PayPal really signed, in 2019', () => {
  const real = readFacts<SignedWebhook>('paypal-webhook-2019.json')
  const { certificate: leaf, authority } = real

  const notice = (over: Partial<RawNotice> = {}): RawNotice => ({
    method: 'POST',
    headers: Object.fromEntries(Object.entries(real.headers).map(([name, value]) => [name.toLowerCase(), value])),
    query: '',
    body: Buffer.from(real.rawBody),
    receivedAt: signedAt,
    ...over,
  })

  function connect(over: { webhookId?: string; mode?: 'test' | 'live'; authority?: string; leaf?: string } = {}) {
    const values = {
      ...demoSettings(paypal),
      webhookId: over.webhookId ?? real.webhookId,
      certAuthorities: over.authority ?? authority,
    }
    const fetched: string[] = []
    const http: HttpClient = {
      async send({ url, allowedOrigins }) {
        fetched.push(url)
        assert.ok(allowedOrigins.includes(new URL(url).origin))
        return { is: 'answer', status: 200, headers: new Headers(), text: over.leaf ?? leaf }
      },
    }
    const around = { mode: over.mode ?? 'test', publicUrl: '', simulatorUrl: '', loopbackUrl: '' }
    const outside = { http, clock: handClock(signedAt), log: memoryLog() }
    return { gateway: paypal.connect(values, around, outside), fetched }
  }

  test('is genuine, and its old event is none of ours', async () => {
    const { gateway, fetched } = connect()
    const reading = await gateway.readNotice(notice())
    assert.deepEqual([reading.is, 'why' in reading && reading.why], ['not_ours', 'PAYMENTS.PAYMENT.CREATED'])
    await gateway.readNotice(notice())
    assert.equal(fetched.length, 1, 'the certificate is fetched once')
  })

  test('is refused with one byte changed, re-encoded, or with another webhook id [N02] [N21]', async () => {
    const { gateway } = connect()
    const changed = Buffer.from(real.rawBody.replace('30.11', '31.11'))
    assert.equal((await gateway.readNotice(notice({ body: changed }))).is, 'rejected')
    const pretty = Buffer.from(JSON.stringify(JSON.parse(real.rawBody), null, 2))
    assert.equal((await gateway.readNotice(notice({ body: pretty }))).is, 'rejected')
    for (const webhookId of ['0FV983392A0531202', 'WEBHOOK1'])
      assert.equal((await connect({ webhookId }).gateway.readNotice(notice())).is, 'rejected')
  })

  test('is refused in live mode, for its certificate comes from the sandbox; nothing is fetched', async () => {
    const { gateway, fetched } = connect({ mode: 'live' })
    assert.equal((await gateway.readNotice(notice())).is, 'rejected')
    assert.deepEqual(fetched, [])
  })

  test('is refused today: too old, and its certificate has expired [N18]', async () => {
    const { gateway } = connect()
    const today = await gateway.readNotice(notice({ receivedAt: '2026-11-24T09:00:00.000Z' }))
    assert.deepEqual(today, { is: 'rejected', why: 'transmission time' })
    const headers = { ...notice().headers, 'paypal-transmission-time': '2026-11-24T09:00:00Z' }
    const redated = await gateway.readNotice(notice({ headers, receivedAt: '2026-11-24T09:00:00.000Z' }))
    assert.deepEqual(redated, { is: 'rejected', why: 'certificate expired' })
  })

  test('cannot be proven now when its authority is not known or the certificate is another [C04]', async () => {
    assert.equal((await connect({ authority: '' }).gateway.readNotice(notice())).is, 'unprovable')
    assert.equal((await connect({ leaf: 'nonsense' }).gateway.readNotice(notice())).is, 'unprovable')
    const other = await connect({ leaf: authority }).gateway.readNotice(notice())
    assert.deepEqual(other, { is: 'rejected', why: 'certificate name' })
  })

  test('certificates are fetched from PayPal’s hosts by their whole name, and nowhere else', async () => {
    const bad = [
      'http://api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com.evil.example/v1/notifications/certs/CERT-1',
      'https://evilpaypal.com/v1/notifications/certs/CERT-1',
      'https://user@api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com:8443/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com/v1/notifications/certs/../../CERT-1',
      'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1?x=1',
      'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1#x',
    ]
    for (const url of bad) {
      const { gateway, fetched } = connect()
      const headers = { ...notice().headers, 'paypal-cert-url': url }
      assert.deepEqual(await gateway.readNotice(notice({ headers })), { is: 'rejected', why: 'certificate URL' }, url)
      assert.deepEqual(fetched, [], url)
    }
  })
})
