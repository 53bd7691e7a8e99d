import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { demoSettings } from '../../../test/support/demo-surroundings.ts'
import { ogone } from '../../gateways/ogone/ogone-gateway.ts'
import { amount } from '../../kit/amount.ts'
import { handClock, MINUTE } from '../../kit/clock.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import type { Simulator, SimulatorAnswer } from '../engine/simulator.ts'
import { createOgoneSimulator } from './ogone-simulator.ts'

const values = demoSettings(ogone)
const around = {
  mode: 'demo' as const,
  publicUrl: 'http://shop',
  simulatorUrl: 'http://shop/simulated/ogone',
  loopbackUrl: 'http://shop',
}
const answers = (status: number, text = '', headers: Record<string, string> = {}): HttpAnswer => ({
  is: 'answer',
  status,
  headers: new Headers(headers),
  text,
})

describe('when the platform posts its notices', () => {
  let clock: ReturnType<typeof handClock>
  let posted: string[]
  let shopSays: HttpAnswer
  let simulator: Simulator
  let gateway: ReturnType<typeof ogone.connect>
  beforeEach(() => {
    clock = handClock('2026-11-24T09:00:00.000Z')
    posted = []
    shopSays = answers(200)
    const http = {
      async send({ url, body = '' }: { url: string; body?: string }) {
        posted.push(`${url} ${/STATUS=(\d+)/.exec(body)?.[1]}`)
        return shopSays
      },
    }
    simulator = createOgoneSimulator(values, around, { http, clock, log: memoryLog() })
    gateway = ogone.connect(values, around, { http, clock, log: memoryLog() })
  })

  const post = (path: string, fields: ReadonlyArray<readonly [string, string]>) => {
    const body = Buffer.from(new URLSearchParams(fields.map(([name, value]) => [name, value])).toString())
    return simulator.handle({ method: 'POST', path, query: '', headers: {}, body })
  }

  /** The payer opens the page and pays; what the browser gets then. */
  async function pay(timing: string, reference = 'ref1'): Promise<SimulatorAnswer> {
    simulator.script({ fault: 'notice-timing', value: timing })
    const way = await gateway.startPayment({
      paymentId: 'pay_1',
      reference,
      key: 'k',
      amount: amount(1000, 'EUR'),
      description: 'Recharger',
      orderNumber: 'n',
      shopName: 'Université',
      language: 'fr',
      payer: { email: 'a@example.org', name: 'Ann' },
      returnUrl: 'http://shop/returns/t',
      cancelUrl: 'http://shop/returns/t?cancelled=1',
    })
    assert.ok(way.do === 'post')
    await post('/ncol/test/orderstandard_utf8.asp', way.form.fields)
    return post('/ncol/test/pay', [
      ['ORDERID', reference],
      ['CARDNO', '4111111111111111'],
    ])
  }
  const locationOf = (answer: SimulatorAnswer) => ('headers' in answer ? answer.headers.location : undefined)
  const moveAndRun = async (ms: number) => {
    clock.move(ms)
    await simulator.runDue()
  }

  test('deferred and online post once, whatever is answered; none posts nothing', async () => {
    for (const [timing, times] of [
      ['deferred', 1],
      ['online', 1],
      ['none', 0],
    ] as const) {
      posted.splice(0)
      shopSays = answers(503)
      assert.match(locationOf(await pay(timing, `ref-${timing}`)) ?? '', /^http:\/\/shop\/returns\/t\?/)
      for (let wait = 0; wait < 6; wait += 1) await moveAndRun(10 * MINUTE)
      assert.equal(posted.length, times, timing)
    }
  })

  test('online, or deferred when that fails: every ten minutes, four times at most, until a plain 200', async () => {
    shopSays = answers(503)
    await pay('online-or-deferred')
    await moveAndRun(9 * MINUTE)
    assert.equal(posted.length, 1, 'not before its time')
    await moveAndRun(MINUTE)
    assert.equal(posted.length, 2)
    for (let wait = 0; wait < 9; wait += 1) await moveAndRun(10 * MINUTE)
    assert.equal(posted.length, 5, 'the first and four more')
    assert.deepEqual(new Set(posted), new Set(['http://shop/notices/ogone 9']))

    posted.splice(0)
    shopSays = answers(204)
    await pay('online-or-deferred', 'ref2')
    shopSays = answers(200)
    for (let wait = 0; wait < 4; wait += 1) await moveAndRun(10 * MINUTE)
    assert.equal(posted.length, 2, 'a 204 is no 200; taken, it comes no more')
  })

  test('in the online modes our answer steers the browser: a redirect, a page; a few words do not', async () => {
    shopSays = answers(302, '', { location: 'http://elsewhere/' })
    assert.equal(locationOf(await pay('online')), 'http://elsewhere/')
    shopSays = answers(200, '<html>ours</html>')
    const page = await pay('online', 'ref2')
    assert.deepEqual('body' in page && [page.status, page.body], [200, '<html>ours</html>'])
    shopSays = answers(200, 'OK')
    assert.match(locationOf(await pay('online', 'ref3')) ?? '', /^http:\/\/shop\/returns\//)
    shopSays = answers(302, '', { location: 'http://elsewhere/' })
    assert.match(locationOf(await pay('deferred', 'ref4')) ?? '', /^http:\/\/shop\/returns\//, 'nobody waits for it')
  })
})
