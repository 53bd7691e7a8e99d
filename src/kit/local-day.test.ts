import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, toMs } from './clock.ts'
import { addDays, isDay, localDay, startOfDay } from './local-day.ts'

const lengthOf = (day: string, timeZone: string): number =>
  (toMs(startOfDay(addDays(day, 1), timeZone)) - toMs(startOfDay(day, timeZone))) / HOUR

test('a day begins at midnight where the site stands, in summer and in winter', () => {
  assert.equal(startOfDay('2026-07-01', 'Europe/Paris'), '2026-06-30T22:00:00.000Z')
  assert.equal(startOfDay('2026-12-01', 'Europe/Paris'), '2026-11-30T23:00:00.000Z')
  assert.equal(startOfDay('2026-12-01', 'Asia/Kolkata'), '2026-11-30T18:30:00.000Z')
  assert.equal(startOfDay('2026-12-01', 'Pacific/Kiritimati'), '2026-11-30T10:00:00.000Z')
  assert.equal(startOfDay('2026-12-01', 'Pacific/Pago_Pago'), '2026-12-01T11:00:00.000Z')
})

test('when clocks change a day has 23 or 25 hours', () => {
  assert.equal(lengthOf('2026-03-29', 'Europe/Paris'), 23)
  assert.equal(lengthOf('2026-10-25', 'Europe/Paris'), 25)
  assert.equal(lengthOf('2026-10-24', 'Europe/Paris'), 24)
})

test('a day whose midnight is skipped begins at one o’clock', () => {
  assert.equal(startOfDay('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z')
  assert.equal(localDay('2018-11-04T02:59:00.000Z', 'America/Sao_Paulo'), '2018-11-03')
})

test('days are counted over months and leap years', () => {
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2027-01-01', -1), '2026-12-31')
  assert.equal(toMs(`${addDays('2026-01-01', 365)}T00:00:00Z`) - toMs('2026-01-01T00:00:00Z'), 365 * DAY)
})

test('what is no day is told from one', () => {
  assert.ok(isDay('2028-02-29'))
  for (const text of ['', '2026-02-30', '2026-13-01', '2027-02-29', '26-01-01', '2026-1-1', '9999999-01-01', 'hier'])
    assert.equal(isDay(text), false, text)
})
