import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as outcomes from './outcomes.ts'
import type { Called, NotOk } from './rest-client.ts'

const refused: NotOk = { is: 'refused', status: 422, issue: 'NO_FUNDS' }
const absent: NotOk = { is: 'refused', status: 404, issue: 'NOT_THERE' }
const forbidden: NotOk = { is: 'refused', status: 403, issue: 'NO_RIGHT' }
const sent: NotOk = { is: 'failed', sent: true, why: 'TimeoutError' }
const unsent: NotOk = { is: 'failed', sent: false, why: 'ECONNREFUSED' }

test('only what was certainly not sent may be started or paid back again', () => {
  assert.deepEqual(
    [refused, sent, unsent].map((each) => outcomes.startWithout(each).do),
    ['refused', 'unknown', 'not_sent'],
  )
  assert.deepEqual(
    [refused, sent, unsent].map((each) => outcomes.refundWithout(each).is),
    ['refused', 'unknown', 'refused'],
  )
})

test('a look-up without an answer says nothing, but that a 404 finds nothing', () => {
  assert.deepEqual(
    [refused, absent, sent, unsent].map((each) => outcomes.lookUpWithout(each).is),
    ['unreachable', 'not_found', 'unreachable', 'unreachable'],
  )
  for (const each of [refused, absent, sent, unsent]) assert.equal(outcomes.refundUnseen(each).is, 'unknown')
  assert.deepEqual(
    [forbidden, refused, sent].map((each) => outcomes.listWithout(each).is),
    ['not_allowed', 'unreachable', 'unreachable'],
  )
})

test('a refund’s status is its outcome, with its name where there is one', () => {
  const said = { operation: 'R', occurredAt: '2026-11-24T09:00:00.000Z', words: 'status X' }
  assert.deepEqual(outcomes.refundOutcome('refunded', said), {
    is: 'done',
    operation: 'R',
    occurredAt: said.occurredAt,
  })
  assert.deepEqual(outcomes.refundOutcome('pending', { ...said, operation: undefined }), { is: 'pending' })
  for (const kind of ['refused', 'cancelled'] as const)
    assert.deepEqual(outcomes.refundOutcome(kind, said), { is: 'refused', why: 'status X', operation: 'R' })
  for (const kind of ['unknown', 'paid', 'expired'] as const)
    assert.deepEqual(outcomes.refundOutcome(kind, said), { is: 'unknown', why: 'status X' })
})

test('a call that may have had its effect is asked once more, and what came of it stays in doubt', async () => {
  const ok: Called<object> = { is: 'ok', value: {} }
  const ask = async (...answers: Called<object>[]) => {
    let calls = 0
    const answer = await outcomes.askTwice(async () => answers[calls++] ?? assert.fail('a third call'))
    return [calls, answer]
  }
  assert.deepEqual(await ask(ok), [1, ok])
  assert.deepEqual(await ask(refused), [1, refused])
  assert.deepEqual(await ask(unsent), [1, unsent])
  assert.deepEqual(await ask(sent, ok), [2, ok])
  assert.deepEqual(await ask(sent, unsent), [2, { ...unsent, sent: true }], 'the first one may have arrived')
})
