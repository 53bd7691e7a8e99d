import type { FactKind, Listing, LookUp, RefundOutcome, StartOutcome } from '../../gateway.ts'
import { given } from '../provider-values.ts'
import type { Called, NotOk } from './rest-client.ts'

/*
 * What follows when a call has no answer to read. A refusal is certain; so is what was never sent; all else is unknown.
 */

const wordsOf = (answer: NotOk): string => (answer.is === 'failed' ? answer.why : `${answer.status} ${answer.issue}`)

/** Of a start: what was not sent may be started again, what may have been is looked up. */
export function startWithout(answer: NotOk): StartOutcome {
  if (answer.is === 'refused') return { do: 'refused', why: wordsOf(answer) }
  return answer.sent ? { do: 'unknown', why: answer.why } : { do: 'not_sent', why: answer.why }
}

/** Of a refund: one that was not sent is refused, so that its sum is free again. */
export function refundWithout(answer: NotOk): RefundOutcome {
  if (answer.is === 'refused') return { is: 'refused', why: answer.issue }
  return answer.sent ? { is: 'unknown', why: answer.why } : { is: 'refused', why: answer.why }
}

/** Of a look-up: it had no effect, and only a 404 says anything of the payment. */
export function lookUpWithout(answer: NotOk): LookUp & { is: 'not_found' | 'unreachable' } {
  const isAbsent = answer.is === 'refused' && answer.status === 404
  return isAbsent ? { is: 'not_found' } : { is: 'unreachable', why: wordsOf(answer) }
}

/** Of a look-up of a refund: it says nothing. */
export const refundUnseen = (answer: NotOk): RefundOutcome => ({
  is: 'unknown',
  why: answer.is === 'failed' ? answer.why : answer.issue,
})

/** Of the daily list: a right that is missing says so. */
export function listWithout(answer: NotOk): Listing {
  const isForbidden = answer.is === 'refused' && answer.status === 403
  return { is: isForbidden ? 'not_allowed' : 'unreachable', why: wordsOf(answer) }
}

/** A refund's status in our words as an outcome; a status that is not listed leaves it unknown. */
export function refundOutcome(
  kind: FactKind,
  said: { operation?: string | undefined; occurredAt: string; words: string },
): RefundOutcome {
  const named = given({ operation: said.operation })
  if (kind === 'refunded') return { is: 'done', ...named, occurredAt: said.occurredAt }
  if (kind === 'pending') return { is: 'pending', ...named }
  if (kind === 'refused' || kind === 'cancelled') return { is: 'refused', why: said.words, ...named }
  return { is: 'unknown', why: said.words }
}

/** Asks a call that bears a key once more where its effect is in doubt: the repetition finds what the first one did. */
export async function askTwice<Value>(ask: () => Promise<Called<Value>>): Promise<Called<Value>> {
  const first = await ask()
  if (first.is !== 'failed' || !first.sent) return first
  const second = await ask()
  return second.is === 'failed' ? { ...second, sent: true } : second
}
