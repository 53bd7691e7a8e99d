import type { Instant } from '../kit/clock.ts'
import { addDays, type Day, localDay, startOfDay } from '../kit/day.ts'

/** What an operator settles about withdrawals. */
export type WithdrawalRules = {
  /** Off for who is no trader, or sells to traders only. */
  offered: boolean
  /** Days after the day of the contract; the law wants fourteen at least. */
  days: number
  /** Whether what was used is charged, where the person asked for the credit at once. */
  chargesUse: boolean
}

/** Days in which the money is to be given back, after the day of the declaration. (L221-24) */
const refundDays = 14

type Counted = { days: number; timeZone: string }

/**
 * The last day on which a person may withdraw. The day of the contract does not count; a period that would end on a
 * Saturday, a Sunday or a holiday ends with the next working day. (L221-18, L221-19)
 */
export function lastDayToWithdraw(placedAt: Instant, { days, timeZone }: Counted): Day {
  return onWorkingDay(addDays(localDay(placedAt, timeZone), days))
}

/** Whether the period still runs: the whole of its last day belongs to it. */
export function mayWithdraw(placedAt: Instant, now: Instant, counted: Counted): boolean {
  return now < startOfDay(addDays(lastDayToWithdraw(placedAt, counted), 1), counted.timeZone)
}

/** The last day on which the money of a withdrawal may go back. */
export const lastDayToRefund = (declaredAt: Instant, timeZone: string): Day =>
  addDays(localDay(declaredAt, timeZone), refundDays)

/** So many days from today; 0 today, less than 0 once it is over. */
export function daysLeft(day: Day, now: Instant, timeZone: string): number {
  const today = localDay(now, timeZone)
  return Math.round((Date.parse(`${day}T00:00:00.000Z`) - Date.parse(`${today}T00:00:00.000Z`)) / 86_400_000)
}

/** Holidays of the whole of France that always fall on one date. (Code du travail, L3133-1) */
const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']
/** Easter Monday, Ascension, Whit Monday: days after Easter Sunday. */
const afterEaster = [1, 39, 50]

/** Whether it is no Saturday, no Sunday and no public holiday. */
export function isWorkingDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay()
  if (weekday === 0 || weekday === 6 || fixed.includes(day.slice(5))) return false
  const easter = easterSunday(Number(day.slice(0, 4)))
  return !afterEaster.some((days) => addDays(easter, days) === day)
}

/** The day itself, or the first working day after it. */
function onWorkingDay(day: Day): Day {
  return isWorkingDay(day) ? day : onWorkingDay(addDays(day, 1))
}

/** Of the Gregorian calendar, by the rule that Meeus, Jones and Butcher wrote down; good for every year. */
export function easterSunday(year: number): Day {
  const a = year % 19
  const [b, c] = [Math.floor(year / 100), year % 100]
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const days = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114
  const [month, dayOfMonth] = [Math.floor(days / 31), (days % 31) + 1]
  return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}
