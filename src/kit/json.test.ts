import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { jsonReader, parseJson, safeReader } from './json.ts'

const schema = z.object({ minor: z.number(), why: z.string().optional() })

test('what was stored as JSON is read as its schema says, without what the schema does not know', () => {
  const read = jsonReader('row.sum', schema)
  assert.deepEqual(read('{"minor":5,"extra":1}'), { minor: 5 })
  for (const wrong of ['{"minor":"5"}', '{}', 'null', '[]', '{"minor":5', ''])
    assert.throws(() => read(wrong), /row\.sum holds JSON that is not of its kind/, wrong)
})

test('what may have been changed by hand is read or undefined, and nothing is thrown', () => {
  const read = safeReader(schema)
  assert.deepEqual(read('{"minor":5,"why":"x"}'), { minor: 5, why: 'x' })
  for (const wrong of ['{"minor":"5"}', 'no', '']) assert.equal(read(wrong), undefined)
})

test('JSON from outside is nested no deeper than any real document', () => {
  assert.equal(parseJson('['.repeat(61) + ']'.repeat(61)), undefined)
  assert.ok(parseJson('['.repeat(60) + ']'.repeat(60)))
})
