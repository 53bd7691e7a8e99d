import { equals } from '../../kit/amount.ts'
import type { RefundOutcome, RefundToSend } from '../gateway.ts'
import { refundOutcome, refundUnseen, refundWithout } from '../kit/calls/outcomes.ts'
import type { Params } from '../kit/notices/raw-notice.ts'
import type { DirectLinkAnswer, Get } from './ogone-direct-link.ts'
import { readMajor, refundStatuses } from './ogone-facts.ts'

/** RFS closes the payment for refunds, RFD leaves it open for more. */
export const refundParams = ({ capture, amount, captured, refundedBefore }: RefundToSend): Params => [
  ['PAYID', capture],
  ['AMOUNT', String(amount.minor)],
  ['OPERATION', amount.minor === captured.minor - refundedBefore.minor ? 'RFS' : 'RFD'],
]

/** Codes with which the platform refuses and is sure that nothing happened. */
const refusals = ['50001126', '50001127', '50001129', '50001130', '50001186', '50001187', '50001218', '50001184']

/** What the platform says to a refund that was sent. */
export function readRefund(answer: DirectLinkAnswer, refund: RefundToSend, now: string): RefundOutcome {
  if (answer.is === 'failed') return refundWithout(answer)
  const { get } = answer.value
  const error = get('NCERROR')
  return refusals.includes(error) ? { is: 'refused', why: `error ${error}` } : outcomeOf(get, nameOf(get, refund), now)
}

/** The latest operation of the payment, by PAYID and its number; undefined without one. */
const nameOf = (get: Get, { capture }: RefundToSend): string | undefined =>
  get('PAYIDSUB') === '' ? undefined : `${capture}/${get('PAYIDSUB')}`

/** A deletion is no refund of ours: its statuses leave this one unknown. */
function outcomeOf(get: Get, operation: string | undefined, occurredAt: string): RefundOutcome {
  const status = get('STATUS')
  const kind = status.startsWith('8') ? refundStatuses.kindOf(status) : 'unknown'
  return refundOutcome(kind, { operation, occurredAt, words: `status ${status || get('NCERROR')}` })
}

/**
 * The platform tells of a payment's latest operation only, by its number. It is this refund where it bears its name, or
 * where it is new to us and of this amount; it is certain that there was none where every number up to the latest is
 * another refund's.
 */
export function readRefundState(answer: DirectLinkAnswer, refund: RefundToSend, now: string): RefundOutcome {
  if (answer.is === 'failed') return refundUnseen(answer)
  const { get } = answer.value
  const { operation, otherOperations: others } = refund
  const isFirst = operation === undefined && refund.refundedBefore.minor === 0
  if (['9', '95'].includes(get('STATUS')))
    return isFirst && others.length === 0 ? { is: 'absent' } : { is: 'unknown', why: `status ${get('STATUS')}` }
  const latest = nameOf(get, refund)
  if (latest !== undefined && latest === operation) return outcomeOf(get, latest, now)
  if (operation !== undefined) return { is: 'unknown', why: 'a later refund hides this one' }
  if (latest !== undefined && others.includes(latest)) {
    const all = Array.from({ length: Number(get('PAYIDSUB')) }, (_, at) => `${refund.capture}/${at + 1}`)
    return all.every((each) => others.includes(each))
      ? { is: 'absent' }
      : { is: 'unknown', why: 'an earlier refund is not known' }
  }
  const told = readMajor(get('amount'), get('currency'))
  if (!told || !equals(told, refund.amount) || (latest === undefined && !isFirst))
    return { is: 'unknown', why: 'another refund hides this one' }
  return outcomeOf(get, latest, now)
}
