import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE } from '../../../src/kit/clock.ts'
import { moveOrders } from '../../../src/orders/order.ts'
import { chaseDuePayments } from '../../../src/payments/intake/chase-payment.ts'
import { understandNotices } from '../../../src/payments/intake/understand-notices.ts'
import { untilFirstLookMs } from '../../support/world.ts'
import { buyer, type Case, inAnyOrder, type Scene, type Sold } from './scene.ts'

const brokenAnswers = ['cut-before', 'down', 'busy', 'html', 'truncated', 'huge', 'redirect']

/** The provider has decided that it is paid, and no notice of it comes. */
async function paidInSilence(scene: Scene): Promise<Sold> {
  const sold = await scene.sell()
  scene.fault(sold, 'notice-drop', undefined, 100)
  await scene.happens(sold, 'pay')
  return sold
}

const bankStatus = (scene: Scene, { payment }: Sold): string | undefined =>
  scene
    .simulator()
    .books()
    .find(({ reference }) => reference === payment.reference)?.status

export const lookUpCases: readonly Case[] = [
  {
    id: 'L01',
    cases: [9],
    says: 'each status of the gateway’s table is exactly its fact, and any other is unknown',
    async run(scene) {
      for (const [status, kind] of Object.entries(scene.driver.statuses)) {
        const sold = await scene.sell()
        scene.fault(sold, 'notice-drop', undefined, 100)
        await scene.happens(sold, 'pend')
        await scene.look(sold)
        await scene.happens(sold, 'status', status)
        const { reference, attemptRef, amountMinor, currency, startedAt, limitAt, id } = await scene.reread(
          sold.payment,
        )
        const asked = { paymentId: id, key: id, amount: { minor: amountMinor, unit: currency }, startedAt, limitAt }
        const told = await scene.gateway.lookUp({ ...asked, reference, attemptRef: attemptRef ?? undefined })
        assert.ok(told.is === 'facts', `${status}: ${told.is}`)
        const [fact] = told.facts
        assert.deepEqual([fact?.about, fact?.kind], ['payment', kind], status)
        assert.ok(kind !== 'unknown' || fact?.detail.includes(status), 'an unknown word is kept as it is')
      }
    },
  },
  {
    id: 'L02',
    cases: [43],
    says: 'a look-up that is lost, refused, broken or endless changes nothing; the next one finds what is',
    async run(scene) {
      const sold = await paidInSilence(scene)
      const good = await scene.sell()
      for (const name of brokenAnswers) {
        scene.fault(sold, `query-${name}`)
        await scene.look(sold)
        await scene.notCredited(sold, name)
        assert.ok(['started', 'pending'].includes(await scene.statusOf(sold)), name)
        await scene.look(good)
      }
      await scene.look(sold)
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'L03',
    says: 'not known to the provider: before the limit that means nothing, after it the attempt is over',
    async run(scene) {
      const order = await scene.place()
      const payment = await scene.intend(order)
      const sold = { order, payment, way: await scene.start(order, payment) }
      scene.fault(sold, 'query-unknown')
      await scene.look(sold)
      assert.equal(await scene.statusOf(sold), 'started')
      scene.world.clock.move(3 * HOUR + MINUTE)
      await scene.settle()
      await scene.look(sold)
      assert.equal(await scene.statusOf(sold), 'expired')
    },
  },
  {
    id: 'L04',
    says: 'an answer with another amount, merchant or mode is held',
    async run(scene) {
      const wrong: Array<[fault: string, value: string, why: string]> = [['charge-amount', '900', 'wrong_amount']]
      if (!('N06' in scene.driver.cannot)) wrong.push(['charge-account', 'SMEBDYELSE222', 'wrong_account'])
      for (const [fault, value, why] of wrong) {
        const sold = await scene.sell()
        scene.fault(sold, 'notice-drop', undefined, 100)
        scene.fault(sold, fault, value)
        await scene.happens(sold, 'pay')
        await scene.look(sold)
        await scene.held(sold, why)
      }
    },
  },
  {
    id: 'L05',
    cases: [44],
    says: 'the provider shows an older state for a while: paid stays paid',
    async run(scene) {
      const sold = await paidInSilence(scene)
      scene.fault(sold, 'query-stale')
      await scene.look(sold)
      await scene.notCredited(sold)
      await scene.look(sold)
      await scene.creditedOnce(sold)
      scene.fault(sold, 'query-stale')
      await scene.look(sold)
      assert.equal(await scene.statusOf(sold), 'succeeded')
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'L06',
    cases: [2, 20],
    says: 'poller, notice and return at the same instant, in every order that a scheduler finds: credited once',
    async run(scene) {
      const { shop } = scene.world.app
      await inAnyOrder(6, async () => {
        const sold = await scene.sell()
        await scene.post(await scene.paidLetter(sold))
        return {
          acts: [
            () => understandNotices(shop),
            () => scene.look(sold),
            () => scene.look(sold),
            () => scene.visit(scene.stranger(), `/returns/${sold.payment.returnToken}`),
          ],
          async holds() {
            await understandNotices(shop)
            await scene.creditedOnce(sold)
          },
        }
      })
    },
  },
  {
    id: 'L07',
    cases: [59],
    says: 'the clock jumps a day ahead and an hour back: the schedule recovers, nothing is doubled',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'notice-drop', undefined, 100)
      await scene.happens(sold, 'pend')
      await scene.look(sold)
      scene.world.clock.move(DAY)
      await scene.settle()
      scene.world.clock.move(-HOUR)
      await scene.settle()
      await scene.happens(sold, 'settle')
      scene.world.clock.move(2 * HOUR)
      await scene.settle()
      await scene.creditedOnce(sold)
      scene.world.clock.move(DAY)
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'L08',
    cases: [56],
    says: 'two nodes poll at once: one look-up for each due time',
    async run(scene) {
      await scene.settle()
      const sold = await scene.sell()
      let asked = 0
      const restore = scene.replace((real) => ({
        lookUp(payment) {
          if (payment.reference === sold.payment.reference) asked += 1
          return real.lookUp(payment)
        },
      }))
      scene.world.clock.move(untilFirstLookMs)
      const { shop } = scene.world.app
      const { gatewayId } = sold.payment
      await Promise.all([shop, { ...shop }, shop].map((node) => chaseDuePayments(node, gatewayId)))
      restore()
      assert.equal(asked, 1)
    },
  },
  {
    id: 'L10',
    says: 'an approval whose money was refused is not tried again until the payer has approved anew',
    async run(scene) {
      for (const touched of ['untouched', 'touched']) {
        const sold = await scene.sell()
        scene.fault(sold, 'capture-decline-stays', touched)
        await scene.happens(sold, 'refuse')
        await scene.settle()
        assert.equal(await scene.statusOf(sold), 'refused')
        for (const waitMs of [MINUTE, 10 * MINUTE, HOUR]) {
          scene.world.clock.move(waitMs)
          await scene.settle()
          await scene.look(sold)
        }
        assert.equal(bankStatus(scene, sold), 'open', `nothing was taken, ${touched}`)
        await scene.notCredited(sold)
        await scene.happens(sold, 'pay')
        await scene.settle()
        await scene.creditedOnce(sold, `approved anew, ${touched}`)
      }
    },
  },
  {
    id: 'L11',
    says: 'an approval of an order that was paid otherwise, or cancelled, meanwhile takes no money',
    async run(scene) {
      const { world } = scene
      const order = await scene.place()
      const [old, paid] = [await scene.attempt(order), await scene.attempt(order)]
      scene.fault(old, 'notice-drop', undefined, 100)
      await scene.happens(old, 'pay')
      const restore = scene.replace((real) => ({
        async lookUp(payment) {
          const told = await real.lookUp(payment)
          // Between what the provider says and what we do with it.
          if (payment.reference === old.payment.reference) await scene.settleFacts(scene.factOf(paid))
          return told
        },
      }))
      await scene.look(old)
      restore()
      assert.equal(bankStatus(scene, old), 'open')
      assert.deepEqual(await scene.statusesOf(paid), ['pending', 'succeeded'])

      const given = await scene.sell()
      scene.fault(given, 'notice-drop', undefined, 100)
      await scene.happens(given, 'pay')
      const cancel = [{ orderId: given.order.id, to: 'cancelled', actor: buyer, why: 'test' }] as const
      await world.app.database.transact((tx) => moveOrders(tx, cancel))
      await scene.look(given)
      assert.equal(bankStatus(scene, given), 'open')
    },
  },
  {
    id: 'L12',
    says: 'approved and never told of: taken once by the poller; lapsed before that, no money and no credit [case 45]',
    async run(scene) {
      const late = await scene.sell()
      scene.fault(late, 'notice-drop', undefined, 100)
      await scene.happens(late, 'pay')
      let taken = 0
      const restore = scene.replace((real) => ({
        async complete(...asked) {
          taken += 1
          return (await real.complete?.(...asked)) ?? { is: 'not_found' }
        },
      }))
      scene.world.clock.move(untilFirstLookMs)
      await scene.settle()
      await scene.settle()
      await scene.creditedOnce(late, 'by the poller')
      assert.equal(taken, 1)

      const lapsed = await scene.sell()
      scene.fault(lapsed, 'notice-drop', undefined, 100)
      await scene.happens(lapsed, 'pay')
      scene.fault(lapsed, 'query-down', undefined, 3)
      scene.world.clock.move(4 * HOUR)
      for (let look = 0; look < 5; look += 1) {
        await scene.look(lapsed)
        scene.world.clock.move(HOUR)
      }
      restore()
      assert.equal(taken, 1, 'what has lapsed cannot be taken')
      await scene.notCredited(lapsed)
      assert.equal(await scene.statusOf(lapsed), 'expired')
    },
  },
  {
    id: 'L09',
    cases: [42, 45],
    says: 'a capture whose answer is lost, asked twice, declined, or completed without money: once, or refused',
    async run(scene) {
      const lost = await paidInSilence(scene)
      scene.fault(lost, 'capture-lost-after')
      await scene.look(lost)
      await scene.notCredited(lost)
      await scene.look(lost)
      await scene.creditedOnce(lost, 'answer lost')

      const twice = await paidInSilence(scene)
      await Promise.all([scene.look(twice), scene.look(twice)])
      await scene.look(twice)
      await scene.creditedOnce(twice, 'asked twice')
      assert.deepEqual(await scene.statusesOf(twice), ['succeeded'])

      const declined = await scene.sell()
      await scene.happens(declined, 'refuse')
      await scene.settle()
      assert.equal(await scene.statusOf(declined), 'refused')
      scene.world.clock.move(MINUTE)
      await scene.happens(declined, 'pay')
      await scene.settle()
      await scene.creditedOnce(declined, 'other means, on the same page')

      const hollow = await scene.sell()
      scene.fault(hollow, 'capture-declined')
      await scene.happens(hollow, 'pay')
      await scene.settle()
      await scene.notCredited(hollow)
      assert.equal(await scene.statusOf(hollow), 'refused')
    },
  },
]
