import type { Fact } from '../../gateways/gateway.ts'
import { equals } from '../../kit/amount.ts'
import { mayBecome } from '../../kit/lifecycle.ts'
import { type Order, orderLifecycle } from '../../orders/order.ts'
import { isOpen, type Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'

/** A fact with where it came from: which gateway said it, and how we heard it. */
export type IncomingFact = Fact & {
  gatewayId: string
  source: 'notice' | 'look_up' | 'list' | 'clock' | 'person'
  /** Who told of it, where a person did. */
  by?: string
  /** Its operation is a name of ours: the provider, or the person who said it, gave none. */
  isUnnamed?: true
}

/** What is known when a fact is judged: rows read in the same transaction. */
export type Known = {
  payment: Payment | undefined
  order: Order | undefined
  /** The same operation said before (account, about, kind, operation), if it was. */
  before: { amountMinor: number; currency: string } | undefined
  /** What became of the same refund was said before: done, refused, cancelled. */
  ended: boolean
  /** Our row of the refund that the fact speaks of. */
  refund: Refund | undefined
  /** Of what counts as given back of the payment, what is still on its way and may be refused yet. */
  underWayMinor: number
}

export type HoldReason = 'wrong_account' | 'wrong_mode' | 'wrong_currency' | 'wrong_amount' | 'paid_twice'

export type Decision =
  | { do: 'settle'; payment: Payment; order: Order }
  /** `ours`: the money is on our account, so it stands in suspense until a person decides. */
  | { do: 'hold'; payment: Payment; order: Order; because: HoldReason; ours: boolean }
  | { do: 'wait'; payment: Payment; moves: boolean }
  | { do: 'close'; payment: Payment; to: 'refused' | 'cancelled' | 'expired' }
  | { do: 'finish_refund'; payment: Payment; order: Order; refund: Refund }
  | { do: 'release_refund'; payment: Payment; order: Order; refund: Refund }
  /** A refund made at the provider's own desk: our books follow. */
  | { do: 'adopt_refund'; payment: Payment; order: Order }
  /** It is booked already, and only now do we hear what the provider calls it. */
  | { do: 'name_refund'; payment: Payment; refund: Refund }
  | { do: 'charge_back'; payment: Payment; order: Order }
  | { do: 'win_back'; payment: Payment; order: Order }
  /** Kept for the moment when the payment itself is known to be paid. */
  | { do: 'keep'; payment: Payment; because: 'not_paid_yet' }
  /** Nothing can follow from it by itself: the operator looks. */
  | { do: 'puzzle'; payment: Payment; because: string }
  | { do: 'nothing'; because: 'already_handled' | 'unknown_payment' }

/** A fact with what was decided of it; `Kind` narrows to one kind of decision. */
export type Decided<Kind extends Decision['do'] = Decision['do']> = {
  fact: IncomingFact
  decision: Extract<Decision, { do: Kind }>
}

/** The whole business rule, one line a case; no database, no clock. */
export function decideFact(fact: IncomingFact, known: Known): Decision {
  const { payment, order, before } = known
  if (!payment || !order) return { do: 'nothing', because: 'unknown_payment' }
  // An open dispute waits for a person however often it is told of.
  if (before && !isOpenDispute(fact)) return decideRepeated(fact, before, payment)
  if (fact.about === 'refund') return decideRefund(fact, known, { payment, order })
  if (fact.about === 'chargeback') return decideChargeback(fact, known, { payment, order })
  if (fact.kind === 'paid') return decidePaid(fact, { payment, order })
  if (fact.kind === 'pending' || fact.kind === 'unknown') {
    return { do: 'wait', payment, moves: payment.status === 'started' && fact.waitsForPayer !== true }
  }
  if (fact.kind === 'refused' || fact.kind === 'cancelled' || fact.kind === 'expired') {
    // A notice may be old; the provider's own books may not take back what they said of this very money.
    if (fact.source === 'look_up' && fact.operation === payment.capture)
      return { do: 'puzzle', payment, because: `a payment that was paid is ${fact.kind}` }
    // A stale "refused" never undoes a success, and money may still come after it.
    return isOpen(payment) ? { do: 'close', payment, to: fact.kind } : { do: 'nothing', because: 'already_handled' }
  }
  return { do: 'puzzle', payment, because: `a payment cannot be ${fact.kind}` }
}

/** The first statement stands. The same operation with another amount is a contradiction somebody must see. */
function decideRepeated(fact: IncomingFact, before: NonNullable<Known['before']>, payment: Payment): Decision {
  const same = fact.amount.minor === before.amountMinor && fact.amount.unit === before.currency
  if (same) return { do: 'nothing', because: 'already_handled' }
  return { do: 'puzzle', payment, because: `${fact.kind} was said before with another amount` }
}

type Sale = { payment: Payment; order: Order }

function decidePaid(fact: IncomingFact, { payment, order }: Sale): Decision {
  const hold = (because: HoldReason, ours: boolean): Decision => ({ do: 'hold', payment, order, because, ours })
  if (fact.account !== payment.account) return hold('wrong_account', false)
  if (fact.mode !== payment.mode) return hold('wrong_mode', false)
  if (payment.capture !== null) return hold('paid_twice', true)
  if (fact.amount.unit !== payment.currency) return hold('wrong_currency', true)
  if (!equals(fact.amount, { minor: payment.amountMinor, unit: payment.currency })) return hold('wrong_amount', true)
  if (!mayBecome(orderLifecycle, order.status, 'paid')) return hold('paid_twice', true)
  return { do: 'settle', payment, order }
}

/** Money that came is known by its own name: what is said of other money of the same attempt waits for that. */
const isPaidYet = (fact: IncomingFact, payment: Payment): boolean =>
  payment.capture !== null && (fact.capture === undefined || fact.capture === payment.capture)

function decideRefund(fact: IncomingFact, known: Known, { payment, order }: Sale): Decision {
  const { refund } = known
  if (!isPaidYet(fact, payment)) return { do: 'keep', payment, because: 'not_paid_yet' }
  if (fact.returned) return { do: 'puzzle', payment, because: 'money of a refund came back' }
  if (fact.kind === 'refunded') return decideRefunded(fact, refund, { payment, order })
  const underWay = refund?.status === 'sending' || refund?.status === 'uncertain'
  const failed = fact.kind === 'refused' || fact.kind === 'cancelled'
  if (failed && refund && underWay) return { do: 'release_refund', payment, order, refund }
  if (failed && refund?.status === 'done') return { do: 'puzzle', payment, because: 'a finished refund failed later' }
  if (fact.kind === 'unknown' && !refund && !known.ended)
    return { do: 'puzzle', payment, because: 'a refund that the books do not know' }
  return { do: 'wait', payment, moves: false }
}

function decideRefunded(fact: IncomingFact, refund: Refund | undefined, { payment, order }: Sale): Decision {
  if (refund && refund.status !== 'refused' && isSameRefund(fact, refund)) {
    const { amountMinor: minor, currency: unit } = refund
    if (!equals(fact.amount, { minor, unit }))
      return { do: 'puzzle', payment, because: 'another amount was given back' }
    if (refund.status !== 'done') return { do: 'finish_refund', payment, order, refund }
    if (refund.operation === null && !fact.isUnnamed) return { do: 'name_refund', payment, refund }
    return { do: 'nothing', because: 'already_handled' }
  }
  if (payment.status === 'charged_back')
    return { do: 'puzzle', payment, because: 'given back, though a dispute took the money' }
  const isLeft = payment.refundedMinor + fact.amount.minor <= payment.capturedMinor
  if (fact.amount.unit !== payment.currency || !isLeft)
    return { do: 'puzzle', payment, because: 'more was given back than the books have left' }
  return { do: 'adopt_refund', payment, order }
}

/** What bears our id and another name than the refund that is done is a second one. */
const isSameRefund = (fact: IncomingFact, refund: Refund): boolean =>
  refund.status !== 'done' ||
  refund.operation === null ||
  refund.operation === fact.operation ||
  fact.isUnnamed === true

const isOpenDispute = (fact: IncomingFact): boolean => fact.about === 'chargeback' && fact.kind !== 'charged_back'

function decideChargeback(fact: IncomingFact, { underWayMinor }: Known, { payment, order }: Sale): Decision {
  if (isOpenDispute(fact)) return { do: 'puzzle', payment, because: fact.detail }
  const nothing: Decision = { do: 'nothing', because: 'already_handled' }
  if (!isPaidYet(fact, payment)) return { do: 'keep', payment, because: 'not_paid_yet' }
  if (fact.amount.unit !== payment.currency) return { do: 'puzzle', payment, because: 'a dispute in another currency' }
  if (payment.status === 'held') return { do: 'puzzle', payment, because: 'a held payment is disputed' }
  // A dispute that was won without money having been taken only ends.
  if (fact.returned) return payment.status === 'charged_back' ? { do: 'win_back', payment, order } : nothing
  // What was given back already is not taken a second time; what is on its way may be refused yet.
  const isLeft = payment.capturedMinor > payment.refundedMinor - underWayMinor
  return payment.status === 'succeeded' && isLeft ? { do: 'charge_back', payment, order } : nothing
}
