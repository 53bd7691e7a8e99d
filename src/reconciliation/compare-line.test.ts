import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListedLine } from '../gateways/gateway.ts'
import { amount } from '../kit/amount.ts'
import type { Payment } from '../payments/payment.ts'
import type { PaymentFactRow } from '../payments/payments-tables.ts'
import { compareLine, type KnownOfLine } from './compare-line.ts'

const line = (over: Partial<ListedLine> = {}): ListedLine => ({
  about: 'payment',
  kind: 'paid',
  operation: 'op1',
  account: 'shop',
  mode: 'live',
  amount: amount(1000, 'EUR'),
  occurredAt: '2026-11-24T09:00:00.000Z',
  detail: '',
  ...over,
})
const payment = (over: Partial<Payment> = {}): Payment =>
  ({ id: 'pay_1', capture: 'op1', capturedMinor: 1000, refundedMinor: 0, ...over }) as Payment
const fact = (over: Partial<PaymentFactRow> = {}): PaymentFactRow =>
  ({
    about: 'payment',
    kind: 'paid',
    operation: 'op1',
    returned: 0,
    amountMinor: 1000,
    currency: 'EUR',
    source: 'notice',
    decision: 'settle',
    ...over,
  }) as PaymentFactRow

const verdictOf = (of: ListedLine, known: Partial<KnownOfLine> = {}): string => {
  const verdict = compareLine(of, { payment: undefined, facts: [], ...known })
  if (verdict.is === 'differs') return verdict.kind
  return verdict.is === 'unheard' ? `ask, else ${verdict.otherwise}` : verdict.is
}

test('a payment of the list: known, unheard, unknown, another', () => {
  const known = { payment: payment(), facts: [fact()] }
  assert.equal(verdictOf(line(), known), 'same')
  assert.equal(verdictOf(line({ amount: amount(999, 'EUR') }), known), 'amount')
  assert.equal(verdictOf(line({ amount: amount(1000, 'CHF') }), known), 'amount')
  assert.equal(verdictOf(line(), { payment: payment({ capture: null }) }), 'ask, else not_confirmed')
  assert.equal(verdictOf(line()), 'unknown_payment')
})

test('a payment that the list does not call paid: silent, unless our books do', () => {
  for (const kind of ['refused', 'pending', 'expired', 'unknown'] as const) {
    assert.equal(verdictOf(line({ kind })), 'silent', kind)
    assert.equal(verdictOf(line({ kind }), { payment: payment({ capture: null }) }), 'silent', kind)
    assert.equal(verdictOf(line({ kind, operation: 'another try' }), { payment: payment() }), 'silent', kind)
    assert.equal(verdictOf(line({ kind }), { payment: payment() }), 'ask, else status', kind)
  }
  assert.equal(verdictOf(line({ kind: 'cancelled' }), { payment: payment({ refundedMinor: 1000 }) }), 'same')
})

test('money that went back: by its name, or by the payment where the list has no name', () => {
  const refund = line({ about: 'refund', kind: 'refunded', operation: 'r1' })
  const heard = fact({ about: 'refund', kind: 'refunded', operation: 'r1' })
  assert.equal(verdictOf(refund), 'unknown_refund')
  assert.equal(verdictOf(refund, { payment: payment() }), 'ask, else not_confirmed')
  assert.equal(verdictOf(refund, { payment: payment(), facts: [heard] }), 'same')
  assert.equal(verdictOf({ ...refund, amount: amount(1, 'EUR') }, { payment: payment(), facts: [heard] }), 'amount')
  const won = { ...refund, about: 'chargeback', kind: 'charged_back', returned: true } as const
  const lost = fact({ about: 'chargeback', kind: 'charged_back', operation: 'r1' })
  assert.equal(verdictOf(won, { payment: payment(), facts: [lost] }), 'ask, else not_confirmed', 'lost is not won back')
  const unnamed = { ...refund, operation: undefined }
  assert.equal(verdictOf(unnamed, { payment: payment() }), 'ask, else not_confirmed')
  assert.equal(verdictOf(unnamed, { payment: payment({ refundedMinor: 200 }) }), 'same')
  assert.equal(verdictOf({ ...refund, kind: 'pending' }, { payment: payment() }), 'silent')
})

test('what only the list told of and nobody could book is a difference; what came by a notice waits there', () => {
  const refund = line({ about: 'refund', kind: 'refunded', operation: 'r1' })
  const puzzle = (source: string) => ({
    payment: payment(),
    facts: [fact({ about: 'refund', kind: 'refunded', decision: 'puzzle', source })],
  })
  assert.equal(verdictOf(refund, puzzle('list')), 'not_booked')
  assert.equal(verdictOf(refund, puzzle('notice')), 'same')
})
