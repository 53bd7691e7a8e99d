import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRuns, type Series } from '../../bench/compare.ts'

const rate = (...values: number[]): Series => ({ what: 'settlements', unit: '/s', values })
const time = (...values: number[]): Series => ({ what: 'a page', unit: 'ms', values })
const saysOf = (before: Series, now: Series) => compareRuns([before], [now])[0]?.says

test('a change beyond the noise of three runs is told, in the direction that counts for its unit', () => {
  assert.equal(saysOf(rate(100, 101, 99), rate(80, 81, 79)), 'worse')
  assert.equal(saysOf(rate(100, 101, 99), rate(120, 121, 119)), 'better')
  assert.equal(saysOf(time(2.0, 2.02, 1.98), time(2.4, 2.42, 2.38)), 'worse')
  assert.equal(saysOf(time(2.0, 2.02, 1.98), time(1.6, 1.62, 1.58)), 'better')
})

test('a change within the noise is none', () => {
  assert.equal(saysOf(rate(100, 140, 70), rate(80, 120, 60)), 'the same')
  assert.equal(saysOf(time(2, 2, 2), time(2, 2, 2)), 'the same')
})

test('one run on either side says nothing', () => {
  assert.equal(saysOf(rate(100), rate(50, 50, 50)), 'the same')
  assert.equal(saysOf(rate(100, 100, 100), rate(50)), 'the same')
})

test('the gain is told as a share, and what only one side has is left out', () => {
  const [change] = compareRuns([rate(100, 100.1, 99.9)], [rate(110, 110.1, 109.9)])
  assert.ok(change && Math.abs(change.gain - 0.1) < 0.001)
  assert.deepEqual(compareRuns([time(1, 1, 1)], [rate(1, 1, 1)]), [])
})
