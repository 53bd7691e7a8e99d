import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardMark, emailMark } from './payer-mark.ts'

test('a card is its brand and last four digits, never more of its number', () => {
  assert.deepEqual(cardMark('VISA', '4111111111111111'), { payerMark: 'VISA 1111' })
  assert.deepEqual(cardMark('VISA', ''), { payerMark: 'VISA' })
  assert.deepEqual(cardMark('<b>', 'XXXX2222'), { payerMark: '2222' })
  assert.deepEqual(cardMark('', '411'), {})
})

test('an address is its first letter and its host', () => {
  assert.deepEqual(emailMark('jane@example.org'), { payerMark: 'j***@example.org' })
  for (const none of [undefined, '', '@example.org', 'a@b@c', 'a@<b>', `a@${'x'.repeat(61)}`])
    assert.deepEqual(emailMark(none), {}, none)
})
