import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { handClock } from '../../../kit/clock.ts'
import type { HttpAnswer, HttpRequest } from '../../../kit/http/http-client.ts'
import { memoryLog } from '../../../kit/log.ts'
import { type Call, createRestClient, type RestProtocol } from './rest-client.ts'

type Over = { [Part in keyof RestProtocol]?: RestProtocol[Part] | undefined }

function create(answers: readonly HttpAnswer[], over: Over = {}) {
  const asked: HttpRequest[] = []
  const http = {
    async send(request: HttpRequest) {
      asked.push(request)
      return answers[asked.length - 1] ?? assert.fail('one call too many')
    },
  }
  const log = memoryLog()
  const client = createRestClient(
    {
      name: 'bank',
      base: 'https://api.bank.example',
      authorize: async () => ({ authorization: 'Basic x' }),
      keyHeader: { name: 'idempotency-key', longest: 5 },
      bodyHeaders: { prefer: 'whole' },
      issueOf: (json) => String((json as { issue?: unknown } | undefined)?.issue ?? ''),
      traceHeader: 'request-id',
      ...over,
    },
    { http, clock: handClock('2026-11-24T09:00:00.000Z'), log },
  )
  return { client, asked, log }
}
const any = z.unknown()
const answer = (status: number, text = '{}'): HttpAnswer => ({
  is: 'answer',
  status,
  headers: new Headers({ 'request-id': 'trace-1' }),
  text,
})

test('a call bears what lets it in, its key within its length, and goes to one host', async () => {
  const { client, asked } = create([answer(201, '{"id":"1"}'), answer(200)])
  const shape = z.object({ id: z.string() })
  assert.deepEqual(await client.post('/things', { a: 1 }, shape, 'longer than five'), { is: 'ok', value: { id: '1' } })
  await client.get('/things/1', any)
  const [post, get] = asked
  assert.deepEqual(post?.headers, {
    authorization: 'Basic x',
    'content-type': 'application/json',
    prefer: 'whole',
    'idempotency-key': 'longe',
  })
  assert.deepEqual(
    [post?.url, post?.body, post?.allowedOrigins],
    ['https://api.bank.example/things', '{"a":1}', ['https://api.bank.example']],
  )
  assert.deepEqual([get?.headers, get?.body], [{ authorization: 'Basic x' }, undefined])
})

test('a no is certain; a conflict, an error and what is no JSON may come after the effect; a limit comes before it', async () => {
  const said = async (status: number, text?: string) =>
    await create([answer(status, text)]).client.post('/x', {}, any, 'k')
  assert.deepEqual(await said(422, '{"issue":"NO_FUNDS"}'), { is: 'refused', status: 422, issue: 'NO_FUNDS' })
  assert.deepEqual(await said(403, '{"issue":"NO_RIGHT"}'), { is: 'refused', status: 403, issue: 'NO_RIGHT' })
  assert.deepEqual(await said(429), { is: 'failed', sent: false, why: 'rate limit' })
  for (const status of [409, 500, 503])
    assert.deepEqual(await said(status), { is: 'failed', sent: true, why: `${status} ` })
  for (const text of ['<html>', '{"a":', '']) assert.equal((await said(200, text)).is, 'failed', text)
  assert.equal((await said(400, 'no JSON')).is, 'failed')
})

test('an answer without what the code reads is none, and may come after the effect', async () => {
  const { client } = create([answer(200, '{"id":1}')])
  const said = await client.post('/x', {}, z.object({ id: z.string() }), 'k')
  assert.deepEqual(said, { is: 'failed', sent: true, why: 'answer not understood' })
})

test('what is refused is said with its trace; rights and credentials louder, a query never', async () => {
  const { client, log } = create([answer(401, '{"issue":"OLD_KEY"}'), answer(404)])
  await client.get('/x?secret=1', any)
  await client.get('/y', any)
  const [first = '', second = ''] = log.lines
  assert.match(first, /"error".*OLD_KEY.*trace-1/)
  assert.match(second, /"warn"/)
  assert.doesNotMatch(first, /secret/)
})

test('a 401 asks once more for what lets in, and calls again only with another; without any nothing is sent', async () => {
  const refused: unknown[] = []
  const renewing = {
    async authorize(_: unknown, last?: object) {
      refused.push(last)
      return { authorization: `n${refused.length}` }
    },
  }
  const renewed = create([answer(401), answer(200)], renewing)
  assert.equal((await renewed.client.get('/x', any)).is, 'ok')
  assert.deepEqual(refused, [undefined, { authorization: 'n1' }])
  const shut = create([], { authorize: async () => undefined })
  assert.deepEqual(await shut.client.get('/x', any), { is: 'failed', sent: false, why: 'no access token' })
})

test('a body may be a form, and a call goes without a key where the provider takes none', async () => {
  const { client, asked } = create([answer(200)])
  await client.post('/things', new URLSearchParams([['items[0][name]', 'é']]), any)
  assert.equal(asked[0]?.body, 'items%5B0%5D%5Bname%5D=%C3%A9')
  assert.equal(asked[0]?.headers?.['content-type'], 'application/x-www-form-urlencoded')
  assert.ok(!('idempotency-key' in (asked[0]?.headers ?? {})))
  const { client: keyless } = create([], { keyHeader: undefined })
  assert.throws(() => void keyless.post('/things', {}, any, 'k'), /harmless/)
})

test('what lets a call in may depend on the call: its path, its body, its key', async () => {
  const seen: Call[] = []
  const signing = {
    async authorize(call: Call) {
      seen.push(call)
      return { authorization: `sha ${call.body?.length}` }
    },
  }
  const { client, asked } = create([answer(200)], signing)
  await client.post('/things', { a: 1 }, any, 'longer than five')
  const type = 'application/json'
  assert.deepEqual(seen, [{ method: 'POST', path: '/things', body: '{"a":1}', type, key: 'longe' }], 'as it is sent')
  assert.equal(asked[0]?.headers?.authorization, 'sha 7')
})
