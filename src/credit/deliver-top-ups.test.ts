import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../../test/support/databases.ts'
import { fakePrintSystem } from '../../test/support/fake-print-system.ts'
import { createSettlementLoad } from '../../test/support/settlement-load.ts'
import { createWorld } from '../../test/support/world.ts'
import { MINUTE } from '../kit/clock.ts'
import { bookTopUp } from '../payments/settlement/write-sales.ts'
import type { Outcome } from '../printing/print-system.ts'
import { offeredChoices } from '../review/decide-item.ts'
import { resolveUncertain } from './deliver-top-ups.ts'
import { ownJournal } from './own-journal.ts'

for (const { engine, skip } of engines) {
  describe(`credit at a print system with its own balances, on ${engine}`, { skip }, () => {
    const sold = async (outcomes: Outcome[]) => {
      const fake = fakePrintSystem(outcomes)
      const world = await createWorld({ engine, printSystem: fake.system })
      const load = await createSettlementLoad(world.app, 1)
      const [orderId = ''] = await load.round()
      const statusOf = async () =>
        (await world.db.selectFrom('topUp').select('status').where('orderId', '=', orderId).executeTakeFirstOrThrow())
          .status
      const orderStatus = async () =>
        (await world.db.selectFrom('orders').select('status').where('id', '=', orderId).executeTakeFirstOrThrow())
          .status
      return { ...fake, world, statusOf, orderStatus }
    }

    test('paid, then credited by one call; our books mirror it', async () => {
      const { world, calls, statusOf, orderStatus } = await sold([])
      assert.deepEqual([await statusOf(), await orderStatus()], ['queued', 'paid'])
      await world.settle()
      assert.deepEqual(
        [await statusOf(), await orderStatus(), calls.length, calls[0]?.minor],
        ['applied', 'fulfilled', 1, 2100],
      )
      assert.equal(await world.balanceOf('a.martin@example.org'), 2100)
      assert.deepEqual((await world.check()).problems, [])
      // What was credited from here is told page by page, without balances: these only the system knows.
      await (await createSettlementLoad(world.app, 1)).round()
      await world.settle()
      const { id: personId } = await world.person('a.martin@example.org')
      const first = await ownJournal(world.db, { personId, limit: 1 })
      const second = await ownJournal(world.db, { personId, limit: 1, before: first.older })
      const lines = [...first.entries, ...second.entries]
      assert.deepEqual(
        lines.map(({ change, balance }) => [change.minor, balance]),
        [
          [2100, undefined],
          [2100, undefined],
        ],
      )
      assert.notEqual(lines[0]?.key, lines[1]?.key)
      assert.equal(second.older, undefined)
      for (const before of ['x', '-1', '0'])
        assert.deepEqual(await ownJournal(world.db, { personId, limit: 1, before }), first, `no page: ${before}`)
      await world.end()
    })

    test('an unclear answer is never repeated blindly; proof resolves it [case 53] [PB3] [F18]', async () => {
      const { world, calls, state, statusOf } = await sold([{ is: 'uncertain', why: 'timeout' }])
      await world.settle()
      for (let look = 0; look < 5; look += 1) {
        world.clock.move(10 * MINUTE)
        await world.settle()
      }
      assert.deepEqual([await statusOf(), calls.length], ['uncertain', 1])
      const { id } = await world.db.selectFrom('topUp').select('id').executeTakeFirstOrThrow()
      const item = { kind: 'doubtful_top_up', id } as const
      const deciding = { ...world.app.shop, withdrawal: world.config.withdrawal }
      const choices = () => offeredChoices(deciding, item)
      assert.deepEqual(await choices(), ['ask_again', 'is_there', 'keep'], 'to send again is for a proof alone')
      state.found = 'absent'
      await world.settle()
      await world.settle()
      assert.deepEqual([await statusOf(), calls.length], ['applied', 2])
      assert.deepEqual(await choices(), [])
      await world.end()
    })

    test('found in its log after all: applied without a second call [case 52]', async () => {
      const { world, system, calls, state, statusOf } = await sold([{ is: 'uncertain', why: 'reset' }])
      await world.settle()
      state.found = 'applied'
      // Two nodes that ask at the same time credit it once.
      const { database } = world.app
      const delivery = { database, printSystem: system, log: world.log, onApplied: bookTopUp }
      await Promise.all([resolveUncertain(delivery), resolveUncertain(delivery)])
      assert.deepEqual([await statusOf(), calls.length], ['applied', 1])
      assert.equal(await world.balanceOf('a.martin@example.org'), 2100)
      const found = await world.db
        .selectFrom('statusChange')
        .select('id')
        .where('why', '=', 'found in its log')
        .execute()
      assert.equal(found.length, 1)
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })

    test('not reached: tried again later by itself; refused: a person must see it [case 54]', async () => {
      const notReached = { is: 'refused', why: 'not_reached', notReached: true } as const
      const { world, calls, statusOf } = await sold([
        notReached,
        { is: 'refused', why: 'unknown_account', notReached: false },
      ])
      await world.settle()
      assert.deepEqual([await statusOf(), calls.length], ['queued', 1])
      world.clock.move(MINUTE)
      await world.settle()
      assert.deepEqual([await statusOf(), calls.length], ['refused', 2])
      world.clock.move(60 * MINUTE)
      await world.settle()
      assert.equal(calls.length, 2)
      await world.end()
    })

    test('a system that takes vouchers only is not called without one: a person decides', async () => {
      const fake = fakePrintSystem([])
      const way = { values: 'vouchers' as const, add: () => Promise.reject(new Error('no voucher is there')) }
      const credit = { ...way, find: async () => 'cannot_tell' as const }
      const world = await createWorld({ engine, printSystem: { ...fake.system, credit } })
      await (await createSettlementLoad(world.app, 1)).round()
      await world.settle()
      const topUp = await world.db.selectFrom('topUp').select(['status', 'evidence']).executeTakeFirstOrThrow()
      assert.deepEqual(topUp, { status: 'refused', evidence: 'voucher_missing' })
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })

    test('found in sending after a crash: doubted, not sent again [case 52] [case 56]', async () => {
      const { world, calls, statusOf } = await sold([])
      await world.db.updateTable('topUp').set({ status: 'sending', leaseUntil: '2000-01-01T00:00:00.000Z' }).execute()
      await world.settle()
      assert.deepEqual([await statusOf(), calls.length], ['uncertain', 0])
      await world.end()
    })

    test('ended after the books were written and before the call: one call after the start [case 51]', async () => {
      const { world, calls, statusOf } = await sold([])
      assert.deepEqual([await statusOf(), calls.length], ['queued', 0])
      await world.restart()
      await world.settle()
      assert.deepEqual([await statusOf(), calls.length], ['applied', 1])
      await world.end()
    })

    test('frozen past its lease in the call: another doubts it, the late answer writes nothing [case 52] [case 56]', async () => {
      const answer = Promise.withResolvers<Outcome>()
      const begun = Promise.withResolvers<void>()
      const fake = fakePrintSystem([])
      let calls = 0
      const add = () => {
        calls += 1
        begun.resolve()
        return answer.promise
      }
      const credit = { values: 'any' as const, find: async () => fake.state.found, add }
      const world = await createWorld({ engine, printSystem: { ...fake.system, credit } })
      const load = await createSettlementLoad(world.app, 1)
      await load.round()
      const frozen = world.app.worker.runNow(['top-ups at fake'])
      await begun.promise
      world.clock.move(3 * MINUTE)
      const other = await world.anotherProcess()
      await other.worker.runNow(['top-ups at fake'])
      const rows = () => world.db.selectFrom('topUp').select(['status', 'evidence']).execute()
      const doubted = [{ status: 'uncertain', evidence: 'the worker ended while sending' }]
      assert.deepEqual(await rows(), doubted)
      answer.resolve({ is: 'applied', evidence: 'late' })
      await frozen
      assert.deepEqual([await rows(), calls], [doubted, 1])
      assert.equal(await world.balanceOf('a.martin@example.org'), 0)
      fake.state.found = 'applied'
      await other.worker.runNow(['uncertain top-ups at fake'])
      assert.equal(await world.balanceOf('a.martin@example.org'), 2100)
      assert.deepEqual([calls, (await world.check()).problems], [1, []])
      await other.stop()
      await world.end()
    })
  })
}
