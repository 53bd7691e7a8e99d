import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DAY, HOUR, MINUTE, nowOf, SECOND } from '../../src/kit/clock.ts'
import { type HttpClient, httpClient } from '../../src/kit/http/http-client.ts'
import { pollPayment } from '../../src/payments/intake/poll-payment.ts'
import { listReviewItems } from '../../src/review/review-items.ts'
import { createWorld, type World } from '../support/world.ts'
import { gatewayDrivers } from './gateway/gateway-drivers.ts'
import { createHarness, type Harness, type Sold } from './gateway/harness.ts'

for (const driver of gatewayDrivers) {
  describe(`${driver.id}: a provider that is away and comes back`, () => {
    let world: World
    let harness: Harness
    let isCut = false
    let asked = 0
    const line: HttpClient = {
      async send(request) {
        if (!request.url.includes(`/simulated/${driver.id}/`)) return httpClient.send(request)
        asked += 1
        return isCut ? { is: 'failed', sent: false, why: 'ECONNREFUSED' } : httpClient.send(request)
      },
    }
    before(async () => {
      world = await createWorld({ http: line })
      harness = createHarness(world, driver)
    })
    after(() => world?.end())

    /** Orders whose payer has paid, while no notice of it will ever come; begun within a few minutes. */
    async function paidInSilence(count: number): Promise<Sold[]> {
      const all: Sold[] = []
      for (let each = 0; each < count; each += 1) {
        const sold = await harness.sell()
        harness.fault(sold, 'notice-drop', undefined, 100)
        await harness.happens(sold, 'pay')
        all.push(sold)
      }
      return all
    }
    const uncredited = async (all: readonly Sold[]): Promise<number> => {
      const states = await Promise.all(all.map((sold) => harness.statusOf(sold)))
      return states.filter((status) => status !== 'succeeded').length
    }
    /** The worker's turns in this time: one each five seconds. */
    async function pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 5 * SECOND) {
        world.clock.move(5 * SECOND)
        await world.app.worker.runNow([`payments of ${driver.id}`])
      }
    }

    test('twelve paid orders whose looks meet a cut of a second are credited within a minute of it [case 11]', async () => {
      const sold = await paidInSilence(12)
      world.clock.move(75 * SECOND)
      isCut = true
      await world.app.worker.runNow([`payments of ${driver.id}`])
      isCut = false
      assert.equal(await uncredited(sold), 12)
      await pass(MINUTE)
      assert.equal(await uncredited(sold), 0)
    })

    test('after two hours away, whoever has paid is credited within a minute, not all at once [case 43]', async () => {
      const sold = await paidInSilence(12)
      isCut = true
      await pass(10 * MINUTE)
      const before = asked
      world.clock.move(100 * MINUTE)
      await pass(5 * MINUTE)
      assert.ok(asked - before <= 30, `${asked - before} calls in the dark`)
      isCut = false
      const turns: number[] = []
      for (let turn = 0; turn < 13; turn += 1) {
        await pass(5 * SECOND)
        turns.push(await uncredited(sold))
      }
      assert.equal(turns.at(-1), 0, turns.join(' '))
      // Each has its jitter within fifteen seconds, and the worker comes each five.
      assert.ok(new Set(turns).size > 2, `spread: ${turns.join(' ')}`)
    })

    test('who comes back from the bank during a pause is credited soon after it, whatever the schedule says', async () => {
      const [sold] = await paidInSilence(1)
      assert.ok(sold)
      await pass(2 * HOUR)
      assert.equal(await harness.statusOf(sold), 'succeeded')
      const [other] = await paidInSilence(1)
      assert.ok(other)
      isCut = true
      await pass(12 * MINUTE)
      await pollPayment(world.app.shop, other.payment.id)
      isCut = false
      await pass(MINUTE)
      await harness.creditedOnce(other)
    })

    test('a poll that never finds an answer, of a provider that answers others, goes back to its schedule', async () => {
      const sold = await harness.sell()
      harness.fault(sold, 'query-html', undefined, 500)
      const good = await harness.sell()
      await pass(12 * MINUTE)
      const { polls } = await harness.reread(sold.payment)
      assert.ok(polls >= 10 && polls <= 14, `${polls} polls`)
      await pass(10 * MINUTE)
      assert.ok((await harness.reread(sold.payment)).polls <= polls + 2)
      assert.equal((await harness.reread(good.payment)).unansweredPolls, 0)
    })

    test('an attempt that was begun and never heard of again reaches the desk, and can be left there', async () => {
      const sold = await harness.sell()
      isCut = true
      world.clock.move(DAY + HOUR)
      await world.settle()
      assert.equal(await harness.statusOf(sold), 'started')
      const matters = await listReviewItems(world.db, nowOf(world.clock))
      assert.ok(matters.some(({ kind, id }) => kind === 'long_pending' && id === sold.payment.id))
      isCut = false
      await pass(2 * MINUTE)
      const later = await listReviewItems(world.db, nowOf(world.clock))
      assert.ok(!later.some(({ id }) => id === sold.payment.id), await harness.statusOf(sold))
    })

    test('payments and notices of a gateway that is no longer set up stop none of the others', async () => {
      const [sold] = await paidInSilence(1)
      assert.ok(sold)
      const letterOf = await harness.sell()
      const letter = await harness.paidLetter(letterOf)
      await world.db.updateTable('payment').set({ gatewayId: 'gone' }).where('id', '=', letterOf.payment.id).execute()
      assert.equal((await harness.post(letter)).status, 200)
      await world.db.updateTable('notice').set({ gatewayId: 'gone', tryAt: '2000-01-01T00:00:00.000Z' }).execute()
      await pass(2 * MINUTE)
      await world.settle()
      assert.equal(await harness.statusOf(sold), 'succeeded')
      assert.ok(!world.log.lines.some((text) => text.includes('job failed')))
    })
  })
}
