import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { add, amount, parseAmount, split, toDecimal } from './amount.ts'

test('digits in, digits out, for every exponent [case 30]', () => {
  assert.deepEqual(parseAmount('5', 'EUR'), amount(500, 'EUR'))
  assert.deepEqual(parseAmount('5.1', 'EUR'), amount(510, 'EUR'))
  assert.deepEqual(parseAmount('500', 'JPY'), amount(500, 'JPY'))
  assert.deepEqual(parseAmount('5.000', 'TND'), amount(5000, 'TND'))
  assert.equal(toDecimal(amount(-5, 'EUR')), '-0.05')
  assert.equal(toDecimal(amount(500, 'JPY')), '500')
})

test('what is no amount is refused, whatever it looks like [case 32]', () => {
  const bad = [
    '-1',
    'NaN',
    '1e309',
    '10,00',
    '１０',
    '+5',
    ' 5',
    '5.',
    '.5',
    '0x10',
    '1_000',
    '5.001',
    '9007199254740993',
    '',
  ]
  for (const text of bad) assert.equal(parseAmount(text, 'EUR'), undefined, text)
  assert.equal(parseAmount('5.1', 'JPY'), undefined)
})

test('every amount up to a million cents survives the way out and back [case 31]', () => {
  for (let minor = 0; minor <= 1_000_000; minor += 1) {
    if (parseAmount(toDecimal({ minor, unit: 'EUR' }), 'EUR')?.minor !== minor) assert.fail(String(minor))
  }
})

test('different units are never added', () => {
  assert.throws(() => add(amount(1, 'EUR'), amount(1, 'credit')), RangeError)
  assert.throws(() => amount(0.5, 'EUR'), RangeError)
})

test('split loses nothing, and shares in percent sum to 100', () => {
  assert.deepEqual(split(100, [38, 29, 32, 38]), [28, 21, 23, 28])
  fc.assert(
    fc.property(fc.nat(100_000), fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), (total, weights) => {
      const sum = split(total, weights).reduce((a, b) => a + b, 0)
      return weights.every((weight) => weight === 0) ? sum === 0 : sum === total
    }),
  )
})
