import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import { createNoticeReceiver } from '../../../src/payments/intake/receive-notice.ts'
import { understandNotices } from '../../../src/payments/intake/understand-notices.ts'
import { untilFirstLookMs } from '../../support/world.ts'
import { asNotice, type Case, inAnyOrder } from './scene.ts'

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
    async run(scene) {
      const sold = await scene.sell()
      const answer = await scene.post(await scene.paidLetter(sold))
      assert.deepEqual([answer.status, answer.text], [scene.kind.noticeAnswer.status, scene.kind.noticeAnswer.body])
      await scene.settle()
      await scene.creditedOnce(sold)
      assert.equal(await scene.statusOf(sold), 'succeeded')
    },
  },
  {
    id: 'N06',
    cases: [8],
    says: 'money of another merchant, properly signed, is held',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'charge-account', 'SMEBDYELSE222')
      await scene.payAndSettle(sold)
      await scene.held(sold, 'wrong_account')
    },
  },
  {
    id: 'N07',
    cases: [27, 28],
    says: 'a cent less and a cent more than was asked are held',
    async run(scene) {
      for (const minor of ['999', '1001']) {
        const sold = await scene.sell()
        scene.fault(sold, 'charge-amount', minor)
        await scene.payAndSettle(sold)
        await scene.held(sold, 'wrong_amount')
      }
    },
  },
  {
    id: 'N08',
    cases: [29],
    says: 'the same digits in another currency are held',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'charge-currency', 'USD')
      await scene.payAndSettle(sold)
      await scene.held(sold, 'wrong_currency')
    },
  },
  {
    id: 'N10',
    cases: [1],
    says: 'the same notice a thousand times, fifty at once: one is stored, all are thanked, credited once',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const before = (await scene.noticesOf()).length
      const answers = await inParallel(1000, 50, () => scene.post(letter))
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([scene.kind.noticeAnswer.status]))
      const stored = (await scene.noticesOf()).slice(before)
      assert.deepEqual(
        stored.map(({ repeats }) => repeats),
        [999],
      )
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'N10b',
    cases: [2],
    says: 'and in every order that a scheduler finds between receiving and understanding',
    async run(scene) {
      const { shop } = scene.world.app
      await inAnyOrder(5, async () => {
        const sold = await scene.sell()
        const letter = asNotice(await scene.paidLetter(sold), nowOf(scene.world.clock))
        const receive = () => createNoticeReceiver(shop)(scene.driver.id, letter)
        return {
          acts: [receive, receive, () => understandNotices(shop), () => understandNotices(shop, 1)],
          async holds() {
            await understandNotices(shop)
            await scene.creditedOnce(sold)
          },
        }
      })
    },
  },
  {
    id: 'N11',
    cases: [1],
    says: 'the same fact in another notice is credited once',
    async run(scene) {
      const sold = await scene.sell()
      await scene.payAndSettle(sold)
      await scene.happens(sold, 'tell')
      const again = scene.heldLetters(sold)
      assert.ok(again.length > 0)
      for (const letter of again) assert.equal((await scene.post(letter)).status, 200)
      await scene.settle()
      await scene.creditedOnce(sold)
      assert.deepEqual(await scene.statusesOf(sold), ['succeeded'])
    },
  },
  {
    id: 'N12',
    cases: [4],
    says: 'paid, refunded and an old refusal: every order of arrival ends in the same state',
    async run(scene) {
      const ends: string[] = []
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 0, 2],
      ]) {
        const sold = await scene.sell()
        scene.fault(sold, 'notice-hold', undefined, 100)
        await scene.happens(sold, 'refuse')
        const [refusal] = scene.heldLetters(sold)
        await scene.happens(sold, 'pay')
        const [paid] = scene.heldLetters(sold)
        await scene.look(sold)
        await scene.happens(sold, 'refund-here', '400')
        const letters = [refusal, paid, scene.heldLetters(sold).at(-1)]
        for (const index of order) {
          const letter = letters[index]
          assert.ok(letter)
          await scene.post(letter)
          await scene.settle()
        }
        const { status, refundedMinor } = await scene.reread(sold.payment)
        ends.push(`${status} ${refundedMinor}`)
      }
      assert.deepEqual(new Set(ends), new Set(['succeeded 400']))
      assert.deepEqual((await scene.world.check()).problems, [])
    },
  },
  {
    id: 'N13',
    cases: [3, 34],
    says: 'three days late, after our expiry, after another attempt has paid: honoured, second money is held',
    async run(scene) {
      const waiting = await scene.sell()
      await scene.happens(waiting, 'pend')
      await scene.settle()
      assert.equal(await scene.statusOf(waiting), 'pending')
      scene.world.clock.move(3 * DAY)
      await scene.happens(waiting, 'settle')
      await scene.settle()
      await scene.creditedOnce(waiting, 'three days late')

      const expired = await scene.sell()
      await scene.settleFacts(scene.factOf(expired, { kind: 'expired', source: 'clock' }))
      await scene.payAndSettle(expired)
      await scene.creditedOnce(expired, 'after our expiry')

      const first = await scene.sell()
      await scene.happens(first, 'pend')
      await scene.settle()
      const second = await scene.attempt(first.order)
      await scene.happens(second, 'pay')
      await scene.settle()
      await scene.creditedOnce(first, 'by the second attempt')
      await scene.happens(first, 'settle')
      await scene.settle()
      await scene.creditedOnce(first, 'and no second time')
      assert.deepEqual(await scene.statusesOf(first), ['held', 'succeeded'])
    },
  },
  {
    id: 'N14',
    cases: [12],
    says: 'a notice that overtakes our own “create” is not lost',
    async run(scene) {
      const sold = await scene.sell()
      const { id, reference, attemptRef } = sold.payment
      const letter = await scene.paidLetter(sold)
      const hide = (set: { reference: string; attemptRef: string | null }) =>
        scene.world.db.updateTable('payment').set(set).where('id', '=', id).execute()
      await hide({ reference: `hidden${id}`, attemptRef: null })
      assert.equal((await scene.post(letter)).status, 200)
      await scene.settle()
      await scene.notCredited(sold)
      await hide({ reference, attemptRef })
      // Without the poller: the notice itself must not be forgotten.
      scene.world.clock.move(61_000)
      await scene.world.app.worker.runNow(['notices'])
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'N15',
    cases: [9],
    says: 'an unknown type or status is stored, thanked, without effect, and said aloud',
    async run(scene) {
      const typed = await scene.sell()
      scene.fault(typed, 'notice-type', scene.driver.unknownType)
      assert.equal((await scene.post(await scene.paidLetter(typed))).status, 200)
      await scene.world.app.worker.runNow(['notices'])
      await scene.notCredited(typed)
      assert.ok(['started', 'pending'].includes(await scene.statusOf(typed)))
      const sold = await scene.sell()
      await scene.happens(sold, 'pend')
      await scene.settle()
      await scene.happens(sold, 'status', 'SOMETHING_NEW')
      await scene.settle()
      await scene.notCredited(sold)
      assert.equal(await scene.statusOf(sold), 'pending')
      assert.ok(scene.alerts().some((line) => line.includes('something unknown') && line.includes('SOMETHING_NEW')))
    },
  },
  {
    id: 'N16',
    cases: [6],
    says: 'a payment that is not ours is thanked, has no effect and tells nothing',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'notice-reference', 'nobodysreference')
      const answer = await scene.post(await scene.paidLetter(sold))
      assert.deepEqual([answer.status, answer.text], [200, scene.kind.noticeAnswer.body])
      await scene.world.app.worker.runNow(['notices'])
      await scene.notCredited(sold)
      scene.world.clock.move(HOUR + MINUTE)
      await scene.world.app.worker.runNow(['notices'])
      const notice = (await scene.noticesOf()).at(-1)
      assert.ok(['not_ours', 'puzzling'].includes(notice?.status ?? ''), notice?.status)
    },
  },
  {
    id: 'N19',
    says: 'the database is down: 503, and the repeat is credited once',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const { database } = scene.world.app
      const { transact } = database
      database.transact = () => Promise.reject(new Error('the database is down'))
      const down = await scene.post(letter)
      database.transact = transact
      assert.equal(down.status, 503)
      assert.equal((await scene.post(letter)).status, 200)
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'N19b',
    says: 'the database is down: the gateway’s own repeat, when its time has come, is credited once',
    async run(scene) {
      const { afterMs, stop } = scene.driver.repeatNotices(scene)
      const { database, worker } = scene.world.app
      const sold = await scene.sell()
      const { transact } = database
      database.transact = () => Promise.reject(new Error('the database is down'))
      await scene.happens(sold, 'pay')
      database.transact = transact
      await worker.runNow(['notices'])
      await scene.notCredited(sold, 'nothing was stored')
      scene.world.clock.move(afterMs)
      // Without the poller: it is the repeat that credits.
      await scene.simulator().runDue()
      await worker.runNow(['notices'])
      await scene.creditedOnce(sold)
      scene.world.clock.move(afterMs)
      await scene.simulator().runDue()
      await scene.settle()
      await scene.creditedOnce(sold, 'and not repeated once it was taken')
      stop()
    },
  },
  {
    id: 'N20',
    cases: [14],
    says: 'the process ends between commit and answer, or before it settles: another one credits once',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const { world } = scene
      // The answer never leaves: the provider repeats; this process never understands what it has stored.
      await createNoticeReceiver(world.app.shop)(scene.driver.id, asNotice(letter, nowOf(world.clock)))
      const other = await world.anotherProcess()
      await other.worker.runNow(['notices'])
      await other.stop()
      await scene.creditedOnce(sold)
      assert.equal((await scene.post(letter)).status, 200)
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'N22',
    cases: [11],
    says: 'no notice ever: the poller credits once by its schedule',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'notice-drop', undefined, 100)
      await scene.happens(sold, 'pay')
      await scene.settle()
      await scene.notCredited(sold)
      scene.world.clock.move(untilFirstLookMs)
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
  {
    id: 'N23',
    says: 'the notice says paid and the look-up does not: a fact stands and is an alarm, a hint is nothing',
    async run(scene) {
      const sold = await scene.sell()
      if (!scene.driver.noticeIsFact) {
        await scene.happens(sold, 'pend')
        await scene.settle()
        scene.fault(sold, 'notice-type', 'PAYMENT.CAPTURE.COMPLETED')
        await scene.happens(sold, 'tell')
        await scene.settle()
        return scene.notCredited(sold)
      }
      await scene.payAndSettle(sold)
      await scene.happens(sold, 'refuse')
      await scene.look(sold)
      await scene.creditedOnce(sold)
      assert.ok(scene.alerts().some((line) => line.includes(sold.payment.id) && line.includes('contradicts')))
    },
  },
  {
    id: 'N24',
    says: 'a known operation with another amount: the first statement stands, and it is said aloud',
    async run(scene) {
      const sold = await scene.sell()
      await scene.payAndSettle(sold)
      if (scene.driver.noticeIsFact) scene.fault(sold, 'notice-amount', '900')
      await scene.happens(sold, 'tell', '900')
      for (const letter of scene.heldLetters(sold)) await scene.post(letter)
      await scene.settle()
      await scene.creditedOnce(sold)
      assert.ok(scene.alerts().some((line) => line.includes('another amount') && line.includes(sold.payment.id)))
    },
  },
  {
    id: 'N26',
    says: 'a notice to our address with a slash behind it, or in another letter case, is taken like any other',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const typed = letter.url
        .replace('/notices/', '/Notices/')
        .replace(scene.kind.id, `${scene.kind.id.toUpperCase()}/`)
      assert.notEqual(typed, letter.url)
      assert.equal((await scene.post({ ...letter, url: typed })).status, scene.kind.noticeAnswer.status)
      await scene.settle()
      await scene.creditedOnce(sold)
    },
  },
]
