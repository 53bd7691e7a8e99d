import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { takeLease } from '../../src/db/lease.ts'
import { DAY, HOUR, type Instant, MINUTE, nowOf, SECOND } from '../../src/kit/clock.ts'
import { queueMails } from '../../src/mail/mail-outbox.ts'
import { limits, minutesToWait, takeTry } from '../../src/people/sign-in/throttle.ts'
import { reconcileDue } from '../../src/reconciliation/reconcile.ts'
import { engines } from '../support/databases.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { gatewayDrivers } from './gateway/gateway-drivers.ts'
import { createHarness, type Harness, type Sold } from './gateway/harness.ts'

for (const { engine, skip } of engines) {
  describe(`a clock that somebody moves, on ${engine}`, { skip }, () => {
    let world: World
    let harnesses: Harness[]
    before(async () => {
      world = await createWorld({ engine })
      harnesses = gatewayDrivers.map((driver) => createHarness(world, driver))
    })
    after(() => world?.end())

    async function pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 20 * SECOND) {
        world.clock.move(20 * SECOND)
        await world.settle()
      }
    }
    async function silently(act: 'pay' | 'pend'): Promise<Array<{ harness: Harness; sold: Sold }>> {
      const all: Array<{ harness: Harness; sold: Sold }> = []
      for (const harness of harnesses) {
        const sold = await harness.sell()
        harness.fault(sold, 'notice-drop', undefined, 100)
        await harness.happens(sold, act)
        all.push({ harness, sold })
      }
      return all
    }

    test('put back a day, it stops no polling: old and new attempts are asked for, and credited once [case 59]', async () => {
      await world.settle()
      const old = await silently('pend')
      await pass(2 * MINUTE)
      const young = await silently('pay')
      world.clock.jump(-DAY)
      for (const { harness, sold } of old) await harness.happens(sold, 'settle')
      await pass(3 * MINUTE)
      for (const { harness, sold } of [...old, ...young]) await harness.creditedOnce(sold)
      assert.ok(world.log.lines.some((line) => line.includes('the clock was put back')))
    })

    test('put forward a day and back again, whoever pays then is credited once [case 59]', async () => {
      const open = await silently('pend')
      await pass(2 * MINUTE)
      world.clock.jump(DAY)
      await pass(2 * MINUTE)
      const meanwhile = await silently('pay')
      world.clock.jump(-DAY)
      for (const { harness, sold } of open) await harness.happens(sold, 'settle')
      await pass(12 * MINUTE)
      for (const { harness, sold } of [...open, ...meanwhile]) await harness.creditedOnce(sold)
    })

    test('letters, leases, limits and sessions of before do not wait a day [case 59]', async () => {
      const { database, shop } = world.app
      await pass(12 * MINUTE)
      const visitor = createVisitor(world.url)
      await visitor.signIn('a.martin@example.org')
      const bucket = { bucket: 'test', limit: limits.secondFactor }
      for (let each = 0; each < 9; each += 1) await takeTry(database, [bucket])
      const lease = { name: 'test', holdMs: MINUTE }
      assert.equal(await takeLease(database, { ...lease, holder: 'one' }), true)
      const letter = { kind: 'welcome', about: 'clock', to: 'a@example.org', language: 'fr' as const, detail: {} }
      await database.transact((tx) => queueMails(tx, [letter]))
      await reconcileDue(shop)
      await world.settle()
      world.clock.jump(-DAY)
      await world.settle()
      assert.equal(await minutesToWait(database.db, { ...bucket, now: nowOf(world.clock) }), 0)
      assert.equal(await takeTry(database, [bucket]), 0)
      assert.equal(await takeLease(database, { ...lease, holder: 'two' }), true)
      assert.equal((await visitor.get('/profile')).status, 200)
      const due = await world.db.selectFrom('mail').select('dueAt').where('status', '=', 'queued').execute()
      const tooLate = (at: Instant) => at > nowOf(world.clock) && Date.parse(at) > world.clock.nowMs() + 6 * HOUR
      assert.ok(!due.some(({ dueAt }) => tooLate(dueAt)))
      assert.ok((await reconcileDue(shop)) > 0, 'compared again, rather than not for two days')
    })
  })
}
