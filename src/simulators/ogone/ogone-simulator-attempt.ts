import { randomInt } from 'node:crypto'
import { type Amount, amount, toDecimal } from '../../kit/amount.ts'
import { withoutEnd } from '../../kit/text/plain-text.ts'
import type { PastPayment, SimulatedPayment } from '../engine/simulator.ts'

/** The simulated platform's own truth about one ORDERID. */
export type Attempt = {
  reference: string
  payId: string
  asked: Amount
  charged: Amount
  status: string
  cardNo: string
  brand: string
  refundedMinor: number
  refunds: number
  /** What the last refund gave back. */
  lastRefundMinor: number
  /** When its money moved, for the download. */
  paidAtMs: number
  /** What the shop sent with the form, for the page and the redirects. */
  form: ReadonlyMap<string, string>
}

/** Statuses in which the payer has nothing left to do. */
export const finalStatuses = new Set(['5', '9', '91', '92', '52', '8', '81'])

/** PAYIDs count up, beginning somewhere else each time. */
export function createPayIds(): () => string {
  let last = 3_014_500_000 + randomInt(400_000)
  return () => {
    last += 1
    return String(last)
  }
}

/** An attempt as it begins: nobody has paid yet. */
export function openAttempt(form: ReadonlyMap<string, string>, payId: string): Attempt {
  const asked = amount(Number(form.get('AMOUNT')), form.get('CURRENCY') ?? '')
  const nothing = { status: '', cardNo: '', brand: '', refundedMinor: 0, refunds: 0, lastRefundMinor: 0, paidAtMs: 0 }
  return { reference: form.get('ORDERID') ?? '', payId, asked, charged: asked, form, ...nothing }
}

/** An attempt that was paid before this process. */
export function recallAttempt({ reference, operation, amount: charged, paidAtMs, refunds }: PastPayment): Attempt {
  const form = new Map([
    ['ORDERID', reference],
    ['AMOUNT', String(charged.minor)],
    ['CURRENCY', charged.unit],
  ])
  const paid = { status: refunds.length > 0 ? '8' : '9', cardNo: 'XXXXXXXXXXXX1111', brand: 'VISA', paidAtMs }
  const attempt = { ...openAttempt(form, operation), ...paid }
  for (const refund of refunds) payBack(attempt, refund.amount.minor)
  return attempt
}

/** Money goes back, by the shop's order or by somebody's hand in the back office. */
export function payBack(attempt: Attempt, minor: number): void {
  attempt.refundedMinor += minor
  attempt.lastRefundMinor = minor
  attempt.refunds += 1
}

/** The amount that the platform tells with a status: of a refund, what went back last. */
export const toldAmount = ({ status, lastRefundMinor, charged }: Attempt): Amount =>
  ['8', '81', '83'].includes(status) ? amount(lastRefundMinor, charged.unit) : charged

/** The platform writes major units without superfluous zeros (`15`, `15.1`, `15.12`). */
export function writeMajor(sum: Amount): string {
  const decimal = toDecimal(sum)
  return decimal.includes('.') ? withoutEnd(withoutEnd(decimal, '0'), '.') : decimal
}

/** The attempt as a checker of the books reads it. */
export function asSimulated({ status, ...attempt }: Attempt): SimulatedPayment {
  const paid = ['9', '8', '81', '95'].includes(status)
  const pending = ['91', '92', '51', '52', '5'].includes(status)
  const closed = status === '1' ? 'cancelled' : status === '' ? 'open' : 'refused'
  return {
    reference: attempt.reference,
    attemptRef: attempt.payId,
    operation: attempt.payId,
    amount: attempt.charged,
    status: paid ? 'paid' : pending ? 'pending' : closed,
    refundedMinor: attempt.refundedMinor,
  }
}
