import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toInstant } from '../kit/clock.ts'
import { VatRates } from './vat-rate.ts'

const day = (number: number) => `2026-12-0${number}T00:00:00.000Z`
const version = (number: number, rateBp: number, effectiveAt: string) => ({
  ...{ code: 'normal', number, rateBp, effectiveAt },
  ...{ setBy: 'test', setAt: toInstant(0) },
})

test('the rates of a time: what held at its beginning, and what began in it; its end is not of it', () => {
  const rates = new VatRates(
    [version(1, 1960, toInstant(0)), version(2, 2000, day(3)), version(3, 2100, day(5))],
    day(9),
  )
  assert.deepEqual(rates.ratesBetween('normal', day(1), day(3)), [1960])
  assert.deepEqual(rates.ratesBetween('normal', day(1), day(4)), [1960, 2000])
  assert.deepEqual(rates.ratesBetween('normal', day(3), day(6)), [2000, 2100])
  assert.deepEqual(rates.ratesBetween('reduced', day(1), day(9)), [])
})

test('of two rates of one day the one that was set last counts, once', () => {
  const rates = new VatRates(
    [version(1, 2000, toInstant(0)), version(2, 2200, day(3)), version(3, 2100, day(3))],
    day(9),
  )
  assert.deepEqual(rates.ratesBetween('normal', day(1), day(9)), [2000, 2100])
})
