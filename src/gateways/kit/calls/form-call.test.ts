import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handClock } from '../../../kit/clock.ts'
import type { HttpAnswer, HttpRequest } from '../../../kit/http/http-client.ts'
import { memoryLog } from '../../../kit/log.ts'
import { postForm, readXml, textsOf } from './form-call.ts'

async function post(answer: HttpAnswer, read = (text: string): { text: string } | string => ({ text })) {
  const asked: HttpRequest[] = []
  const http = {
    async send(request: HttpRequest) {
      asked.push(request)
      return answer
    },
  }
  const outside = { http, clock: handClock('2026-11-24T09:00:00.000Z'), log: memoryLog() }
  const fields = [
    ['a', 'é&'],
    ['b', ''],
  ] as const
  return { said: await postForm({ url: 'https://bank.example/x.asp', fields, read }, outside), asked }
}
const answer = (status: number): HttpAnswer => ({ is: 'answer', status, headers: new Headers(), text: 'said' })

test('a form goes to its own host alone, and what comes back is read', async () => {
  const { said, asked } = await post(answer(200))
  assert.deepEqual(said, { is: 'ok', value: { text: 'said' } })
  assert.equal(asked[0]?.body, 'a=%C3%A9%26&b=')
  assert.deepEqual(asked[0]?.allowedOrigins, ['https://bank.example'])
})

test('any other status may come after the effect; only the call itself knows what was not sent', async () => {
  for (const status of [204, 302, 404, 500])
    assert.deepEqual((await post(answer(status))).said, { is: 'failed', sent: true, why: `HTTP ${status}` })
  const unsent: HttpAnswer = { is: 'failed', sent: false, why: 'ECONNREFUSED' }
  assert.deepEqual((await post(unsent)).said, unsent)
})

test('an answer that is none may come after the effect too, and says why it is none', async () => {
  const { said } = await post(answer(200), (text) => `not XML: ${text}`)
  assert.deepEqual(said, { is: 'failed', sent: true, why: 'not XML: said' })
})

test('the root is read whole: attributes, elements, and lists of none, one and several', () => {
  const read = (inside: string) => readXml(`<?xml version="1.0"?>\n<reply>${inside}</reply>\n`, 'reply', ['line'])
  assert.deepEqual(read(''), {})
  assert.deepEqual(read('<line a="1"/>'), { line: [{ a: '1' }] })
  assert.deepEqual(read('<line a="1"/><line a="2"/>'), { line: [{ a: '1' }, { a: '2' }] })
  assert.deepEqual(readXml('<reply a="1" b="x"/>', 'reply'), { a: '1', b: 'x' })
})

test('what is cut off, of another root, declares entities or is no XML is no answer', () => {
  const bad = [
    '<reply><line a="1"/>',
    '<reply><line a="1"/></rep',
    '<reply a="1"',
    '<other/>',
    '<reply></other>',
    '<!DOCTYPE x [<!ENTITY a "b">]><reply/>',
    'plain',
    '',
    '<constructor/>',
  ]
  for (const text of bad) assert.equal(readXml(text, 'reply'), undefined, text)
  assert.equal(readXml('x', 'constructor'), undefined)
})

test('entities mean themselves, and texts are found by their names in capitals', () => {
  const texts = textsOf(readXml('<reply PayId="&x;" n="1"><line a="1"/></reply>', 'reply') ?? {})
  assert.deepEqual(
    [...texts],
    [
      ['PAYID', '&x;'],
      ['N', '1'],
    ],
  )
})
