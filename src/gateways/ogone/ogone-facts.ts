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

/**
 * What a notice or an answer says. The platform speaks of a refund by the payment's PAYID and a history number, which
 * name the operation together. Where the number is missing (in most notices) it says that there is a refund, and not
 * which: no fact follows from it.
 */
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
  if (meaning.about === 'payment') {
    const fact: Fact = { ...common, ...meaning, operation: state.payId }
    if (!deleted.has(state.status)) return [fact]
    const back = { about: 'refund', kind: 'refunded', operation: deletionOf(state), capture: state.payId } as const
    return [fact, { ...common, ...back }]
  }
  if (isUnnamedRefund(state)) return []
  const operation = ofDeletion.has(state.status) ? deletionOf(state) : `${state.payId}/${state.payIdSub}`
  return [{ ...common, ...meaning, operation, capture: state.payId }]
}

/** It is deleted once: nothing more is needed to name that. */
const deletionOf = ({ payId }: OgoneState): string => `${payId}/7`
const ofDeletion = new Set(['71', '72', '73'])

/** A refund that is told of without its number in the payment's history. */
export const isUnnamedRefund = ({ status, payIdSub }: OgoneState): boolean =>
  meaningOf(status).about === 'refund' && payIdSub === undefined && !ofDeletion.has(status)

const mostBefore = 20

/**
 * The operations before the one that an answer tells of: the platform counts them from 1 and shows only the latest. One
 * that our books do not know is for a person; of what became of it the platform says nothing.
 */
export function operationsBefore(
  state: OgoneState,
  around: { account: string; mode: Mode; occurredAt: string },
): Fact[] {
  const latest = Number(state.payIdSub)
  if (meaningOf(state.status).about !== 'refund' || !Number.isSafeInteger(latest)) return []
  const numbers = Array.from({ length: Math.min(mostBefore, Math.max(0, latest - 1)) }, (_, at) => latest - 1 - at)
  return numbers.map((number) => ({
    about: 'refund',
    kind: 'unknown',
    operation: `${state.payId}/${number}`,
    capture: state.payId,
    reference: state.orderId,
    ...around,
    amount: { minor: 0, unit: state.amount.unit },
    detail: `operation ${number} of ${latest}, of which only the latest is told`,
  }))
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
