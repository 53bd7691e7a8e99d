import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../../kit/amount.ts'
import type { Order } from '../../orders/order.ts'
import type { Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import { type Decision, decideFact, type IncomingFact, type Known } from './decide-fact.ts'

const order = (status: Order['status'] = 'placed'): Order => ({ id: 'ord_1', status, currency: 'EUR' }) as Order
const payment = (over: Partial<Payment> = {}): Payment =>
  ({
    id: 'pay_1',
    status: 'started',
    account: 'shop',
    mode: 'test',
    amountMinor: 1000,
    currency: 'EUR',
    capture: null,
    ...over,
  }) as Payment
const fact = (over: Partial<IncomingFact> = {}): IncomingFact => ({
  gatewayId: 'g',
  source: 'notice',
  about: 'payment',
  kind: 'paid',
  operation: 'op1',
  account: 'shop',
  mode: 'test',
  amount: amount(1000, 'EUR'),
  occurredAt: '2026-11-24T09:00:00.000Z',
  detail: '',
  ...over,
})
const known = (over: Partial<Known> = {}): Known => ({
  payment: payment(),
  order: order(),
  before: undefined,
  ended: false,
  underWayMinor: 0,
  refund: undefined,
  ...over,
})
const told = (decision: Decision): string =>
  'because' in decision ? `${decision.do}: ${decision.because}` : decision.do

test('each case of the rule, one line each', () => {
  const cases: Array<[what: string, fact: IncomingFact, known: Known, expected: string]> = [
    ['the money that was asked for', fact(), known(), 'settle'],
    ['a payment nobody knows [N16]', fact(), known({ payment: undefined }), 'nothing: unknown_payment'],
    [
      'the same once more [N11]',
      fact(),
      known({ before: { amountMinor: 1000, currency: 'EUR' } }),
      'nothing: already_handled',
    ],
    [
      'the same with another amount [N24]',
      fact(),
      known({ before: { amountMinor: 900, currency: 'EUR' } }),
      'puzzle: paid was said before with another amount',
    ],
    ['another merchant [N06] [case 8]', fact({ account: 'other' }), known(), 'hold: wrong_account'],
    ['test money in a live account [N09] [case 17]', fact({ mode: 'live' }), known(), 'hold: wrong_mode'],
    ['one cent less [N07] [case 27]', fact({ amount: amount(999, 'EUR') }), known(), 'hold: wrong_amount'],
    ['one cent more [N07] [case 28]', fact({ amount: amount(1001, 'EUR') }), known(), 'hold: wrong_amount'],
    [
      'the same digits in another currency [N08] [case 29]',
      fact({ amount: amount(1000, 'USD') }),
      known(),
      'hold: wrong_currency',
    ],
    [
      'after our expiry: money beats clocks [N13] [case 34]',
      fact(),
      known({ payment: payment({ status: 'expired' }), order: order('expired') }),
      'settle',
    ],
    [
      'after a cancellation [case 25]',
      fact(),
      known({ payment: payment({ status: 'cancelled' }), order: order('cancelled') }),
      'settle',
    ],
    ['after a refusal', fact(), known({ payment: payment({ status: 'refused' }) }), 'settle'],
    [
      'the order is paid by another attempt [case 23]',
      fact(),
      known({ order: order('fulfilled') }),
      'hold: paid_twice',
    ],
    ['the order was refunded', fact(), known({ order: order('refunded') }), 'hold: paid_twice'],
    [
      'a second capture of the same attempt',
      fact({ operation: 'op2' }),
      known({ payment: payment({ status: 'succeeded', capture: 'op1' }) }),
      'hold: paid_twice',
    ],
    ['pending', fact({ kind: 'pending' }), known(), 'wait'],
    ['a word that we do not know [N15]', fact({ kind: 'unknown' }), known(), 'wait'],
    ['refused', fact({ kind: 'refused' }), known(), 'close'],
    [
      'a stale refusal after success [N12] [case 4]',
      fact({ kind: 'refused' }),
      known({ payment: payment({ status: 'succeeded' }) }),
      'nothing: already_handled',
    ],
    [
      'the provider’s books take back what a notice said [N23]',
      fact({ kind: 'refused', source: 'look_up', operation: 'op1' }),
      known({ payment: payment({ status: 'succeeded', capture: 'op1' }) }),
      'puzzle: a payment that was paid is refused',
    ],
    ['a payment that is called refunded', fact({ kind: 'refunded' }), known(), 'puzzle: a payment cannot be refunded'],
    ['a refund before its payment [N12]', fact({ about: 'refund', kind: 'refunded' }), known(), 'keep: not_paid_yet'],
    [
      'a refund from the provider’s desk [F07]',
      fact({ about: 'refund', kind: 'refunded' }),
      known({ payment: payment({ status: 'succeeded', capture: 'x', capturedMinor: 1000, refundedMinor: 0 }) }),
      'adopt_refund',
    ],
    [
      'more than is left of it',
      fact({ about: 'refund', kind: 'refunded' }),
      known({ payment: payment({ status: 'succeeded', capture: 'x', capturedMinor: 1000, refundedMinor: 1 }) }),
      'puzzle: more was given back than the books have left',
    ],
    [
      'a refund of other money of the same attempt [F13]',
      fact({ about: 'refund', kind: 'refunded', capture: 'y' }),
      known({ payment: payment({ status: 'succeeded', capture: 'x', capturedMinor: 1000, refundedMinor: 0 }) }),
      'keep: not_paid_yet',
    ],
    [
      'a refund of which nothing is known [F12]',
      fact({ about: 'refund', kind: 'unknown', amount: amount(0, 'EUR') }),
      known({ payment: payment({ status: 'succeeded', capture: 'x' }) }),
      'puzzle: a refund that the books do not know',
    ],
    [
      'a dispute before its payment',
      fact({ about: 'chargeback', kind: 'charged_back' }),
      known(),
      'keep: not_paid_yet',
    ],
    [
      'money taken back [case 61]',
      fact({ about: 'chargeback', kind: 'charged_back' }),
      known({ payment: payment({ status: 'succeeded', capture: 'x', capturedMinor: 1000, refundedMinor: 0 }) }),
      'charge_back',
    ],
    [
      'a dispute about money that was given back already [F08]',
      fact({ about: 'chargeback', kind: 'charged_back' }),
      known({ payment: payment({ status: 'succeeded', capture: 'x', capturedMinor: 1000, refundedMinor: 1000 }) }),
      'nothing: already_handled',
    ],
    [
      'a dispute that is under way is a matter for a person [F08]',
      fact({ about: 'chargeback', kind: 'pending', detail: 'dispute D OPEN' }),
      known({ payment: payment({ status: 'succeeded', capture: 'x' }) }),
      'puzzle: dispute D OPEN',
    ],
    [
      'won without money having been taken',
      fact({ about: 'chargeback', kind: 'charged_back', returned: true }),
      known({ payment: payment({ status: 'succeeded', capture: 'x' }) }),
      'nothing: already_handled',
    ],
    [
      'and won back',
      fact({ about: 'chargeback', kind: 'charged_back', returned: true }),
      known({ payment: payment({ status: 'charged_back', capture: 'x' }) }),
      'win_back',
    ],
  ]
  for (const [what, told1, known1, expected] of cases) assert.equal(told(decideFact(told1, known1)), expected, what)
})

test('a refund of ours is finished, released, or waited for, and never twice', () => {
  const paid = { payment: payment({ status: 'succeeded', capture: 'x' }) }
  const refund = (status: Refund['status']): Refund =>
    ({ id: 'rfd_1', status, amountMinor: 1000, currency: 'EUR', operation: status === 'done' ? 'op1' : null }) as Refund
  const about = (kind: IncomingFact['kind']) => fact({ about: 'refund', kind })
  const cases: Array<[IncomingFact['kind'], Refund['status'], string]> = [
    ['refunded', 'sending', 'finish_refund'],
    ['refunded', 'uncertain', 'finish_refund'],
    ['refunded', 'reserved', 'finish_refund'],
    ['refunded', 'done', 'nothing: already_handled'],
    ['refused', 'sending', 'release_refund'],
    ['cancelled', 'uncertain', 'release_refund'],
    ['refused', 'done', 'puzzle: a finished refund failed later'],
    ['pending', 'sending', 'wait'],
    ['unknown', 'sending', 'wait'],
  ]
  for (const [kind, status, expected] of cases) {
    assert.equal(
      told(decideFact(about(kind), known({ ...paid, refund: refund(status) }))),
      expected,
      `${kind} at ${status}`,
    )
  }
})
