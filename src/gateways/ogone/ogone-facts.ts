import type { Amount } from '../../kit/amount.ts'
import type { Fact, FactKind, Mode } from '../gateway.ts'
import { moneyCodec } from '../kit/money-codec.ts'
import { cardMark } from '../kit/provider-values.ts'
import { statusTable } from '../kit/status-table.ts'

/** Ogone's statuses of a payment in our words. */
export const paymentStatuses = statusTable({
  paid: '9 95',
  // 5: authorised, the money is held and not taken; 46: waiting for 3-D Secure.
  pending: '4 40 41 46 5 50 51 55 56 61 63 91 96 99',
  // After a 0 a 9 may still follow; after a 2 the payer may try again on the same page.
  refused: '0 2 57 59 93 94',
  cancelled: '1 6 64 7 74 75',
  unknown: '52 62 92',
})
/** And of a refund. Of 84 the vendor says two things; while a payment is being deleted (71) it stays what it was. */
export const refundStatuses = statusTable({ refunded: '8 85', pending: '71 81', refused: '73 83', unknown: '72 82 84' })

/** What a status is about and says. */
export const meaningOf = (status: string): { about: Fact['about']; kind: FactKind } =>
  refundStatuses.kinds.has(status)
    ? { about: 'refund', kind: refundStatuses.kindOf(status) }
    : { about: 'payment', kind: paymentStatuses.kindOf(status) }

const money = moneyCodec()
/** Feedback and answers write major units without superfluous zeros (`15`, `15.1`, `15.12`). */
export const readMajor = money.fromDecimal

/** What a notice, a query's answer and a line of the download have in common. */
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
export type Own = { account: string; mode: Mode; occurredAt: string }

/** The state that a form or an answer tells of; undefined where it names no payment or no amount. */
export function stateOf(get: (name: string) => string): OgoneState | undefined {
  const [amount, payId] = [readMajor(get('AMOUNT'), get('CURRENCY')), get('PAYID')]
  if (!amount || payId === '') return undefined
  return {
    orderId: get('ORDERID'),
    payId,
    payIdSub: get('PAYIDSUB') || undefined,
    status: get('STATUS'),
    amount,
    brand: get('BRAND'),
    cardNo: get('CARDNO'),
    ncError: get('NCERROR'),
  }
}

/** A payment that was deleted at the platform: if it was paid, all of it went back. */
const deleted = new Set(['7', '74', '75'])
/** It is deleted once: nothing more is needed to name that. */
const deletionOf = ({ payId }: OgoneState): string => `${payId}/7`
const ofDeletion = new Set(['71', '72', '73'])

/**
 * What a notice or an answer says. The platform speaks of a refund by the payment's PAYID and a history number, which
 * name the operation together. Where the number is missing (in most notices) it says that there is a refund, and not
 * which: no fact follows from it.
 */
export function factsOf(state: OgoneState, own: Own): Fact[] {
  const common = {
    reference: state.orderId,
    ...own,
    amount: state.amount,
    ...cardMark(state.brand, state.cardNo),
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

/** A refund that is told of without its number in the payment's history. */
export const isUnnamedRefund = ({ status, payIdSub }: OgoneState): boolean =>
  meaningOf(status).about === 'refund' && payIdSub === undefined && !ofDeletion.has(status)

const mostBefore = 20

/**
 * The operations before the one that an answer tells of: the platform counts them from 1 and shows only the latest. One
 * that our books do not know is for a person; of what became of it the platform says nothing.
 */
export function operationsBefore({ payId, payIdSub, status, orderId, amount }: OgoneState, own: Own): Fact[] {
  const latest = Number(payIdSub)
  if (meaningOf(status).about !== 'refund' || !Number.isSafeInteger(latest)) return []
  const numbers = Array.from({ length: Math.min(mostBefore, Math.max(0, latest - 1)) }, (_, at) => latest - 1 - at)
  return numbers.map((number) => ({
    about: 'refund',
    kind: 'unknown',
    operation: `${payId}/${number}`,
    capture: payId,
    reference: orderId,
    ...own,
    amount: { minor: 0, unit: amount.unit },
    detail: `operation ${number} of ${latest}, of which only the latest is told`,
  }))
}
