import { amount } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { Discrepancy } from '../../../reconciliation/discrepancies.ts'
import type { View } from '../../look/view.ts'

/** Where one side has no amount. */
export const nothing = '–'

/** The two amounts of a difference, each as it is known. */
export function amountsOf({ language }: View, row: Discrepancy): { listed: string; ours: string } {
  const money = (minor: number | null, unit: string | null) =>
    minor === null || unit === null ? nothing : formatMoney(amount(minor, unit), language)
  return { listed: money(row.listedMinor, row.listedUnit), ours: money(row.oursMinor, row.oursUnit) }
}

/** What differs, in one sentence with its figures. */
export const differenceText = (view: View, row: Discrepancy, gateway: string): string =>
  view.t(`difference.says_${row.kind}`, { gateway, ...amountsOf(view, row) })
