import type { Instant } from '../kit/clock.ts'
import { addDays, type Day, localDay, startOfDay } from '../kit/day.ts'
import { onWorkingDay } from './public-holidays.ts'

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
