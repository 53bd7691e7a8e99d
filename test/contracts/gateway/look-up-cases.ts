import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE } from '../../../src/kit/clock.ts'
import { moveOrders } from '../../../src/orders/order.ts'
import { pollDuePayments } from '../../../src/payments/intake/poll-payment.ts'
import { processNotices } from '../../../src/payments/intake/process-notices.ts'
import { untilFirstLookMs } from '../../support/world.ts'
import { buyer, type Case, type Harness, inAnyOrder, type Sold } from './harness.ts'

const brokenAnswers = ['cut-before', 'down', 'busy', 'html', 'truncated', 'huge', 'redirect']

/** The provider has decided that it is paid, and no notice of it comes. */
async function paidInSilence(harness: Harness): Promise<Sold> {
  const sold = await harness.sell()
  harness.fault(sold, 'notice-drop', undefined, 100)
  await harness.happens(sold, 'pay')
  return sold
}

const bankStatus = (harness: Harness, { payment }: Sold): string | undefined =>
  harness
    .simulator()
    .books()
    .find(({ reference }) => reference === payment.reference)?.status

export const lookUpCases: readonly Case[] = [
  {
    id: 'L01',
    cases: [9],
    says: 'each status of the gateway’s table is exactly its fact, and any other is unknown',
    async run(harness) {
      for (const [status, kind] of Object.entries(harness.driver.statuses)) {
        const sold = await harness.sell()
        harness.fault(sold, 'notice-drop', undefined, 100)
        await harness.happens(sold, 'pend')
        await harness.look(sold)
        await harness.happens(sold, 'status', status)
        const { reference, attemptRef, amountMinor, currency, startedAt, limitAt, id } = await harness.reread(
          sold.payment,
        )
        const asked = { paymentId: id, key: id, amount: { minor: amountMinor, unit: currency }, startedAt, limitAt }
        const told = await harness.gateway.lookUp({ ...asked, reference, attemptRef: attemptRef ?? undefined })
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
    async run(harness) {
      const sold = await paidInSilence(harness)
      const good = await harness.sell()
      for (const name of brokenAnswers) {
        harness.fault(sold, `query-${name}`)
        await harness.look(sold)
        await harness.notCredited(sold, name)
        assert.ok(['started', 'pending'].includes(await harness.statusOf(sold)), name)
        await harness.look(good)
      }
      await harness.look(sold)
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'L03',
    says: 'not known to the provider: before the limit that means nothing, after it the attempt is over',
    async run(harness) {
      const order = await harness.place()
      const payment = await harness.intend(order)
      const sold = { order, payment, way: await harness.start(order, payment) }
      harness.fault(sold, 'query-unknown')
      await harness.look(sold)
      assert.equal(await harness.statusOf(sold), 'started')
      harness.world.clock.move(3 * HOUR + MINUTE)
      await harness.settle()
      await harness.look(sold)
      assert.equal(await harness.statusOf(sold), 'expired')
    },
  },
  {
    id: 'L04',
    says: 'an answer with another amount, merchant or mode is held',
    async run(harness) {
      const wrong: Array<[fault: string, value: string, why: string]> = [['charge-amount', '900', 'wrong_amount']]
      if (!('N06' in harness.driver.cannot)) wrong.push(['charge-account', 'SMEBDYELSE222', 'wrong_account'])
      for (const [fault, value, why] of wrong) {
        const sold = await harness.sell()
        harness.fault(sold, 'notice-drop', undefined, 100)
        harness.fault(sold, fault, value)
        await harness.happens(sold, 'pay')
        await harness.look(sold)
        await harness.held(sold, why)
      }
    },
  },
  {
    id: 'L05',
    cases: [44],
    says: 'the provider shows an older state for a while: paid stays paid',
    async run(harness) {
      const sold = await paidInSilence(harness)
      harness.fault(sold, 'query-stale')
      await harness.look(sold)
      await harness.notCredited(sold)
      await harness.look(sold)
      await harness.creditedOnce(sold)
      harness.fault(sold, 'query-stale')
      await harness.look(sold)
      assert.equal(await harness.statusOf(sold), 'succeeded')
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'L06',
    cases: [2, 20],
    says: 'poller, notice and return at the same instant, in every order that a scheduler finds: credited once',
    async run(harness) {
      const { shop } = harness.world.app
      await inAnyOrder(6, async () => {
        const sold = await harness.sell()
        await harness.post(await harness.paidLetter(sold))
        return {
          acts: [
            () => processNotices(shop),
            () => harness.look(sold),
            () => harness.look(sold),
            () => harness.visit(harness.stranger(), `/returns/${sold.payment.returnToken}`),
          ],
          async holds() {
            await harness.world.app.worker.runNow(['notices'])
            await harness.creditedOnce(sold)
          },
        }
      })
    },
  },
  {
    id: 'L07',
    cases: [59],
    says: 'the clock jumps a day ahead and an hour back: the schedule recovers, nothing is doubled',
    async run(harness) {
      const sold = await harness.sell()
      harness.fault(sold, 'notice-drop', undefined, 100)
      await harness.happens(sold, 'pend')
      await harness.look(sold)
      harness.world.clock.move(DAY)
      await harness.settle()
      harness.world.clock.move(-HOUR)
      await harness.settle()
      await harness.happens(sold, 'settle')
      harness.world.clock.move(2 * HOUR)
      await harness.settle()
      await harness.creditedOnce(sold)
      harness.world.clock.move(DAY)
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'L08',
    cases: [56],
    says: 'two nodes poll at once: one look-up for each due time',
    async run(harness) {
      await harness.settle()
      const sold = await harness.sell()
      let asked = 0
      const restore = harness.replace((real) => ({
        lookUp(payment) {
          if (payment.reference === sold.payment.reference) asked += 1
          return real.lookUp(payment)
        },
      }))
      harness.world.clock.move(untilFirstLookMs)
      const { shop } = harness.world.app
      const { gatewayId } = sold.payment
      await Promise.all([shop, { ...shop }, shop].map((node) => pollDuePayments(node, gatewayId)))
      restore()
      assert.equal(asked, 1)
    },
  },
  {
    id: 'L10',
    says: 'an approval whose money was refused is not tried again until the payer has approved anew',
    async run(harness) {
      for (const touched of ['untouched', 'touched']) {
        const sold = await harness.sell()
        harness.fault(sold, 'capture-decline-stays', touched)
        await harness.happens(sold, 'refuse')
        await harness.settle()
        assert.equal(await harness.statusOf(sold), 'refused')
        for (const waitMs of [MINUTE, 10 * MINUTE, HOUR]) {
          harness.world.clock.move(waitMs)
          await harness.settle()
          await harness.look(sold)
        }
        assert.equal(bankStatus(harness, sold), 'open', `nothing was taken, ${touched}`)
        await harness.notCredited(sold)
        await harness.happens(sold, 'pay')
        await harness.settle()
        await harness.creditedOnce(sold, `approved anew, ${touched}`)
      }
    },
  },
  {
    id: 'L11',
    says: 'an approval of an order that was paid otherwise, or cancelled, meanwhile takes no money',
    async run(harness) {
      const { world } = harness
      const order = await harness.place()
      const [old, paid] = [await harness.attempt(order), await harness.attempt(order)]
      harness.fault(old, 'notice-drop', undefined, 100)
      await harness.happens(old, 'pay')
      const restore = harness.replace((real) => ({
        async lookUp(payment) {
          const told = await real.lookUp(payment)
          // Between what the provider says and what we do with it.
          if (payment.reference === old.payment.reference) await harness.settleFacts(harness.factOf(paid))
          return told
        },
      }))
      await harness.look(old)
      restore()
      assert.equal(bankStatus(harness, old), 'open')
      assert.deepEqual(await harness.statusesOf(paid), ['pending', 'succeeded'])

      const given = await harness.sell()
      harness.fault(given, 'notice-drop', undefined, 100)
      await harness.happens(given, 'pay')
      const cancel = [{ orderId: given.order.id, to: 'cancelled', actor: buyer, why: 'test' }] as const
      await world.app.database.transact((tx) => moveOrders(tx, cancel))
      await harness.look(given)
      assert.equal(bankStatus(harness, given), 'open')
    },
  },
  {
    id: 'L12',
    says: 'approved and never told of: taken once by the poller; lapsed before that, no money and no credit [case 45]',
    async run(harness) {
      const late = await harness.sell()
      harness.fault(late, 'notice-drop', undefined, 100)
      await harness.happens(late, 'pay')
      let taken = 0
      const restore = harness.replace((real) => ({
        async complete(...asked) {
          taken += 1
          return (await real.complete?.(...asked)) ?? { is: 'not_found' }
        },
      }))
      harness.world.clock.move(untilFirstLookMs)
      await harness.settle()
      await harness.settle()
      await harness.creditedOnce(late, 'by the poller')
      assert.equal(taken, 1)

      const lapsed = await harness.sell()
      harness.fault(lapsed, 'notice-drop', undefined, 100)
      await harness.happens(lapsed, 'pay')
      harness.fault(lapsed, 'query-down', undefined, 3)
      harness.world.clock.move(4 * HOUR)
      for (let look = 0; look < 5; look += 1) {
        await harness.look(lapsed)
        harness.world.clock.move(HOUR)
      }
      restore()
      assert.equal(taken, 1, 'what has lapsed cannot be taken')
      await harness.notCredited(lapsed)
      assert.equal(await harness.statusOf(lapsed), 'expired')
    },
  },
  {
    id: 'L09',
    cases: [42, 45],
    says: 'a capture whose answer is lost, asked twice, declined, or completed without money: once, or refused',
    async run(harness) {
      const lost = await paidInSilence(harness)
      harness.fault(lost, 'capture-lost-after')
      await harness.look(lost)
      await harness.notCredited(lost)
      await harness.look(lost)
      await harness.creditedOnce(lost, 'answer lost')

      const twice = await paidInSilence(harness)
      await Promise.all([harness.look(twice), harness.look(twice)])
      await harness.look(twice)
      await harness.creditedOnce(twice, 'asked twice')
      assert.deepEqual(await harness.statusesOf(twice), ['succeeded'])

      const declined = await harness.sell()
      await harness.happens(declined, 'refuse')
      await harness.settle()
      assert.equal(await harness.statusOf(declined), 'refused')
      harness.world.clock.move(MINUTE)
      await harness.happens(declined, 'pay')
      await harness.settle()
      await harness.creditedOnce(declined, 'other means, on the same page')

      const hollow = await harness.sell()
      harness.fault(hollow, 'capture-declined')
      await harness.happens(hollow, 'pay')
      await harness.settle()
      await harness.notCredited(hollow)
      assert.equal(await harness.statusOf(hollow), 'refused')
    },
  },
]
