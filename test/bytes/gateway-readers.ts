import { allGateways } from '../../src/gateways/all-gateways.ts'
import type { GatewayKind, Outside } from '../../src/gateways/gateway-kind.ts'
import { amount } from '../../src/kit/amount.ts'
import { handClock, nowOf } from '../../src/kit/clock.ts'
import { memoryLog } from '../../src/kit/log.ts'
import { allSimulators } from '../../src/simulators/all-simulators.ts'
import { demoValues } from '../contracts/gateway/harness.ts'
import type { Reader } from './cost-growth.ts'

const clock = handClock('2026-11-24T09:00:00.000Z')
const here = 'http://127.0.0.1:9'
const around = { mode: 'demo' as const, publicUrl: here, simulatorUrl: here, loopbackUrl: here }
const types = ['application/x-www-form-urlencoded', 'application/json', 'text/xml']

function readersOf(kind: GatewayKind): Array<[string, Reader]> {
  return [...noticeReaders(kind), ...answerReaders(kind), ...simulatorReaders(kind)]
}

function noticeReaders(kind: GatewayKind): Array<[string, Reader]> {
  const gateway = kind.connect(demoValues(kind), around, outsideWith(''))
  const receivedAt = nowOf(clock)
  const read = (headers: Record<string, string>, sent: { query?: string; body?: string }) =>
    gateway.readNotice({
      method: sent.body === undefined ? 'GET' : 'POST',
      headers,
      query: sent.query ?? '',
      body: Buffer.from(sent.body ?? ''),
      receivedAt,
    })
  return [
    ...types.map((type): [string, Reader] => [
      `${kind.id}: a notice of ${type}`,
      (text) => read({ 'content-type': type }, { body: text }),
    ]),
    [`${kind.id}: a notice’s value`, (text) => read({ 'content-type': types[0] ?? '' }, { body: `orderID=${text}` })],
    [`${kind.id}: a notice’s query`, (text) => read({}, { query: text })],
    [
      `${kind.id}: a notice’s headers`,
      (text) => read(Object.fromEntries(['content-type', ...kind.noticeHeaders].map((name) => [name, text])), {}),
    ],
  ]
}

/** What a provider answers, in the frames that its readers look for. */
const frames: Readonly<Record<string, (text: string) => string>> = {
  bare: (text) => text,
  'in JSON': (text) => JSON.stringify({ id: text, details: [text] }),
  'in an element': (text) => `<ncresponse PAYID="${text}">${text}</ncresponse>`,
  'in a list': (text) => `<DOWNLOAD_REPLY>${text}</DOWNLOAD_REPLY>`,
  'in an error': (text) => `<SYSTEM_ERROR ${text}>`,
}

function answerReaders(kind: GatewayKind): Array<[string, Reader]> {
  return Object.entries(frames).map(([frame, write]) => [
    `${kind.id}: answers, ${frame}`,
    async (text) => {
      const gateway = kind.connect(demoValues(kind), around, outsideWith(write(text)))
      const price = amount(1_000, 'EUR')
      const known = { reference: 'r', attemptRef: 'a', key: 'k', amount: price }
      const [startedAt, limitAt] = [nowOf(clock), nowOf(clock)]
      await gateway.lookUp({ ...known, paymentId: 'pay_1', startedAt, limitAt })
      await gateway.list?.({ from: startedAt, to: limitAt })
      await gateway.refund?.({
        ...known,
        refundId: 'rfd_1',
        captured: price,
        refundedBefore: amount(0, 'EUR'),
        capture: 'c',
        reason: 'x',
        otherOperations: [],
      })
    },
  ])
}

const paths = [
  ...['/ncol/test/orderstandard_utf8.asp', '/ncol/test/pay', '/ncol/test/querydirect_utf8.asp'],
  ...[
    '/ncol/test/maintenancedirect_utf8.asp',
    '/ncol/test/payment_download_ncp.asp',
    '/checkoutnow',
    '/checkoutnow/pay',
  ],
  ...['/v1/oauth2/token', '/v2/checkout/orders', '/v1/notifications/certs/x'],
]

function simulatorReaders(kind: GatewayKind): Array<[string, Reader]> {
  const simulator = allSimulators[kind.id]?.create(demoValues(kind) as never, around, outsideWith(''))
  if (!simulator) throw new Error(`${kind.id} has no simulator`)
  const handle = (method: string, path: string, sent: { query?: string; body?: string; headers?: string }) =>
    simulator.handle({
      method,
      path,
      query: sent.query ?? '',
      headers: { authorization: sent.headers ?? '' },
      body: Buffer.from(sent.body ?? ''),
    })
  return [
    [
      `${kind.id}: bodies at its simulator`,
      async (text) => {
        for (const path of paths) await handle('POST', path, { body: text })
      },
    ],
    [
      `${kind.id}: queries, paths and headers at its simulator`,
      async (text) => {
        for (const path of paths) await handle('GET', path, { query: text, headers: text })
        await handle('GET', `/${text}`, {})
      },
    ],
  ]
}

/** A provider that answers every call with the same bytes; only what opens its door is as it should be. */
function outsideWith(answer: string): Outside {
  const http: Outside['http'] = {
    async send({ url }) {
      const text = url.endsWith('/token') ? '{"access_token":"t","expires_in":30000}' : answer
      return { is: 'answer', status: 200, headers: new Headers(), text }
    },
  }
  return { http, unprovenHttp: http, clock, log: memoryLog() }
}

/** Every way by which bytes reach an adapter or a simulator, for each of the gateways there are. */
export const gatewayReaders: Readonly<Record<string, Reader>> = Object.fromEntries(allGateways.flatMap(readersOf))
