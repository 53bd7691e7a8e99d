import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../../kit/amount.ts'
import { moneyFact, statusTable } from './status-table.ts'

test('each listed status has its fact; what is not listed is unknown, whatever it is called', () => {
  const { kinds, kindOf } = statusTable({ paid: '9 95', pending: '91\n  92', unknown: '52' })
  assert.deepEqual(['9', '95', '91', '92', '52', '7', '', 'constructor', '__proto__'].map(kindOf), [
    'paid',
    'paid',
    'pending',
    'pending',
    'unknown',
    'unknown',
    'unknown',
    'unknown',
    'unknown',
  ])
  assert.deepEqual([...kinds.keys()], ['9', '95', '91', '92', '52'])
})

test('a status that stands twice is a bug', () => {
  assert.throws(() => statusTable({ paid: '9', refused: '2 9' }), /9 stands twice/)
})

test('of an amount that cannot be read a status says nothing, and it is never money', () => {
  assert.deepEqual(moneyFact('paid', amount(1000, 'EUR'), 'EUR'), { kind: 'paid', amount: amount(1000, 'EUR') })
  assert.deepEqual(moneyFact('paid', undefined, 'EUR'), { kind: 'unknown', amount: amount(0, 'EUR') })
})
