import { addDays, type Day } from '../kit/day.ts'

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
export function onWorkingDay(day: Day): Day {
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
