import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, later, MINUTE, toMs } from '../kit/clock.ts'
import { jitterOf, nextPoll } from './poll-schedule.ts'

const startedAt = '2026-11-24T09:00:00.000Z'
const limitAt = later(startedAt, 3 * HOUR)
const limitMinutes = (3 * HOUR) / MINUTE

/** The ages, in minutes, at which a payment with this jitter seed is asked for. */
function agesWith(jitterSeed: number): number[] {
  const ages: number[] = []
  for (let now: string | undefined = startedAt; now; now = nextPoll({ startedAt, limitAt, now, jitterSeed }))
    ages.push((toMs(now) - toMs(startedAt)) / MINUTE)
  return ages.slice(1)
}

test('looks fall due at 1, 3, 10, 30 minutes, hourly, ten minutes before the limit, and daily for a month [case 11]', () => {
  const ages = agesWith(0.5)
  assert.deepEqual(ages.slice(0, 8), [1, 3, 10, 30, 60, 120, 170, 180])
  const last = ages.at(-1) ?? 0
  assert.equal(last, (3 * HOUR + DAY + 30 * DAY) / MINUTE, 'then a person must look')
  assert.equal(ages.filter((age) => age > 27 * 60).length, 30)
})

test('chance moves each look by a tenth of its pause at most, and never the one before the limit beyond it', () => {
  assert.deepEqual(agesWith(0).slice(0, 8), [0.9, 2.8, 9.3, 28, 57, 114, 169, 174])
  assert.deepEqual(agesWith(1).slice(0, 8), [1.1, 3.2, 10.7, 32, 63, 126, 169, 186])
  for (let payment = 0; payment < 500; payment += 1) {
    const ages = agesWith(jitterOf(`pay_${payment}`))
    assert.equal(ages.length, agesWith(0.5).length)
    assert.deepEqual(
      ages,
      ages.toSorted((a, b) => a - b),
    )
    assert.ok(ages.some((age) => age <= limitMinutes - 10 && age >= limitMinutes - 11))
  }
})

test('a payment keeps its jitter seed, and those of many are spread', () => {
  assert.equal(jitterOf('pay_1'), jitterOf('pay_1'))
  const seeds = Array.from({ length: 1_000 }, (_, index) => jitterOf(`pay_${index}`))
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inIt = seeds.filter((jitterSeed) => Math.floor(jitterSeed * 10) === tenth).length
    assert.ok(inIt > 60 && inIt < 140, `${inIt} of a thousand in tenth ${tenth}`)
  }
})

test('a clock that jumps a day ahead finds the next look ahead, not behind [L07]', () => {
  for (const jitterSeed of [0, 0.5, 0.999]) {
    const next = nextPoll({ startedAt, limitAt, now: later(startedAt, DAY), jitterSeed })
    assert.ok(next && next > later(startedAt, DAY))
  }
})
