import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import { processNotices } from '../../../src/payments/intake/process-notices.ts'
import { createNoticeReceiver } from '../../../src/payments/intake/receive-notice.ts'
import { untilFirstLookMs } from '../../support/world.ts'
import { asNotice, type Case, inAnyOrder } from './harness.ts'

async function inParallel<Result>(times: number, atOnce: number, act: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let begun = 0; begun < times; begun += atOnce)
    results.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, times - begun) }, act))))
  return results
}

/** What a proven notice does, whenever and however often it comes. */
export const noticeCases: readonly Case[] = [
  {
    id: 'N01',
    says: 'a good notice of a payment is answered as its gateway wants and credited once',
    async run(harness) {
      const sold = await harness.sell()
      const answer = await harness.post(await harness.paidLetter(sold))
      assert.deepEqual([answer.status, answer.text], [harness.kind.noticeAnswer.status, harness.kind.noticeAnswer.body])
      await harness.settle()
      await harness.creditedOnce(sold)
      assert.equal(await harness.statusOf(sold), 'succeeded')
    },
  },
  {
    id: 'N06',
    cases: [8],
    says: 'money of another merchant, properly signed, is held',
    async run(harness) {
      const sold = await harness.sell()
      harness.fault(sold, 'charge-account', 'SMEBDYELSE222')
      await harness.payAndSettle(sold)
      await harness.held(sold, 'wrong_account')
    },
  },
  {
    id: 'N07',
    cases: [27, 28],
    says: 'a cent less and a cent more than was asked are held',
    async run(harness) {
      for (const minor of ['999', '1001']) {
        const sold = await harness.sell()
        harness.fault(sold, 'charge-amount', minor)
        await harness.payAndSettle(sold)
        await harness.held(sold, 'wrong_amount')
      }
    },
  },
  {
    id: 'N08',
    cases: [29],
    says: 'the same digits in another currency are held',
    async run(harness) {
      const sold = await harness.sell()
      harness.fault(sold, 'charge-currency', 'USD')
      await harness.payAndSettle(sold)
      await harness.held(sold, 'wrong_currency')
    },
  },
  {
    id: 'N10',
    cases: [1],
    says: 'the same notice a thousand times, fifty at once: one is stored, all are thanked, credited once',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const before = (await harness.noticesOf()).length
      const answers = await inParallel(1000, 50, () => harness.post(letter))
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([harness.kind.noticeAnswer.status]))
      const stored = (await harness.noticesOf()).slice(before)
      assert.deepEqual(
        stored.map(({ repeats }) => repeats),
        [999],
      )
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'N10b',
    cases: [2],
    says: 'and in every order that a scheduler finds between receiving and understanding',
    async run(harness) {
      const { shop } = harness.world.app
      await inAnyOrder(5, async () => {
        const sold = await harness.sell()
        const letter = asNotice(await harness.paidLetter(sold), nowOf(harness.world.clock))
        const receive = () => createNoticeReceiver(shop)(harness.driver.id, letter)
        return {
          acts: [receive, receive, () => processNotices(shop), () => processNotices(shop, 1)],
          async holds() {
            await processNotices(shop)
            await harness.creditedOnce(sold)
          },
        }
      })
    },
  },
  {
    id: 'N11',
    cases: [1],
    says: 'the same fact in another notice is credited once',
    async run(harness) {
      const sold = await harness.sell()
      await harness.payAndSettle(sold)
      await harness.happens(sold, 'tell')
      const again = harness.heldLetters(sold)
      assert.ok(again.length > 0)
      for (const letter of again) assert.equal((await harness.post(letter)).status, 200)
      await harness.settle()
      await harness.creditedOnce(sold)
      assert.deepEqual(await harness.statusesOf(sold), ['succeeded'])
    },
  },
  {
    id: 'N12',
    cases: [4],
    says: 'paid, refunded and an old refusal: every order of arrival ends in the same state',
    async run(harness) {
      const ends: string[] = []
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 0, 2],
      ]) {
        const sold = await harness.sell()
        harness.fault(sold, 'notice-hold', undefined, 100)
        await harness.happens(sold, 'refuse')
        const [refusal] = harness.heldLetters(sold)
        await harness.happens(sold, 'pay')
        const [paid] = harness.heldLetters(sold)
        await harness.look(sold)
        await harness.happens(sold, 'refund-here', '400')
        const letters = [refusal, paid, harness.heldLetters(sold).at(-1)]
        for (const index of order) {
          const letter = letters[index]
          assert.ok(letter)
          await harness.post(letter)
          await harness.settle()
        }
        const { status, refundedMinor } = await harness.reread(sold.payment)
        ends.push(`${status} ${refundedMinor}`)
      }
      assert.deepEqual(new Set(ends), new Set(['succeeded 400']))
      assert.deepEqual((await harness.world.check()).problems, [])
    },
  },
  {
    id: 'N13',
    cases: [3, 34],
    says: 'three days late, after our expiry, after another attempt has paid: honoured, second money is held',
    async run(harness) {
      const waiting = await harness.sell()
      await harness.happens(waiting, 'pend')
      await harness.settle()
      assert.equal(await harness.statusOf(waiting), 'pending')
      harness.world.clock.move(3 * DAY)
      await harness.happens(waiting, 'settle')
      await harness.settle()
      await harness.creditedOnce(waiting, 'three days late')

      const expired = await harness.sell()
      await harness.settleFacts(harness.factOf(expired, { kind: 'expired', source: 'clock' }))
      await harness.payAndSettle(expired)
      await harness.creditedOnce(expired, 'after our expiry')

      const first = await harness.sell()
      await harness.happens(first, 'pend')
      await harness.settle()
      const second = await harness.attempt(first.order)
      await harness.happens(second, 'pay')
      await harness.settle()
      await harness.creditedOnce(first, 'by the second attempt')
      await harness.happens(first, 'settle')
      await harness.settle()
      await harness.creditedOnce(first, 'and no second time')
      assert.deepEqual(await harness.statusesOf(first), ['held', 'succeeded'])
    },
  },
  {
    id: 'N14',
    cases: [12],
    says: 'a notice that overtakes our own “create” is not lost',
    async run(harness) {
      const sold = await harness.sell()
      const { id, reference, attemptRef } = sold.payment
      const letter = await harness.paidLetter(sold)
      const hide = (set: { reference: string; attemptRef: string | null }) =>
        harness.world.db.updateTable('payment').set(set).where('id', '=', id).execute()
      await hide({ reference: `hidden${id}`, attemptRef: null })
      assert.equal((await harness.post(letter)).status, 200)
      await harness.settle()
      await harness.notCredited(sold)
      await hide({ reference, attemptRef })
      // Without the poller: the notice itself must not be forgotten.
      harness.world.clock.move(61_000)
      await harness.world.app.worker.runNow(['notices'])
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'N15',
    cases: [9],
    says: 'an unknown type or status is stored, thanked, without effect, and said aloud',
    async run(harness) {
      const typed = await harness.sell()
      harness.fault(typed, 'notice-type', harness.driver.unknownType)
      assert.equal((await harness.post(await harness.paidLetter(typed))).status, 200)
      await harness.world.app.worker.runNow(['notices'])
      await harness.notCredited(typed)
      assert.ok(['started', 'pending'].includes(await harness.statusOf(typed)))
      const sold = await harness.sell()
      await harness.happens(sold, 'pend')
      await harness.settle()
      await harness.happens(sold, 'status', 'SOMETHING_NEW')
      await harness.settle()
      await harness.notCredited(sold)
      assert.equal(await harness.statusOf(sold), 'pending')
      assert.ok(harness.alerts().some((line) => line.includes('something unknown') && line.includes('SOMETHING_NEW')))
    },
  },
  {
    id: 'N16',
    cases: [6],
    says: 'a payment that is not ours is thanked, has no effect and tells nothing',
    async run(harness) {
      const sold = await harness.sell()
      harness.fault(sold, 'notice-reference', 'nobodysreference')
      const answer = await harness.post(await harness.paidLetter(sold))
      assert.deepEqual([answer.status, answer.text], [200, harness.kind.noticeAnswer.body])
      await harness.world.app.worker.runNow(['notices'])
      await harness.notCredited(sold)
      harness.world.clock.move(HOUR + MINUTE)
      await harness.world.app.worker.runNow(['notices'])
      const notice = (await harness.noticesOf()).at(-1)
      assert.ok(['not_ours', 'puzzling'].includes(notice?.status ?? ''), notice?.status)
    },
  },
  {
    id: 'N19',
    says: 'the database is down: 503, and the repeat is credited once',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const { database } = harness.world.app
      const { transact } = database
      database.transact = () => Promise.reject(new Error('the database is down'))
      const down = await harness.post(letter)
      database.transact = transact
      assert.equal(down.status, 503)
      assert.equal((await harness.post(letter)).status, 200)
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'N19b',
    says: 'the database is down: the gateway’s own repeat, when its time has come, is credited once',
    async run(harness) {
      const { afterMs, stop } = harness.driver.repeatNotices(harness)
      const { database, worker } = harness.world.app
      const sold = await harness.sell()
      const { transact } = database
      database.transact = () => Promise.reject(new Error('the database is down'))
      await harness.happens(sold, 'pay')
      database.transact = transact
      await worker.runNow(['notices'])
      await harness.notCredited(sold, 'nothing was stored')
      harness.world.clock.move(afterMs)
      // Without the poller: it is the repeat that credits.
      await harness.simulator().runDue()
      await worker.runNow(['notices'])
      await harness.creditedOnce(sold)
      harness.world.clock.move(afterMs)
      await harness.simulator().runDue()
      await harness.settle()
      await harness.creditedOnce(sold, 'and not repeated once it was taken')
      stop()
    },
  },
  {
    id: 'N20',
    cases: [14],
    says: 'the process ends between commit and answer, or before it settles: another one credits once',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const { world } = harness
      // The answer never leaves: the provider repeats; this process never understands what it has stored.
      await createNoticeReceiver(world.app.shop)(harness.driver.id, asNotice(letter, nowOf(world.clock)))
      const other = await world.anotherProcess()
      await other.worker.runNow(['notices'])
      await other.stop()
      await harness.creditedOnce(sold)
      assert.equal((await harness.post(letter)).status, 200)
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'N22',
    cases: [11],
    says: 'no notice ever: the poller credits once by its schedule',
    async run(harness) {
      const sold = await harness.sell()
      harness.fault(sold, 'notice-drop', undefined, 100)
      await harness.happens(sold, 'pay')
      await harness.settle()
      await harness.notCredited(sold)
      harness.world.clock.move(untilFirstLookMs)
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'N23',
    says: 'the notice says paid and the look-up does not: a fact stands and is an alarm, a hint is nothing',
    async run(harness) {
      const sold = await harness.sell()
      if (!harness.driver.noticeIsFact) {
        await harness.happens(sold, 'pend')
        await harness.settle()
        harness.fault(sold, 'notice-type', 'PAYMENT.CAPTURE.COMPLETED')
        await harness.happens(sold, 'tell')
        await harness.settle()
        return harness.notCredited(sold)
      }
      await harness.payAndSettle(sold)
      await harness.happens(sold, 'refuse')
      await harness.look(sold)
      await harness.creditedOnce(sold)
      assert.ok(harness.alerts().some((line) => line.includes(sold.payment.id) && line.includes('contradicts')))
    },
  },
  {
    id: 'N24',
    says: 'a known operation with another amount: the first statement stands, and it is said aloud',
    async run(harness) {
      const sold = await harness.sell()
      await harness.payAndSettle(sold)
      if (harness.driver.noticeIsFact) harness.fault(sold, 'notice-amount', '900')
      await harness.happens(sold, 'tell', '900')
      for (const letter of harness.heldLetters(sold)) await harness.post(letter)
      await harness.settle()
      await harness.creditedOnce(sold)
      assert.ok(harness.alerts().some((line) => line.includes('another amount') && line.includes(sold.payment.id)))
    },
  },
  {
    id: 'N26',
    says: 'a notice to our address with a slash behind it, or in another letter case, is taken like any other',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const typed = letter.url
        .replace('/notices/', '/Notices/')
        .replace(harness.kind.id, `${harness.kind.id.toUpperCase()}/`)
      assert.notEqual(typed, letter.url)
      assert.equal((await harness.post({ ...letter, url: typed })).status, harness.kind.noticeAnswer.status)
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
]
