import { readMoney } from '../../gateways/paypal/paypal-objects.ts'
import type { Amount } from '../../kit/amount.ts'
import type { OrderWish } from './paypal-simulator-order.ts'

/** What PayPal finds wrong with the sums of an order: rules that no schema expresses. */
export function sumIssue(unit: OrderWish['purchase_units'][number], asked: Amount | undefined): string | undefined {
  if (!asked) return 'DECIMAL_PRECISION'
  if (asked.minor <= 0) return 'CANNOT_BE_ZERO_OR_NEGATIVE'
  const parts = Object.values(unit.amount.breakdown ?? {}).map(readMoney)
  const itemTotal = unit.amount.breakdown?.item_total && readMoney(unit.amount.breakdown.item_total)
  const prices = (unit.items ?? []).map((item) => ({ price: item.unit_amount && readMoney(item.unit_amount), item }))
  const all = [...parts, ...prices.map(({ price }) => price)]
  if (all.some((part) => part && part.unit !== asked.unit)) return 'MULTI_CURRENCY_ORDER'
  if (prices.some(({ price }) => price) && !itemTotal) return 'ITEM_TOTAL_REQUIRED'
  const sumOfItems = prices.reduce((sum, { price, item }) => sum + (price?.minor ?? 0) * Number(item.quantity), 0)
  if (itemTotal && prices.length > 0 && sumOfItems !== itemTotal.minor) return 'ITEM_TOTAL_MISMATCH'
  const taxes = (unit.items ?? []).flatMap(({ tax, quantity }) => (tax ? [{ tax: readMoney(tax), quantity }] : []))
  const taxTotal = unit.amount.breakdown?.tax_total && readMoney(unit.amount.breakdown.tax_total)
  if (taxes.length > 0 && !taxTotal) return 'TAX_TOTAL_REQUIRED'
  const sumOfTaxes = taxes.reduce((sum, { tax, quantity }) => sum + (tax?.minor ?? 0) * Number(quantity), 0)
  if (taxes.length > 0 && taxTotal && sumOfTaxes !== taxTotal.minor) return 'TAX_TOTAL_MISMATCH'
  const sumOfParts = parts.reduce((sum, part) => sum + (part?.minor ?? 0), 0)
  return parts.length > 0 && sumOfParts !== asked.minor ? 'AMOUNT_MISMATCH' : undefined
}
