import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  daysLeft,
  easterSunday,
  isWorkingDay,
  lastDayToRefund,
  lastDayToWithdraw,
  mayWithdraw,
} from './withdrawal-period.ts'

const paris = { days: 14, timeZone: 'Europe/Paris' }

describe('the period in which one may withdraw', () => {
  test('Easter Sunday as the calendar has it', () => {
    const known = { 2024: '2024-03-31', 2025: '2025-04-20', 2026: '2026-04-05', 2027: '2027-03-28', 2038: '2038-04-25' }
    for (const [year, day] of Object.entries(known)) assert.equal(easterSunday(Number(year)), day)
  })

  test('Saturdays, Sundays and the eleven holidays are no working days', () => {
    const holidays2026 = [
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]
    for (const day of [...holidays2026, '2026-11-28', '2026-11-29']) assert.equal(isWorkingDay(day), false, day)
    for (const day of ['2026-11-27', '2026-11-30', '2026-12-24']) assert.equal(isWorkingDay(day), true, day)
  })

  /** Ordered at, in UTC; the last day in Paris. */
  const table: ReadonlyArray<[string, string, string]> = [
    ['2026-11-24T09:00:00.000Z', '2026-12-08', 'an ordinary fortnight'],
    ['2026-11-23T23:30:00.000Z', '2026-12-08', 'after midnight in Paris is the next day'],
    ['2026-11-23T22:59:59.999Z', '2026-12-07', 'before midnight in Paris is the same day'],
    ['2026-11-28T09:00:00.000Z', '2026-12-14', 'a Saturday becomes Monday'],
    ['2026-12-18T09:00:00.000Z', '2027-01-04', '1 January is a holiday, then comes a weekend'],
    ['2026-04-17T09:00:00.000Z', '2026-05-04', '1 May is a Friday'],
    ['2026-03-23T09:00:00.000Z', '2026-04-07', 'Easter Monday becomes Tuesday'],
    ['2026-12-11T09:00:00.000Z', '2026-12-28', 'Christmas is a Friday'],
    ['2026-03-20T09:00:00.000Z', '2026-04-03', 'over the night in March when the clocks change'],
    ['2026-10-15T09:00:00.000Z', '2026-10-29', 'over the night in October when the clocks change'],
  ]
  for (const [placedAt, lastDay, what] of table)
    test(`${what}: ordered at ${placedAt}, until ${lastDay}`, () => {
      assert.equal(lastDayToWithdraw(placedAt, paris), lastDay)
    })

  test('[WDR-1] the last second of the last day belongs to it, the next one does not', () => {
    const placedAt = '2026-11-24T09:00:00.000Z'
    assert.equal(mayWithdraw(placedAt, '2026-12-08T22:59:59.999Z', paris), true)
    assert.equal(mayWithdraw(placedAt, '2026-12-08T23:00:00.000Z', paris), false)
    assert.equal(mayWithdraw(placedAt, '2026-12-08T23:00:00.000Z', { ...paris, days: 30 }), true)
  })

  test('the days are those of the shop: in Nouméa a day begins eleven hours before it does in UTC', () => {
    const noumea = { days: 14, timeZone: 'Pacific/Noumea' }
    assert.equal(lastDayToWithdraw('2026-11-24T13:30:00.000Z', noumea), '2026-12-09')
    assert.equal(mayWithdraw('2026-11-24T13:30:00.000Z', '2026-12-09T12:59:59.999Z', noumea), true)
    assert.equal(mayWithdraw('2026-11-24T13:30:00.000Z', '2026-12-09T13:00:00.000Z', noumea), false)
  })

  test('[WDR-5] fourteen days to give back, and how many are left', () => {
    const last = lastDayToRefund('2026-11-24T23:30:00.000Z', 'Europe/Paris')
    assert.equal(last, '2026-12-09')
    assert.equal(daysLeft(last, '2026-11-25T10:00:00.000Z', 'Europe/Paris'), 14)
    assert.equal(daysLeft(last, '2026-12-09T22:59:00.000Z', 'Europe/Paris'), 0)
    assert.equal(daysLeft(last, '2026-12-09T23:00:00.000Z', 'Europe/Paris'), -1)
  })
})
