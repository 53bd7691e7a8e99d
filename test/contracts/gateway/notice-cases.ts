import assert from 'node:assert/strict'
import type { Letter } from '../../../src/gateways/gateway.ts'
import { DAY, HOUR, later, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import { createNoticeReceiver } from '../../../src/payments/receive-notice.ts'
import { understandNotices } from '../../../src/payments/understand-notices.ts'
import { asNotice, type Case, demoValues, inAnyOrder, type Scene, type Sold } from './scene.ts'

/** One bit of the text at a place, flipped; a character that the message's own format would not carry is not made. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)

async function refusedWithoutEffect(scene: Scene, sold: Sold, letters: readonly [what: string, Letter][]) {
  for (const [what, letter] of letters) assert.equal((await scene.post(letter)).status, 400, what)
  await scene.settle()
  await scene.notCredited(sold)
}

async function inParallel<Result>(times: number, atOnce: number, act: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let begun = 0; begun < times; begun += atOnce)
    results.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, times - begun) }, act))))
  return results
}

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
    id: 'N02',
    says: 'one flipped bit in the body, and it proves nothing',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const places = [...letter.body].flatMap((char, at) => (/[a-zA-Z0-9]/.test(char) ? [at] : []))
      const some = places.filter((_, index) => index % Math.ceil(places.length / 12) === 0)
      await refusedWithoutEffect(
        scene,
        sold,
        some.map((at) => [`bit at ${at}`, { ...letter, body: flipped(letter.body, at) }]),
      )
    },
  },
  {
    id: 'N03',
    says: 'a signature with a flipped bit, missing, empty or doubled is refused; letter case as the gateway says',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const { signatureOf, withSignature, caseMatters } = scene.driver
      const good = signatureOf(letter)
      const turned = good === good.toUpperCase() ? good.toLowerCase() : good.toUpperCase()
      await refusedWithoutEffect(scene, sold, [
        ['flipped', withSignature(letter, flipped(good, 3))],
        ['missing', withSignature(letter, undefined)],
        ['empty', withSignature(letter, '')],
        ['doubled', withSignature(letter, `${good}, ${good}`)],
        ['cut', withSignature(letter, good.slice(0, -4))],
        ...(caseMatters ? [['other case', withSignature(letter, turned)] as [string, Letter]] : []),
      ])
      if (!caseMatters) assert.equal((await scene.post(withSignature(letter, turned))).status, 200)
    },
  },
  {
    id: 'N04',
    says: 'signed with another key: parked, proved again once the key is right, credited once',
    async run(scene) {
      const stranger = await scene.sell()
      scene.fault(stranger, 'notice-bad-key')
      assert.equal((await scene.post(await scene.paidLetter(stranger))).status, 400)
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const { kind, driver, world } = scene
      const around = { mode: 'demo' as const, publicUrl: world.url, simulatorUrl: world.url, loopbackUrl: world.url }
      const { name, wrong } = driver.keySetting
      const misled = kind.connect(demoValues(kind, { [name]: wrong }), around, { ...world.outside })
      const mend = scene.replace(() => ({ readNotice: (notice) => misled.readNotice(notice) }))
      assert.equal((await scene.post(letter)).status, 400)
      await scene.settle()
      await scene.notCredited(sold)
      mend()
      await world.app.worker.runNow(['quarantine'])
      await scene.settle()
      await scene.creditedOnce(sold)
      await scene.notCredited(stranger)
    },
  },
  {
    id: 'N06',
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
    says: 'the same digits in another currency are held',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'charge-currency', 'USD')
      await scene.payAndSettle(sold)
      await scene.held(sold, 'wrong_currency')
    },
  },
  {
    id: 'N09',
    says: 'a test notice proves nothing to a live shop; a fact of another mode than its payment is held',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const { kind, world, driver } = scene
      let calls = 0
      const send = async () => {
        calls += 1
        return { is: 'failed' as const, sent: false, why: 'no network' }
      }
      const around = { mode: 'live' as const, publicUrl: '', simulatorUrl: '', loopbackUrl: '' }
      const outside = { http: { send }, clock: world.clock, log: world.log }
      const live = kind.connect(demoValues(kind, driver.liveValues), around, outside)
      assert.equal((await live.readNotice(asNotice(letter, nowOf(world.clock)))).is, 'rejected')
      assert.equal(calls, 0, 'nothing is fetched for it')
      await scene.settleFacts(scene.factOf(sold, { mode: 'live' }))
      const { status, heldWhy } = await scene.reread(sold.payment)
      assert.deepEqual([status, heldWhy], ['held', 'wrong_mode'])
    },
  },
  {
    id: 'N10',
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
    id: 'N17',
    says: 'too large, endless, of another kind, broken, deep, with NUL or bad UTF-8, compressed: refused quickly',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const large = await scene.post({ ...letter, body: 'a'.repeat(300 * 1024) })
      assert.equal(large.status, 413)
      const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) })
      const pour = { method: 'POST', body: endless, headers: letter.headers, duplex: 'half' } as RequestInit
      const poured = await fetch(letter.url, pour)
        .then((response) => response.status)
        .catch(() => 413)
      assert.equal(poured, 413)
      const bodies = ['', '{', '['.repeat(50_000), 'a=%ZZ', 'a=\0', '\u0000', '{"id":1}', 'a&'.repeat(5_000)]
      for (const body of bodies) assert.equal((await scene.post({ ...letter, body })).status, 400, body.slice(0, 10))
      const xml = { ...letter, headers: { ...letter.headers, 'content-type': 'application/xml' }, body: '<a/>' }
      assert.equal((await scene.post(xml)).status, 400)
      const compressed = { ...letter, headers: { ...letter.headers, 'content-encoding': 'gzip' } }
      assert.ok((await scene.post(compressed)).status >= 400, 'even the good bytes')
      await scene.notCredited(sold)
      assert.equal((await scene.post(letter)).status, 200, 'the service is unharmed')
    },
  },
  {
    id: 'N18',
    says: 'a time stamp outside the tolerance, on both sides, is refused',
    async run(scene) {
      const letter = await scene.paidLetter(await scene.sell())
      const at = async (ms: number) =>
        (await scene.gateway.readNotice(asNotice(letter, later(nowOf(scene.world.clock), ms)))).is
      assert.equal(await at(3 * DAY + 2 * HOUR), 'rejected')
      assert.equal(await at(-3 * DAY - 2 * HOUR), 'rejected')
      assert.notEqual(await at(3 * DAY), 'rejected')
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
    id: 'N20',
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
    id: 'N21',
    says: 'the same message encoded anew, with the old signature, is refused',
    async run(scene) {
      const sold = await scene.sell()
      const letter = await scene.paidLetter(sold)
      const other = scene.driver.reencoded?.(letter)
      assert.ok(other && other.body !== letter.body)
      await refusedWithoutEffect(scene, sold, [['re-encoded', other]])
    },
  },
  {
    id: 'N22',
    says: 'no notice ever: the poller credits once by its schedule',
    async run(scene) {
      const sold = await scene.sell()
      scene.fault(sold, 'notice-drop', undefined, 100)
      await scene.happens(sold, 'pay')
      await scene.settle()
      await scene.notCredited(sold)
      scene.world.clock.move(61_000)
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
    id: 'N05',
    says: 'while a key is changed both are good; the old one is refused after its end',
    async run(scene) {
      for (const old of [true, false]) {
        const sold = await scene.sell()
        if (old) scene.fault(sold, 'notice-old-key')
        assert.equal((await scene.post(await scene.paidLetter(sold))).status, 200)
        await scene.settle()
        await scene.creditedOnce(sold, old ? 'by the old key' : 'by the new key')
      }
      const sold = await scene.sell()
      const restore = scene.driver.endOldKey(scene)
      const late = await scene.sell()
      scene.fault(late, 'notice-old-key')
      assert.equal((await scene.post(await scene.paidLetter(late))).status, 400)
      restore()
      await scene.notCredited(sold)
    },
  },
]
