import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE } from '../../../src/kit/clock.ts'
import { newToken } from '../../../src/kit/id.ts'
import { feesAccount } from '../../../src/ledger/account.ts'
import { balanceOf } from '../../../src/ledger/balance.ts'
import { endByPerson, listOpen } from '../../../src/reconciliation/discrepancies.ts'
import { reconcile, reconcileDue } from '../../../src/reconciliation/reconcile.ts'
import type { DifferenceRow } from '../../../src/reconciliation/reconciliation-tables.ts'
import { buyer, type Case, type Harness, type Sold } from './harness.ts'

/** A list is complete some hours late only: this much later, what is here must be there. */
const afterwards = 5 * HOUR

async function run({ world, kind }: Harness) {
  const done = await reconcile(world.app.shop, kind.id, 'worker')
  assert.ok(done, 'compared')
  return done
}

/** What waits for a person about this attempt. */
async function openOf({ world }: Harness, { payment }: Sold): Promise<string[]> {
  const open = await listOpen(world.db, 500)
  return open.filter(({ paymentId }) => paymentId === payment.id).map(({ kind }) => kind)
}

const openAbout = async ({ world }: Harness, detail: Partial<DifferenceRow>): Promise<DifferenceRow[]> =>
  (await listOpen(world.db, 500)).filter((row) =>
    Object.entries(detail).every(([name, value]) => row[name as keyof DifferenceRow] === value),
  )

/** Paid, understood, credited; and long enough ago to stand in every list. */
async function paidLongAgo(harness: Harness): Promise<Sold> {
  const sold = await harness.sell()
  await harness.payAndSettle(sold)
  harness.world.clock.move(afterwards)
  return sold
}

/** The provider has the money, and nothing that says so ever reached us. */
async function paidUnheard(harness: Harness): Promise<Sold> {
  const sold = await harness.sell()
  harness.fault(sold, 'notice-drop', undefined, 100)
  await harness.happens(sold, 'pay')
  if (harness.gateway.complete) {
    harness.fault(sold, 'capture-lost-after')
    await harness.look(sold)
  }
  await harness.notCredited(sold)
  return sold
}

export const reconciliationCases: readonly Case[] = [
  {
    id: 'C01a',
    cases: [11],
    says: 'a payment that the list has and no notice told of is settled, once',
    async run(harness) {
      const sold = await paidUnheard(harness)
      harness.world.clock.move(afterwards)
      const { settled } = await run(harness)
      assert.ok(settled >= 1)
      await harness.creditedOnceBesideFees(sold)
      await run(harness)
      await harness.creditedOnceBesideFees(sold)
      assert.deepEqual(await openOf(harness, sold), [])
    },
  },
  {
    id: 'C01b',
    says: 'a payment that we know nothing of waits for a person, is opened once, and stays ended once ended',
    async run(harness) {
      const { world } = harness
      const reference = newToken(130)
      const strange = () =>
        openAbout(harness, { kind: 'unknown_payment', listedMinor: 4321, gatewayId: harness.kind.id })
      const list = () => harness.simulator().script({ fault: 'list-strange', value: reference })
      list()
      await run(harness)
      list()
      await run(harness)
      const [found, ...more] = await strange()
      assert.ok(found)
      assert.deepEqual(more, [])
      const by = (await world.person(buyer)).id
      await world.app.database.transact((tx) => endByPerson(tx, { id: found.id, by, why: 'of another shop' }))
      list()
      await run(harness)
      assert.deepEqual(await strange(), [])
    },
  },
  {
    id: 'C01c',
    cases: [50],
    says: 'a payment of ours that the list has not is an alarm, which ends when the list has it',
    async run(harness) {
      const sold = await paidLongAgo(harness)
      harness.fault(sold, 'list-without')
      await run(harness)
      assert.deepEqual(await openOf(harness, sold), ['missing'])
      assert.ok(harness.alerts().some((line) => line.includes('reconciliation found differences')))
      await run(harness)
      assert.deepEqual(await openOf(harness, sold), [])
      await harness.creditedOnceBesideFees(sold)
    },
  },
  {
    id: 'C01d',
    says: 'another amount, currency or status in the list waits for a person, and the books stay as they are',
    async run(harness) {
      const lies = { 'list-amount': '999', 'list-currency': 'CHF', 'list-status': harness.driver.listedAsRefused }
      for (const [fault, value] of Object.entries(lies)) {
        const sold = await paidLongAgo(harness)
        harness.fault(sold, fault, value, 2)
        await run(harness)
        await run(harness)
        assert.deepEqual(await openOf(harness, sold), [fault === 'list-status' ? 'status' : 'amount'], fault)
        await harness.creditedOnceBesideFees(sold)
      }
    },
  },
  {
    id: 'C01e',
    says: 'a refund made at the provider that no notice told of is adopted, once',
    async run(harness) {
      const sold = await paidLongAgo(harness)
      const before = await harness.world.balanceOf(buyer)
      harness.fault(sold, 'notice-drop', undefined, 100)
      await harness.happens(sold, 'refund-here', '1000')
      harness.world.clock.move(afterwards)
      await run(harness)
      await run(harness)
      const { refundedMinor } = await harness.reread(sold.payment)
      assert.equal(refundedMinor, 1000)
      assert.equal(await harness.world.balanceOf(buyer), before - 1000)
      assert.deepEqual(await openOf(harness, sold), [])
      assert.deepEqual((await harness.world.check()).problems, [])
    },
  },
  {
    id: 'C01f',
    cases: [61],
    says: 'a chargeback that no notice told of takes the credit back, once',
    async run(harness) {
      const sold = await paidLongAgo(harness)
      const before = await harness.world.balanceOf(buyer)
      harness.fault(sold, 'notice-drop', undefined, 100)
      await harness.happens(sold, 'charge-back')
      harness.world.clock.move(afterwards)
      await run(harness)
      await run(harness)
      assert.equal(await harness.statusOf(sold), 'charged_back')
      assert.equal(await harness.world.balanceOf(buyer), before - 1000)
      assert.deepEqual(await openOf(harness, sold), [])
    },
  },
  {
    id: 'C01g',
    cases: [46],
    says: 'what the provider kept for itself is booked once, and a fee that changes afterwards waits for a person',
    async run(harness) {
      const { world, kind } = harness
      const feesNow = async () => (await balanceOf(world.db, feesAccount(kind.id), 'EUR')).minor
      await run(harness)
      const before = await feesNow()
      const sold = await paidLongAgo(harness)
      const first = await run(harness)
      assert.equal(first.fees, 1)
      assert.equal((await run(harness)).fees, 0)
      // 2,9 % of 10,00 and 35 cents.
      assert.equal((await feesNow()) - before, 64)
      harness.fault(sold, 'list-fee', '99')
      await run(harness)
      assert.deepEqual(await openOf(harness, sold), ['fee'])
      assert.equal((await feesNow()) - before, 64)
    },
  },
  {
    id: 'C01j',
    says: 'a payment that cannot be asked for waits for a person, and keeps no other from being settled',
    async run(harness) {
      const [mute, sold] = [await paidUnheard(harness), await paidUnheard(harness)]
      harness.world.clock.move(afterwards)
      harness.fault(mute, 'query-down')
      assert.equal((await run(harness)).outcome, 'compared')
      await harness.creditedOnceBesideFees(sold)
      await harness.notCredited(mute)
      assert.deepEqual(await openOf(harness, mute), ['not_confirmed'])
      await run(harness)
      await harness.creditedOnceBesideFees(mute)
      assert.deepEqual(await openOf(harness, mute), [])
    },
  },
  {
    id: 'C01i',
    says: 'a list that cannot be had changes nothing, says why, and is asked for again an hour later',
    async run(harness) {
      const { world, kind } = harness
      const sold = await paidUnheard(harness)
      world.clock.move(2 * DAY)
      const wrong = { down: 'unreachable', html: 'unreachable', truncated: 'unreachable', forbidden: 'not_allowed' }
      for (const [fault, outcome] of Object.entries(wrong)) {
        harness.simulator().script({ fault: `list-${fault}` })
        const failed = await run(harness)
        assert.equal(failed.outcome, outcome, fault)
        assert.notEqual(failed.why, '')
        await harness.notCredited(sold)
        world.clock.move(30 * MINUTE)
      }
      const runs = async () => {
        const rows = world.db.selectFrom('reconciliation').select('id').where('gatewayId', '=', kind.id)
        return (await rows.execute()).length
      }
      world.clock.move(-10 * MINUTE)
      const before = await runs()
      await reconcileDue(world.app.shop)
      assert.equal(await runs(), before, 'not yet an hour')
      world.clock.move(HOUR)
      await reconcileDue(world.app.shop)
      assert.equal(await runs(), before + 1)
      await harness.creditedOnceBesideFees(sold)
      world.clock.move(DAY - MINUTE)
      await reconcileDue(world.app.shop)
      assert.equal(await runs(), before + 1, 'once a day')
      world.clock.move(2 * MINUTE)
      await reconcileDue(world.app.shop)
      assert.equal(await runs(), before + 2)
    },
  },
]
