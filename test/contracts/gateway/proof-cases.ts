import assert from 'node:assert/strict'
import { DAY, HOUR, later, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import type { WebhookDelivery } from '../../../src/simulators/engine/simulator.ts'
import { demoSurroundings } from '../../support/demo-surroundings.ts'
import { asNotice, type Case, demoValues, type Harness, type Sold } from './harness.ts'

/** One bit of the text at a place, flipped; a character that the message's own format would not carry is not made. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)

async function refusedWithoutEffect(harness: Harness, sold: Sold, letters: readonly [what: string, WebhookDelivery][]) {
  for (const [what, letter] of letters) assert.equal((await harness.post(letter)).status, 400, what)
  await harness.settle()
  await harness.notCredited(sold)
}

/** What proves a notice, and what does not. N05 ends the life of a key: it runs last of all. */
export const proofCases: readonly Case[] = [
  {
    id: 'N02',
    cases: [5],
    says: 'one flipped bit in the body, and it proves nothing',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const places = [...letter.body].flatMap((char, at) => (/[a-zA-Z0-9]/.test(char) ? [at] : []))
      const some = places.filter((_, index) => index % Math.ceil(places.length / 12) === 0)
      await refusedWithoutEffect(
        harness,
        sold,
        some.map((at) => [`bit at ${at}`, { ...letter, body: flipped(letter.body, at) }]),
      )
    },
  },
  {
    id: 'N03',
    cases: [5],
    says: 'a signature with a flipped bit, missing, empty or doubled is refused; letter case as the gateway says',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const { signatureOf, withSignature, caseMatters } = harness.driver
      const good = signatureOf(letter)
      const turned = good === good.toUpperCase() ? good.toLowerCase() : good.toUpperCase()
      await refusedWithoutEffect(harness, sold, [
        ['flipped', withSignature(letter, flipped(good, 3))],
        ['missing', withSignature(letter, undefined)],
        ['empty', withSignature(letter, '')],
        ['doubled', withSignature(letter, `${good}, ${good}`)],
        ['cut', withSignature(letter, good.slice(0, -4))],
        ...(caseMatters ? [['other case', withSignature(letter, turned)] as [string, WebhookDelivery]] : []),
      ])
      if (!caseMatters) assert.equal((await harness.post(withSignature(letter, turned))).status, 200)
    },
  },
  {
    id: 'N04',
    cases: [16],
    says: 'signed with another key: parked, proved again once the key is right, credited once',
    async run(harness) {
      const stranger = await harness.sell()
      harness.fault(stranger, 'notice-bad-key')
      assert.equal((await harness.post(await harness.paidLetter(stranger))).status, 400)
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const { kind, driver, world } = harness
      const around = demoSurroundings(kind.id, world.url, world.clock)
      const { name, wrong } = driver.keySetting
      const misled = kind.connect(demoValues(kind, { [name]: wrong }), around, { ...world.outside })
      const mend = harness.replace(() => ({ readNotice: (notice) => misled.readNotice(notice) }))
      assert.equal((await harness.post(letter)).status, 400)
      await harness.settle()
      await harness.notCredited(sold)
      mend()
      world.clock.move(MINUTE)
      // Not the poller, whose first look is due by now: the provider's own word would credit both.
      await world.app.worker.runNow(['quarantine', 'notices'])
      await harness.creditedOnce(sold)
      await harness.notCredited(stranger)
    },
  },
  {
    id: 'N09',
    cases: [17],
    says: 'a test notice proves nothing to a live shop; a fact of another mode than its payment is held',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const { kind, world, driver } = harness
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
      await harness.settleFacts(harness.factOf(sold, { mode: 'live' }))
      const { status, heldWhy } = await harness.reread(sold.payment)
      assert.deepEqual([status, heldWhy], ['held', 'wrong_mode'])
    },
  },
  {
    id: 'N17',
    cases: [10],
    says: 'too large, endless, of another kind, broken, deep, with NUL or bad UTF-8, compressed: refused quickly',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const large = await harness.post({ ...letter, body: 'a'.repeat(300 * 1024) })
      assert.equal(large.status, 413)
      const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) })
      const pour = { method: 'POST', body: endless, headers: letter.headers, duplex: 'half' } as RequestInit
      const poured = await fetch(letter.url, pour)
        .then((response) => response.status)
        .catch(() => 413)
      assert.equal(poured, 413)
      const bodies = ['', '{', '['.repeat(50_000), 'a=%ZZ', 'a=\0', '\u0000', '{"id":1}', 'a&'.repeat(5_000)]
      for (const body of bodies) assert.equal((await harness.post({ ...letter, body })).status, 400, body.slice(0, 10))
      const xml = { ...letter, headers: { ...letter.headers, 'content-type': 'application/xml' }, body: '<a/>' }
      assert.equal((await harness.post(xml)).status, 400)
      const compressed = { ...letter, headers: { ...letter.headers, 'content-encoding': 'gzip' } }
      assert.ok((await harness.post(compressed)).status >= 400, 'even the good bytes')
      await harness.notCredited(sold)
      assert.equal((await harness.post(letter)).status, 200, 'the service is unharmed')
    },
  },
  {
    id: 'N18',
    cases: [7],
    says: 'a time stamp outside the tolerance, on both sides, is refused',
    async run(harness) {
      const letter = await harness.paidLetter(await harness.sell())
      const at = async (ms: number) =>
        (await harness.gateway.readNotice(asNotice(letter, later(nowOf(harness.world.clock), ms)))).is
      assert.equal(await at(3 * DAY + 2 * HOUR), 'rejected')
      assert.equal(await at(-3 * DAY - 2 * HOUR), 'rejected')
      assert.notEqual(await at(3 * DAY), 'rejected')
    },
  },
  {
    id: 'N21',
    says: 'the same message encoded anew, with the old signature, is refused',
    async run(harness) {
      const sold = await harness.sell()
      const letter = await harness.paidLetter(sold)
      const other = harness.driver.reencoded?.(letter)
      assert.ok(other && other.body !== letter.body)
      await refusedWithoutEffect(harness, sold, [['re-encoded', other]])
    },
  },
  {
    id: 'N05',
    cases: [16],
    says: 'while a key is changed both are good; the old one is refused after its end',
    async run(harness) {
      for (const old of [true, false]) {
        const sold = await harness.sell()
        if (old) harness.fault(sold, 'notice-old-key')
        assert.equal((await harness.post(await harness.paidLetter(sold))).status, 200)
        await harness.settle()
        await harness.creditedOnce(sold, old ? 'by the old key' : 'by the new key')
      }
      const sold = await harness.sell()
      const restore = harness.driver.endOldKey(harness)
      const late = await harness.sell()
      harness.fault(late, 'notice-old-key')
      assert.equal((await harness.post(await harness.paidLetter(late))).status, 400)
      restore()
      await harness.notCredited(sold)
    },
  },
]
