import { type Amount, parseAmount, toDecimal } from '../../kit/amount.ts'
import { withoutEnd } from '../../kit/without-end.ts'
import type { Fact, Mode } from '../gateway.ts'
import { meaningOf } from './ogone-status.ts'

/** What a notice and a query answer have in common. */
export type OgoneState = {
  orderId: string
  payId: string
  payIdSub: string | undefined
  status: string
  amount: Amount
  brand: string
  cardNo: string
  ncError: string
}

/** A payment that was deleted at the platform: if it was paid, all of it went back. */
const deleted = new Set(['7', '74', '75'])

/** Ogone speaks of a refund by the payment's PAYID and a history number: together they name the operation. */
export function factsOf(state: OgoneState, around: { account: string; mode: Mode; occurredAt: string }): Fact[] {
  const payerMark = markOf(state)
  const common = {
    reference: state.orderId,
    ...around,
    amount: state.amount,
    ...(payerMark !== undefined && { payerMark }),
    detail: `status ${state.status}${/^0?$/.test(state.ncError) ? '' : `, error ${state.ncError}`}`,
  }
  const meaning = meaningOf(state.status)
  const ofRefund = `${state.payId}/${state.payIdSub ?? state.status}`
  const fact: Fact = { ...common, ...meaning, operation: meaning.about === 'payment' ? state.payId : ofRefund }
  if (!deleted.has(state.status)) return [fact]
  return [fact, { ...common, about: 'refund', kind: 'refunded', operation: ofRefund }]
}

/** "VISA 1111": the brand and the last four digits, never more of a card number. */
function markOf({ brand, cardNo }: OgoneState): string | undefined {
  const last = /(\d{4})$/.exec(cardNo)?.[1]
  const words = [/^[\w .-]{1,20}$/.test(brand) ? brand : '', last ?? ''].filter((word) => word !== '')
  return words.length > 0 ? words.join(' ') : undefined
}

/** Feedback writes major units without superfluous zeros (`15`, `15.1`, `15.12`): read by digits. */
export const readMajor = (text: string, currency: string): Amount | undefined =>
  /^[A-Z]{3}$/.test(currency) ? parseAmount(text, currency) : undefined

/** The same in writing. */
export function writeMajor(amount: Amount): string {
  const decimal = toDecimal(amount)
  return decimal.includes('.') ? withoutEnd(withoutEnd(decimal, '0'), '.') : decimal
}
