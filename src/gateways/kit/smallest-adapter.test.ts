import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { amount } from '../../kit/amount.ts'
import { handClock, nowOf } from '../../kit/clock.ts'
import type { HttpAnswer, HttpRequest } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import type { Fact, Gateway } from '../gateway.ts'
import type { Outside } from '../gateway-kind.ts'
import { readPages } from './calls/list-pages.ts'
import { askTwice, listWithout, lookUpWithout, refundOutcome, refundWithout, startWithout } from './calls/outcomes.ts'
import { createRestClient } from './calls/rest-client.ts'
import { moneyCodec } from './money-codec.ts'
import { hmacOf, isSameProof, keysInForce, keyThatProves } from './notices/proofs.ts'
import { oneHeader } from './notices/raw-notice.ts'
import { cardMark, given, instantOf, safeLink } from './provider-values.ts'
import { moneyFact, statusTable } from './status-table.ts'

const codec = moneyCodec()
const sum = z.object({ value: z.string(), currency: z.string() })
const sale = z.object({
  id: z.string(),
  status: z.string(),
  sum: sum.transform(({ value, currency }) => codec.fromWhole(value, currency)),
  ref: z.string().optional(),
  card: z.string().optional(),
  at: z.string().optional(),
  page: z.string().optional(),
})
const sales = z.object({ data: z.array(sale), next: z.string().optional() })
const refund = z.object({ id: z.string(), status: z.string(), at: z.string().optional() })

const saleStatuses = statusTable({ paid: 'settled', pending: 'open', refused: 'declined' })
const refundStatuses = statusTable({ refunded: 'done', pending: 'booked', refused: 'failed' })

/** The smallest adapter there can be: a provider with a REST API, a key for repetitions and notices under two keys. */
function bank({ http, clock, log }: Outside): Gateway & Required<Pick<Gateway, 'refund' | 'list'>> {
  const now = () => nowOf(clock)
  const api = createRestClient(
    {
      name: 'bank',
      base: 'https://api.bank.example',
      authorize: async () => ({ authorization: 'Bearer key' }),
      keyHeader: { name: 'idempotency-key', longest: 64 },
      issueOf: (json) => z.object({ error: z.string() }).safeParse(json).data?.error ?? '',
      traceHeader: 'request-id',
    },
    { http, clock, log },
  )
  const factOf = ({ id: operation, status, ref: reference, ...told }: z.infer<typeof sale>, unit: string): Fact => ({
    about: 'payment',
    ...moneyFact(saleStatuses.kindOf(status), told.sum, unit),
    ...cardMark('VISA', told.card ?? ''),
    ...given({ reference }),
    operation,
    account: 'shop',
    mode: 'live',
    occurredAt: instantOf(told.at, { now: now() }),
    detail: `sale ${status}`,
  })
  return {
    account: 'shop',
    async startPayment({ amount: asked, reference, key }) {
      const value = codec.toWhole(asked)
      if (value === undefined) return { do: 'refused', why: 'this amount' }
      const answer = await askTwice(() => api.post('/sales', { value, currency: asked.unit, reference }, sale, key))
      if (answer.is !== 'ok') return startWithout(answer)
      const url = safeLink(answer.value.page, ['https://pay.bank.example'])
      return url === undefined ? { do: 'unknown', why: 'no page' } : { do: 'go_to', url, attemptRef: answer.value.id }
    },
    async readNotice(notice) {
      const signature = oneHeader(notice, 'signature', /^[0-9a-f]{64}$/) ?? ''
      const holds = (secret: string) => isSameProof(hmacOf('sha256', secret, notice.body), signature)
      if (!keyThatProves(keysInForce({ now: 'new', before: 'old' }), holds)) return { is: 'rejected', why: 'signature' }
      return { is: 'ask', noticeKey: signature, ask: [{ attemptRef: Buffer.from(notice.body).toString() }] }
    },
    async lookUp({ attemptRef, amount: { unit } }) {
      const answer = await api.get(`/sales/${attemptRef}`, sale)
      return answer.is === 'ok' ? { is: 'facts', facts: [factOf(answer.value, unit)] } : lookUpWithout(answer)
    },
    checkSettings: async () => [],
    async refund({ capture, amount: back, key }) {
      const answer = await api.post(`/sales/${capture}/refunds`, { value: codec.toWhole(back) }, refund, key)
      if (answer.is !== 'ok') return refundWithout(answer)
      const { id: operation, status, at } = answer.value
      const said = { operation, occurredAt: instantOf(at, { now: now() }), words: status }
      return refundOutcome(refundStatuses.kindOf(status), said)
    },
    async list({ from, to }) {
      const found = await readPages(
        `/sales?from=${from}`,
        (path) => api.get(path, sales),
        ({ data, next }) => ({ lines: data, next: next === undefined ? undefined : `/sales?after=${next}` }),
      )
      if (found.is !== 'ok') return listWithout(found)
      return { is: 'listed', lines: found.value.map((each) => factOf(each, 'EUR')), completeTo: to }
    },
  }
}

const at = '2026-11-24T09:00:00.000Z'
const answer = (status: number, json: object): HttpAnswer => ({
  is: 'answer',
  status,
  headers: new Headers(),
  text: JSON.stringify(json),
})
const lost: HttpAnswer = { is: 'failed', sent: true, why: 'TimeoutError' }
const paid = { id: 's1', status: 'settled', sum: { value: '1000', currency: 'EUR' }, ref: 'ours', card: '4111', at }

/** The bank, which gives these answers one after the other, and what it was asked. */
function answering(...answers: HttpAnswer[]) {
  const asked: HttpRequest[] = []
  const http = {
    async send(request: HttpRequest) {
      asked.push(request)
      return answers[asked.length - 1] ?? assert.fail('one call too many')
    },
  }
  return { gateway: bank({ http, clock: handClock(at), log: memoryLog() }), asked }
}
const payment = { reference: 'ours', key: 'pay_1', attemptRef: 's1', amount: amount(1000, 'EUR') }
const start = (...answers: HttpAnswer[]) => answering(...answers).gateway.startPayment(payment as never)
const lookUp = (given: HttpAnswer) => answering(given).gateway.lookUp(payment as never)

test('an adapter made of the kit starts: a lost answer is asked for again with its key, a foreign page is not followed', async () => {
  const page = 'https://pay.bank.example/s1'
  const { gateway, asked } = answering(lost, answer(201, { ...paid, page }))
  assert.deepEqual(await gateway.startPayment(payment as never), { do: 'go_to', url: page, attemptRef: 's1' })
  assert.deepEqual(
    asked.map(({ headers }) => headers?.['idempotency-key']),
    ['pay_1', 'pay_1'],
  )
  assert.equal((await start(answer(201, { ...paid, page: 'https://evil.example/' }))).do, 'unknown')
  assert.deepEqual(await start(answer(422, { error: 'too much' })), { do: 'refused', why: '422 too much' })
})

test('it proves notices under the key in force and the one before', async () => {
  const { gateway } = answering()
  const read = (secret: string) =>
    gateway.readNotice({ headers: { signature: hmacOf('sha256', secret, 's1') }, body: Buffer.from('s1') } as never)
  assert.deepEqual(await Promise.all(['new', 'old', 'else'].map(async (secret) => (await read(secret)).is)), [
    'ask',
    'ask',
    'rejected',
  ])
})

test('it looks up: money that can be read, a status that is listed; all else is unknown, absent or unreachable', async () => {
  const found = await lookUp(answer(200, paid))
  assert.ok(found.is === 'facts')
  const [fact] = found.facts
  assert.deepEqual([fact?.kind, fact?.amount, fact?.payerMark], ['paid', amount(1000, 'EUR'), 'VISA 4111'])
  for (const odd of [{ status: 'new' }, { sum: { value: '10.00', currency: 'EUR' } }]) {
    const unknown = await lookUp(answer(200, { ...paid, ...odd }))
    assert.equal(unknown.is === 'facts' && unknown.facts[0]?.kind, 'unknown', JSON.stringify(odd))
  }
  const said = [answer(404, {}), answer(200, {}), lost].map(async (each) => (await lookUp(each)).is)
  assert.deepEqual(await Promise.all(said), ['not_found', 'unreachable', 'unreachable'])
})

test('it pays back and lists: what is in doubt is unknown, half a list is none', async () => {
  const refunds = [answer(201, { id: 'r1', status: 'done', at }), answer(201, { id: 'r1', status: 'odd' }), lost].map(
    async (each) => (await answering(each).gateway.refund({ ...payment, capture: 's1' } as never)).is,
  )
  assert.deepEqual(await Promise.all(refunds), ['done', 'unknown', 'unknown'])
  const list = (...pages: HttpAnswer[]) => answering(...pages).gateway.list({ from: at, to: at })
  const whole = await list(answer(200, { data: [paid], next: 's1' }), answer(200, { data: [paid] }))
  assert.equal(whole.is === 'listed' && whole.lines.length, 2)
  assert.equal((await list(answer(200, { data: [paid], next: 's1' }), lost)).is, 'unreachable')
  assert.equal((await list(answer(403, {}))).is, 'not_allowed')
})
