import assert from 'node:assert/strict'
import type { Page } from '../../support/visitor.ts'
import type { Case, Harness, Sold } from './harness.ts'

const comeBack = (harness: Harness, { payment }: Sold, query = ''): Promise<Page> =>
  harness.visit(harness.stranger(), `/returns/${payment.returnToken}${query}`)
const situationOn = (page: Page): string => /data-situation="(\w+)"/.exec(page.html)?.[1] ?? String(page.status)

export const returnCases: readonly Case[] = [
  {
    id: 'R01',
    cases: [19, 20, 24],
    says: 'back before the notice, after it, never, twice, in another browser: the right page, credited once',
    async run(harness) {
      const before = await harness.sell()
      const letter = await harness.paidLetter(before)
      assert.equal(situationOn(await comeBack(harness, before)), 'credited', 'the return itself asks the provider')
      await harness.post(letter)
      await harness.settle()
      assert.equal(situationOn(await comeBack(harness, before)), 'credited')
      await harness.creditedOnce(before)
      const after = await harness.sell()
      await harness.happens(after, 'pay')
      await harness.settle()
      await Promise.all([comeBack(harness, after), comeBack(harness, after)])
      await harness.creditedOnce(after)
    },
  },
  {
    id: 'R02',
    cases: [21],
    says: 'a return that says “paid”, with another attempt’s words or another token, has no effect',
    async run(harness) {
      const [sold, other] = [await harness.sell(), await harness.sell()]
      const { attemptRef, reference } = other.payment
      for (const query of [
        '?status=ok&STATUS=9',
        '?STATUS=9&SHASIGN=00&orderID=x&amount=10&PAYID=1',
        `?token=${attemptRef}&PayerID=X&orderID=${reference}`,
        '?cancelled=0&paid=1',
      ]) {
        assert.ok((await comeBack(harness, sold, query)).status < 400)
        harness.world.clock.move(4_000)
      }
      assert.equal((await harness.visit(harness.stranger(), '/returns/nothing')).status, 404)
      await harness.settle()
      await harness.notCredited(sold)
      await harness.notCredited(other)
    },
  },
  {
    id: 'R03',
    cases: [25],
    says: 'cancelled, then paid at the provider after all: paid',
    async run(harness) {
      const sold = await harness.sell()
      await harness.happens(sold, 'cancel')
      await comeBack(harness, sold, '?cancelled=1')
      await harness.settle()
      await harness.notCredited(sold)
      await harness.happens(sold, 'pay')
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'R04',
    cases: [20],
    says: 'back while nothing is decided: being confirmed, with no promise; then it turns to paid',
    async run(harness) {
      const sold = await harness.sell()
      await harness.happens(sold, 'pend')
      await harness.settle()
      const page = await comeBack(harness, sold)
      assert.equal(situationOn(page), 'being_confirmed')
      await harness.happens(sold, 'settle')
      await harness.settle()
      assert.equal(situationOn(await comeBack(harness, sold)), 'credited')
      await harness.creditedOnce(sold)
    },
  },
]
