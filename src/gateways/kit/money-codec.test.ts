import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../../kit/amount.ts'
import { moneyCodec } from './money-codec.ts'

const standard = moneyCodec()
/** One that gives the forint no decimals, and two to the yen, which has none. */
const odd = moneyCodec({ decimals: { HUF: 0, JPY: 2 } })

test('every amount to a million cents goes there and back, in both writings', () => {
  for (let minor = 1; minor <= 1_000_000; minor += 1) {
    const asked = amount(minor, 'EUR')
    const [decimal, whole] = [standard.toDecimal(asked) ?? '', standard.toWhole(asked) ?? '']
    const isSame =
      standard.fromDecimal(decimal, 'EUR')?.minor === minor && standard.fromWhole(whole, 'EUR')?.minor === minor
    if (!isSame) assert.fail(`${minor}: ${decimal}, ${whole}`)
  }
})

test('each currency has its decimals, by ISO 4217 or as the provider deviates from it', () => {
  const written = [amount(1, 'EUR'), amount(1234, 'EUR'), amount(500, 'JPY'), amount(5124, 'KWD')]
  assert.deepEqual(written.map(standard.toDecimal), ['0.01', '12.34', '500', '5.124'])
  assert.deepEqual(written.map(standard.toWhole), ['1', '1234', '500', '5124'])
  assert.deepEqual([odd.toDecimal(amount(1200, 'HUF')), odd.toWhole(amount(1200, 'HUF'))], ['12', '12'])
  assert.deepEqual([odd.toDecimal(amount(5, 'JPY')), odd.toWhole(amount(5, 'JPY'))], ['5.00', '500'])
  assert.deepEqual(
    [odd.fromDecimal('12', 'HUF'), odd.fromDecimal('5.00', 'JPY')],
    [amount(1200, 'HUF'), amount(5, 'JPY')],
  )
  assert.equal(standard.toDecimal(amount(1, 'constructor')), undefined)
})

test('what the provider cannot express is refused, never rounded', () => {
  assert.equal(odd.toDecimal(amount(1234, 'HUF')), undefined)
  assert.equal(odd.fromWhole('501', 'JPY'), undefined)
  for (const minor of [0, -1]) assert.equal(standard.toDecimal(amount(minor, 'EUR')), undefined)
  assert.equal(standard.toWhole(amount(1, 'credit')), undefined, 'no currency')
})

test('only digits are read, with no more decimals than the currency has', () => {
  assert.deepEqual(
    ['15', '15.1', '15.12', '0.05', '007'].map((text) => standard.fromDecimal(text, 'EUR')?.minor),
    [1500, 1510, 1512, 5, 700],
  )
  const bad = ['', '.', '1.', '.5', '1.234', '-1', '+1', '1e3', ' 1', '1,5', '1.2.3', '１', '99999999999999999']
  for (const text of bad) assert.equal(standard.fromDecimal(text, 'EUR'), undefined, text)
  for (const text of ['', '1.0', '-1', '1e3', '99999999999999999'])
    assert.equal(standard.fromWhole(text, 'EUR'), undefined, text)
  assert.equal(standard.fromDecimal('5.0', 'JPY'), undefined)
  assert.equal(standard.fromDecimal('5', 'eur'), undefined)
})
