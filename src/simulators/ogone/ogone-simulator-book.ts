import { type Amount, toDecimal } from '../../kit/amount.ts'
import { withoutEnd } from '../../kit/without-end.ts'

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

const maxAttempts = 10_000

/** Attempts in memory, bounded: the oldest make room. */
export function createBook() {
  const byReference = new Map<string, Attempt>()
  let nextPayId = 3_014_500_000 + Math.floor(Math.random() * 400_000)
  return {
    find: (reference: string) => byReference.get(reference),
    findByPayId: (payId: string) => [...byReference.values()].find((attempt) => attempt.payId === payId),
    nextPayId: () => String(nextPayId++),
    all: () => [...byReference.values()],
    open(
      attempt: Omit<
        Attempt,
        | 'payId'
        | 'charged'
        | 'status'
        | 'cardNo'
        | 'brand'
        | 'refundedMinor'
        | 'refunds'
        | 'lastRefundMinor'
        | 'paidAtMs'
      >,
    ): Attempt {
      const opened: Attempt = {
        ...attempt,
        payId: String(nextPayId++),
        charged: attempt.asked,
        status: '',
        cardNo: '',
        brand: '',
        refundedMinor: 0,
        refunds: 0,
        lastRefundMinor: 0,
        paidAtMs: 0,
      }
      byReference.set(attempt.reference, opened)
      if (byReference.size > maxAttempts) byReference.delete(byReference.keys().next().value ?? '')
      return opened
    },
  }
}
export type Book = ReturnType<typeof createBook>

/** The platform writes major units without superfluous zeros (`15`, `15.1`, `15.12`). */
export function writeMajor(amount: Amount): string {
  const decimal = toDecimal(amount)
  return decimal.includes('.') ? withoutEnd(withoutEnd(decimal, '0'), '.') : decimal
}
