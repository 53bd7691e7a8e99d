import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, later, MINUTE, toMs } from '../kit/clock.ts'
import { nextLook } from './look-schedule.ts'

const startedAt = '2026-11-24T09:00:00.000Z'
const limitAt = later(startedAt, 3 * HOUR)

test('looks fall due at 1, 3, 10, 30 minutes, hourly, ten minutes before the limit, and daily for a month [case 11]', () => {
  const ages: number[] = []
  for (let now: string | undefined = startedAt; now; now = nextLook({ startedAt, limitAt, now })) {
    ages.push((toMs(now) - toMs(startedAt)) / MINUTE)
  }
  assert.deepEqual(ages.slice(1, 9), [1, 3, 10, 30, 60, 120, 170, 180])
  const last = ages.at(-1) ?? 0
  assert.equal(last, (3 * HOUR + DAY + 30 * DAY) / MINUTE, 'then a person must look')
  assert.equal(ages.filter((age) => age > 27 * 60).length, 30)
})

test('a clock that jumps a day ahead finds the next look ahead, not behind [L07]', () => {
  const next = nextLook({ startedAt, limitAt, now: later(startedAt, DAY) })
  assert.ok(next && next > later(startedAt, DAY))
})
