import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oneHeader } from './notice-headers.ts'

test('a header of a proof comes once, is short and has its form', () => {
  const read = (value?: string | string[]) =>
    oneHeader({ headers: value === undefined ? {} : { x: value } } as never, 'x', /^[\w,]+$/)
  assert.equal(read('abc'), 'abc')
  for (const bad of [undefined, '', 'a b', ['abc', 'abc'], 'a'.repeat(1_001)]) assert.equal(read(bad), undefined)
})
