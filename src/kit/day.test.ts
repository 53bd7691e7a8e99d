import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR, later, toInstant, toMs } from './clock.ts'
import { addDays, firstOfNextMonth, localDay, parseDay, startOfDay } from './day.ts'

test('a day begins at midnight where the site is, in winter and in summer', () => {
  assert.equal(startOfDay('2026-11-30', 'Europe/Paris'), '2026-11-29T23:00:00.000Z')
  assert.equal(startOfDay('2026-07-14', 'Europe/Paris'), '2026-07-13T22:00:00.000Z')
  assert.equal(startOfDay('2026-11-30', 'Pacific/Noumea'), '2026-11-29T13:00:00.000Z')
  assert.equal(startOfDay('2026-11-30', 'America/Martinique'), '2026-11-30T04:00:00.000Z')
})

test('the days on which the clocks change have 23 and 25 hours, and 29 February is a day [case 59]', () => {
  const hours = (day: string, zone: string) =>
    (toMs(startOfDay(addDays(day, 1), zone)) - toMs(startOfDay(day, zone))) / HOUR
  assert.equal(hours('2026-03-29', 'Europe/Paris'), 23)
  assert.equal(hours('2026-10-25', 'Europe/Paris'), 25)
  assert.equal(hours('2028-02-29', 'Europe/Paris'), 24)
  assert.deepEqual([addDays('2028-02-28', 1), addDays('2028-02-29', 1)], ['2028-02-29', '2028-03-01'])
  assert.deepEqual([parseDay('2028-02-29'), parseDay('2027-02-29')], ['2028-02-29', undefined])
  assert.equal(firstOfNextMonth('2028-02-29'), '2028-03-01')
})

test('where the clocks change at midnight the day begins at one o’clock', () => {
  assert.equal(startOfDay('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z')
})

test('the hour that comes twice when the clocks go back lies in one day, in order [case 59]', () => {
  const [first, second] = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']
  assert.deepEqual([localDay(first, 'Europe/Paris'), localDay(second, 'Europe/Paris')], ['2026-10-25', '2026-10-25'])
  assert.ok(first < second)
})

test('every instant lies in its own day, whatever the zone', () => {
  const zones = ['Europe/Paris', 'Pacific/Noumea', 'America/Martinique', 'Pacific/Apia', 'UTC', 'Asia/Kolkata']
  const instants = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') }).map(toInstant)
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
      const day = localDay(instant, zone)
      const start = startOfDay(day, zone)
      assert.ok(start <= instant && instant < startOfDay(addDays(day, 1), zone))
      assert.equal(localDay(later(start, -1), zone), addDays(day, -1))
    }),
  )
})

test('days are read as a field sends them and as one types them; what is no day is none', () => {
  assert.equal(parseDay('2026-11-30'), '2026-11-30')
  assert.equal(parseDay(' 30/11/2026 '), '2026-11-30')
  assert.equal(parseDay('1/3/2027'), '2027-03-01')
  for (const text of ['', 'lundi', '2026-02-30', '31/11/2026', '2026-13-01', '0000-01-01', '<b>', '2026-11-30T00:00'])
    assert.equal(parseDay(text), undefined, text)
})

test('months end where they end', () => {
  assert.equal(firstOfNextMonth('2026-12-31'), '2027-01-01')
  assert.equal(firstOfNextMonth('2027-02-01'), '2027-03-01')
})
