import { amount, credit } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { LimitRefusal } from '../../../orders/order-limits.ts'
import { creditText, dateText, type View } from '../../look/view.ts'

/** Which limit it is, what is left, and when it is possible again. */
export function limitProblem(view: View, refusal: LimitRefusal, currency: string): FieldProblem {
  const { limit, of, most, left, over, againAt } = refusal
  const text = (minor: number): string | number => {
    if (limit === 'balance') return creditText(view, credit(minor))
    const isMoney = limit === 'spentPerDay' || limit === 'spentPerMonth'
    return isMoney ? formatMoney(amount(minor, currency), view.language) : minor
  }
  const values = { of, most: text(most), left: text(left), over: text(over) }
  const again = againAt === null ? '' : dateText(view, againAt)
  return { field: 'article', message: `problem.limit_${limit}`, values: { ...values, again } }
}
