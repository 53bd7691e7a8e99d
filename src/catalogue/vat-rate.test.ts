import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../kit/amount.ts'
import { toInstant } from '../kit/clock.ts'
import { splitVat, VatRates, vatOfRefund } from './vat-rate.ts'

const eur = (minor: number) => amount(minor, 'EUR')

test('known figures [VAT-8] [case 40]', () => {
  const vectors = [
    [1, 2000, 0],
    [3, 2000, 0],
    [4, 2000, 1],
    [99, 2000, 16],
    [100, 2000, 17],
    [500, 2000, 83],
    [999, 2000, 166],
    [1000, 2000, 167],
    [1200, 2000, 200],
    [2500, 2000, 417],
    [12000, 2000, 2000],
    [1000, 1000, 91],
    [1000, 550, 52],
    [1000, 210, 21],
    [1000, 1960, 164],
  ] as const
  for (const [price, rate, vat] of vectors)
    assert.equal(splitVat(eur(price), rate).vat.minor, vat, `${price} at ${rate}`)
})

test('to the cent for every price from 0,01 to 100,00 at each rate: net rounded half up, net and VAT sum to the price [case 40]', () => {
  for (const rate of [1960, 2000, 1000, 550, 0]) {
    for (let price = 1; price <= 10_000; price += 1) {
      const { net, vat } = splitVat(eur(price), rate)
      assert.equal(net.minor + vat.minor, price)
      // Half up, checked by whole numbers: |2·(net·(1+t) − price)| stays within one unit of the rate's grid.
      const twice = 2 * (net.minor * (10_000 + rate) - price * 10_000)
      assert.ok(twice > -(10_000 + rate) && twice <= 10_000 + rate, `${price} at ${rate}`)
    }
  }
})

test('the VAT of partial refunds adds up to the VAT of the whole [case 40]', () => {
  const parts = [0, 333, 666].map((before) =>
    vatOfRefund({ amount: eur(333), refundedBefore: eur(before), rateBp: 2000 }),
  )
  assert.deepEqual(
    parts.map((part) => part.minor),
    [55, 56, 55],
  )
})

const day = (number: number) => `2026-12-0${number}T00:00:00.000Z`
const version = (number: number, rateBp: number, effectiveAt: string) => ({
  ...{ code: 'normal', number, rateBp, effectiveAt },
  ...{ setBy: 'test', setAt: toInstant(0) },
})

test('the rates of a time: what held at its beginning, and what began in it; its end is not of it', () => {
  const rates = new VatRates(
    [version(1, 1960, toInstant(0)), version(2, 2000, day(3)), version(3, 2100, day(5))],
    day(9),
  )
  assert.deepEqual(rates.ratesBetween('normal', day(1), day(3)), [1960])
  assert.deepEqual(rates.ratesBetween('normal', day(1), day(4)), [1960, 2000])
  assert.deepEqual(rates.ratesBetween('normal', day(3), day(6)), [2000, 2100])
  assert.deepEqual(rates.ratesBetween('reduced', day(1), day(9)), [])
})

test('of two rates of one day the one that was set last counts, once', () => {
  const rates = new VatRates(
    [version(1, 2000, toInstant(0)), version(2, 2200, day(3)), version(3, 2100, day(3))],
    day(9),
  )
  assert.deepEqual(rates.ratesBetween('normal', day(1), day(9)), [2000, 2100])
})
