import type { ListedLine } from '../gateways/gateway.ts'
import type { Payment } from '../payments/payment.ts'
import type { PaymentFactRow } from '../payments/payments-tables.ts'
import type { DifferenceRow } from './reconciliation-tables.ts'

export type DifferenceKind = DifferenceRow['kind']

/** What our books know of a line: the payment that it is about, and the facts about that very operation. */
export type KnownOfLine = { payment: Payment | undefined; facts: readonly PaymentFactRow[] }

/**
 * `silent`: it says nothing that could differ. `unheard`: the payment is ours, and this of it never reached us: the
 * provider is asked; `otherwise` is the difference that it is when nobody confirms.
 */
export type Verdict =
  | { is: 'same' }
  | { is: 'silent' }
  | { is: 'unheard'; payment: Payment; otherwise: DifferenceKind }
  | { is: 'differs'; kind: DifferenceKind }

/** One line of a provider's list against our books (contracts: gateways 3.2). Pure, and the whole rule. */
export function compareLine(line: ListedLine, known: KnownOfLine): Verdict {
  if (line.about === 'payment') return comparePayment(line, known)
  const moved = line.kind === 'refunded' || line.kind === 'charged_back'
  return moved ? compareReturn(line, known) : { is: 'silent' }
}

function comparePayment(line: ListedLine, { payment, facts }: KnownOfLine): Verdict {
  const paid = facts.find((fact) => fact.about === 'payment' && fact.kind === 'paid')
  if (line.kind === 'paid') {
    if (paid && payment && isCorrectedTo(line, payment)) return { is: 'same' }
    if (paid) return agrees(line, paid)
    return payment ? { is: 'unheard', payment, otherwise: 'not_confirmed' } : { is: 'differs', kind: 'unknown_payment' }
  }
  if (!payment || payment.capture === null || payment.capture !== line.operation) return { is: 'silent' }
  // Given back whole, it may well be listed as deleted.
  if (line.kind === 'cancelled' && payment.refundedMinor === payment.capturedMinor) return { is: 'same' }
  return { is: 'unheard', payment, otherwise: 'status' }
}

function compareReturn(line: ListedLine, { payment, facts }: KnownOfLine): Verdict {
  if (!payment) return { is: 'differs', kind: 'unknown_refund' }
  // A list that does not name its refunds can only say that there is one.
  if (line.operation === undefined)
    return payment.refundedMinor > 0 ? { is: 'same' } : { is: 'unheard', payment, otherwise: 'not_confirmed' }
  const returned = line.returned ? 1 : 0
  const heard = facts.find((fact) => fact.kind === line.kind && fact.returned === returned)
  if (!heard) return { is: 'unheard', payment, otherwise: 'not_confirmed' }
  return heard.source === 'list' && isUnbooked(heard) ? { is: 'differs', kind: 'not_booked' } : agrees(line, heard)
}

/** What came by a notice and was not booked waits for a person already. */
const isUnbooked = ({ decision }: PaymentFactRow): boolean => decision === 'puzzle' || decision === 'keep'

/** A notice had said another sum, and a person decided by what the provider itself says. */
const isCorrectedTo = ({ amount, operation }: ListedLine, payment: Payment): boolean =>
  payment.capture === operation && payment.capturedMinor === amount.minor && payment.currency === amount.unit

const agrees = ({ amount }: ListedLine, fact: PaymentFactRow): Verdict =>
  amount.minor === fact.amountMinor && amount.unit === fact.currency
    ? { is: 'same' }
    : { is: 'differs', kind: 'amount' }
