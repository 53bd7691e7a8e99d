import assert from 'node:assert/strict'
import type { Page } from '../../support/visitor.ts'
import type { Case, Scene, Sold } from './scene.ts'

const comeBack = (scene: Scene, { payment }: Sold, query = ''): Promise<Page> =>
  scene.visit(scene.stranger(), `/returns/${payment.returnToken}${query}`)
const situationOn = (page: Page): string => /data-situation="(\w+)"/.exec(page.html)?.[1] ?? String(page.status)

export const returnCases: readonly Case[] = [
  {
    id: 'R01',
    cases: [19, 20, 24],
    says: 'back before the notice, after it, never, twice, in another browser: the right page, credited once',
    async run(scene) {
      const before = await scene.sell()
      const letter = await scene.paidLetter(before)
      assert.equal(situationOn(await comeBack(scene, before)), 'credited', 'the return itself asks the provider')
      await scene.post(letter)
      await scene.settle()
      assert.equal(situationOn(await comeBack(scene, before)), 'credited')
      await scene.creditedOnce(before)
      const after = await scene.sell()
      await scene.happens(after, 'pay')
      await scene.settle()
      await Promise.all([comeBack(scene, after), comeBack(scene, after)])
      await scene.creditedOnce(after)
    },
  },
  {
    id: 'R02',
    cases: [21],
    says: 'a return that says “paid”, with another attempt’s words or another token, has no effect',
    async run(scene) {
      const [sold, other] = [await scene.sell(), await scene.sell()]
      const { attemptRef, reference } = other.payment
      for (const query of [
        '?status=ok&STATUS=9',
        '?STATUS=9&SHASIGN=00&orderID=x&amount=10&PAYID=1',
        `?token=${attemptRef}&PayerID=X&orderID=${reference}`,
        '?cancelled=0&paid=1',
      ]) {
        assert.ok((await comeBack(scene, sold, query)).status < 400)
        scene.world.clock.move(4_000)
      }
      assert.equal((await scene.visit(scene.stranger(), '/returns/nothing')).status, 404)
      await scene.settle()
      await scene.notCredited(sold)
      await scene.notCredited(other)
    },
  },
  {
    id: 'R03',
    cases: [25],
    says: 'cancelled, then paid at the provider after all: paid',
    async run(scene) {
      const sold = await scene.sell()
      await scene.happens(sold, 'cancel')
      await comeBack(scene, sold, '?cancelled=1')
      await scene.settle()
      await scene.notCredited(sold)
      await scene.happens(sold, 'pay')
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'R04',
    cases: [20],
    says: 'back while nothing is decided: being confirmed, with no promise; then it turns to paid',
    async run(scene) {
      const sold = await scene.sell()
      await scene.happens(sold, 'pend')
      await scene.settle()
      const page = await comeBack(scene, sold)
      assert.equal(situationOn(page), 'being_confirmed')
      await scene.happens(sold, 'settle')
      await scene.settle()
      assert.equal(situationOn(await comeBack(scene, sold)), 'credited')
      await scene.creditedOnce(sold)
    },
  },
]
