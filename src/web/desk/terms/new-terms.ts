import type { PublishedTerms } from '../../../catalogue/terms-of-sale.ts'
import type { Instant } from '../../../kit/clock.ts'
import { addDays, localDay, parseDay, startOfDay } from '../../../kit/day.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { inEach, type LocalText, mainLanguage, writtenLanguages } from '../../../kit/language.ts'
import { plainText } from '../../../kit/text/plain-text.ts'

/** What is typed: its texts, the day as `2026-12-01`, and the version that the text was made from. */
export type NewTerms = { texts: LocalText; day: string; base: number }

export const termsMostSigns = 60_000
const mostDaysAhead = 731

type Around = { newest: PublishedTerms | undefined; now: Instant; timeZone: string }

/** Reads the form and says what is wrong with it. Today means from now on, another day from its first minute. */
export function readNewTerms(
  typed: (name: string) => string,
  { newest, now, timeZone }: Around,
): { terms: NewTerms; effectiveAt: Instant | undefined; problems: FieldProblem[] } {
  const textOf = (name: string) => plainText(typed(name))
  const terms = {
    texts: inEach((language) => textOf(`terms_${language}`)),
    day: typed('day').trim().slice(0, 20),
    base: Number(typed('base')),
  }
  const problems = writtenLanguages.flatMap((language): FieldProblem[] => {
    const field = `terms_${language}`
    const text = terms.texts[language]
    if (text === '') return [{ field, message: 'problem.terms_missing' }]
    if (text.length <= termsMostSigns) return []
    return [{ field, message: 'problem.terms_too_long', values: { max: termsMostSigns } }]
  })
  const same = newest && writtenLanguages.every((language) => newest.texts[language] === terms.texts[language])
  if (same)
    problems.push({ field: `terms_${mainLanguage}`, message: 'problem.terms_same', values: { number: newest.number } })
  const day = readDay(terms.day, { now, timeZone })
  if (typeof day !== 'string') problems.push(day)
  return { terms, effectiveAt: typeof day === 'string' ? day : undefined, problems }
}

function readDay(typed: string, { now, timeZone }: { now: Instant; timeZone: string }): Instant | FieldProblem {
  const problem = (message: string): FieldProblem => ({ field: 'day', message })
  const day = parseDay(typed)
  if (day === undefined) return problem('problem.terms_day')
  const today = localDay(now, timeZone)
  if (day < today) return problem('problem.terms_past')
  if (day > addDays(today, mostDaysAhead)) return problem('problem.terms_far')
  return day === today ? now : startOfDay(day, timeZone)
}
