import assert from 'node:assert/strict'
import { DAY, HOUR, later, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import type { Letter } from '../../../src/simulators/engine/simulator.ts'
import { asNotice, type Case, demoValues, type Scene, type Sold } from './scene.ts'

/** One bit of the text at a place, flipped; a character that the message's own format would not carry is not made. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)

async function refusedWithoutEffect(scene: Scene, sold: Sold, letters: readonly [what: string, Letter][]) {
  for (const [what, letter] of letters) assert.equal((await scene.post(letter)).status, 400, what)
  await scene.settle()
  await scene.notCredited(sold)
}

/** What proves a notice, and what does not. N05 ends the life of a key: it runs last of all. */
export const proofCases: readonly Case[] = [
  {
    id: 'N02',
    cases: [5],
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
    cases: [5],
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
    cases: [16],
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
      world.clock.move(MINUTE)
      // Not the poller, whose first look is due by now: the provider's own word would credit both.
      await world.app.worker.runNow(['quarantine', 'notices'])
      await scene.creditedOnce(sold)
      await scene.notCredited(stranger)
    },
  },
  {
    id: 'N09',
    cases: [17],
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
    id: 'N17',
    cases: [10],
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
    cases: [7],
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
    id: 'N05',
    cases: [16],
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
