import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf } from './provider-time.ts'

test('a provider’s time is an instant of ours; none, an unreadable and a far one are now', () => {
  const now = '2026-11-24T09:00:00.000Z'
  assert.equal(instantOf('2026-11-24T10:00:00+02:00', { now }), '2026-11-24T08:00:00.000Z')
  for (const text of [undefined, '', 'yesterday', '1970-01-01T00:00:00Z', '2028-01-01T00:00:00Z'])
    assert.equal(instantOf(text, { now }), now, text)
})
