import { type BuyingLimits, limitNames, noLimits } from '../../../../catalogue/buying-limits.ts'
import { type Amount, amount, parseTypedAmount } from '../../../../kit/amount.ts'
import { type Day, parseDay } from '../../../../kit/day.ts'
import type { FieldProblem } from '../../../../kit/failure.ts'
import { type Fields, limitUnit } from './article-fields.ts'

/** Stands in for a figure that cannot be read: it is refused anyway, and breaks no other rule meanwhile. */
const standIn = 50_000_000
const longestText = 2_000

/** Reads typed fields one by one and gathers what is wrong with them. */
export class TypedValues {
  readonly problems: FieldProblem[] = []
  readonly #fields: Fields

  constructor(fields: Fields) {
    this.#fields = fields
  }

  raw(name: string): string {
    return (this.#fields[name] ?? '').trim()
  }

  /** Text on one line, whatever signs it holds: pages escape what they show. */
  text(name: string): string {
    return this.raw(name).slice(0, longestText).replace(/\s+/g, ' ')
  }

  /** An amount that must be there; `negative` is the sentence for a minus sign. */
  amount(name: string, unit: string, negative = 'problem.amount_negative'): Amount {
    const raw = this.raw(name)
    const text = /[%€]$/.test(raw) ? raw.slice(0, -1).trimEnd() : raw
    const read = parseTypedAmount(text, unit)
    if (read) return read
    this.refuse(name, /^[-−–]/.test(text) ? negative : 'problem.amount_invalid')
    return amount(standIn, unit)
  }

  /** A day, or nothing where the field is empty or unreadable. */
  day(name: string): Day | undefined {
    const text = this.raw(name)
    const day = parseDay(text)
    if (text !== '' && !day) this.refuse(name, 'problem.date_invalid')
    return day
  }

  /** A whole number above zero. */
  count(name: string, most: number, message: string): number {
    const text = this.raw(name)
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
    if (count >= 1 && count <= most) return count
    this.refuse(name, message)
    return 1
  }

  /** Limits per person; an empty field sets none. */
  limits(currency: string): BuyingLimits {
    const limits = { ...noLimits }
    for (const name of limitNames) {
      if (this.raw(name) === '') continue
      const unit = limitUnit(name, currency)
      const most =
        unit === undefined ? this.count(name, 100_000, 'problem.limit_invalid') : this.amount(name, unit).minor
      if (most === 0) this.refuse(name, 'problem.limit_invalid')
      limits[name] = most
    }
    return limits
  }

  refuse(field: string, message: string): void {
    if (!this.problems.some((problem) => problem.field === field)) this.problems.push({ field, message })
  }
}
