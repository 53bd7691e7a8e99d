import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PaymentToLookUp, PaymentToStart, RawNotice } from '../../src/gateways/gateway.ts'
import { paypal } from '../../src/gateways/paypal/paypal-gateway.ts'
import { amount } from '../../src/kit/amount.ts'
import { handClock } from '../../src/kit/clock.ts'
import { httpClient } from '../../src/kit/http/http-client.ts'
import { memoryLog } from '../../src/kit/log.ts'
import { createPayPalSimulator } from '../../src/simulators/paypal/paypal-simulator.ts'
import { checkedHttp } from './checked-http.ts'
import { demoSettings, demoSurroundings } from './demo-surroundings.ts'

export const demoPayPal = demoSettings(paypal)
const checked = checkedHttp(httpClient)
const startedAt = '2026-11-24T09:00:00.000Z'

/** PayPal's adapter and its simulator, with real HTTP between them; each call is judged by PayPal's documents. */
export function paypalAtHand() {
  let url = ''
  let hand: ReturnType<typeof create>

  function create() {
    const clock = handClock(startedAt)
    const outside = { http: checked.http, clock, log: memoryLog() }
    const around = demoSurroundings('paypal', url, clock, `${url}/simulated/paypal`)
    const simulator = createPayPalSimulator(demoPayPal, around, outside)
    const gateway = paypal.connect(demoPayPal, around, outside)
    return { clock, around, outside, simulator, gateway, notices: [] as RawNotice[] }
  }

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const { pathname, search } = new URL(request.url ?? '/', url)
    if (pathname === '/notices/paypal') {
      const receivedAt = new Date(hand.clock.nowMs()).toISOString()
      hand.notices.push({
        method: 'POST',
        headers: request.headers as RawNotice['headers'],
        query: '',
        body,
        receivedAt,
      })
      response.end()
      return
    }
    const path = pathname.replace('/simulated/paypal', '')
    const asked = { method: request.method ?? 'GET', path, query: search.slice(1), headers: request.headers, body }
    const answer = await hand.simulator.handle(asked)
    if ('cut' in answer) return void request.socket.destroy()
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })

  let count = 0
  const toStart = (over: Partial<PaymentToStart> = {}): PaymentToStart => ({
    paymentId: 'pay_1',
    reference: `reference${count++}`,
    key: `pay_${count}`,
    amount: amount(1000, 'EUR'),
    description: 'Recharger le compte avec 10,00 «é»',
    orderNumber: `gp4_v.delautre@cartadis.com${count}`,
    shopName: 'Université Montclar',
    language: 'fr',
    payer: { email: 'a@example.org', name: 'Ann' },
    returnUrl: `${url}/returns/token`,
    cancelUrl: `${url}/returns/token?cancelled=1`,
    ...over,
  })

  async function start(over: Partial<PaymentToStart> = {}) {
    const payment = toStart(over)
    const way = await hand.gateway.startPayment(payment)
    assert.ok(way.do === 'go_to', JSON.stringify(way))
    const { paymentId, reference, key, amount: asked } = payment
    const { attemptRef, limitAt = '' } = way
    const toLookUp: PaymentToLookUp = { paymentId, reference, attemptRef, key, amount: asked, startedAt, limitAt }
    return { payment, way, toLookUp }
  }

  async function answerPage(attemptRef: string | undefined, controls: Record<string, string> = {}) {
    const body = new URLSearchParams({ token: attemptRef ?? '', ...controls })
    const page = await fetch(`${url}/simulated/paypal/checkoutnow/pay`, { method: 'POST', body, redirect: 'manual' })
    await hand.simulator.idle()
    return page
  }

  /** A payment that was approved on the page and captured. */
  async function pay(over: Partial<PaymentToStart> = {}, controls: Record<string, string> = {}) {
    const { gateway, simulator } = hand
    const started = await start(over)
    await answerPage(started.way.attemptRef, controls)
    const looked = await gateway.lookUp(started.toLookUp)
    assert.ok(looked.is === 'facts' && looked.complete !== undefined, JSON.stringify(looked))
    const completed = await gateway.complete?.(started.toLookUp, looked.complete)
    await simulator.idle()
    return { ...started, completionKey: looked.complete, completed }
  }

  return {
    checked,
    toStart,
    start,
    answerPage,
    pay,
    async open() {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    /** Everything as it is at the beginning. */
    anew() {
      hand = create()
      return hand
    },
    end() {
      server.close()
      server.closeAllConnections()
    },
  }
}
