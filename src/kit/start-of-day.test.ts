import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOfDay } from './start-of-day.ts'

test('a day begins when the site’s clocks say so, also when they change that day', () => {
  assert.equal(startOfDay('2026-12-01', 'Europe/Paris'), '2026-11-30T23:00:00.000Z')
  assert.equal(startOfDay('2026-07-01', 'Europe/Paris'), '2026-06-30T22:00:00.000Z')
  assert.equal(startOfDay('2026-03-29', 'Europe/Paris'), '2026-03-28T23:00:00.000Z')
  assert.equal(startOfDay('2026-03-30', 'Europe/Paris'), '2026-03-29T22:00:00.000Z')
  assert.equal(startOfDay('2026-10-25', 'Europe/Paris'), '2026-10-24T22:00:00.000Z')
  assert.equal(startOfDay('2026-10-26', 'Europe/Paris'), '2026-10-25T23:00:00.000Z')
  assert.equal(startOfDay('2026-12-01', 'Pacific/Auckland'), '2026-11-30T11:00:00.000Z')
  assert.equal(startOfDay('2026-12-01', 'America/New_York'), '2026-12-01T05:00:00.000Z')
})

test('what is no day of the calendar is none', () => {
  for (const text of ['', '2026-02-30', '2026-13-01', '01/12/2026', '2026-1-1', '2026-12-01T00:00', 'demain']) {
    assert.equal(startOfDay(text, 'Europe/Paris'), undefined, text)
  }
})
