import assert from 'node:assert/strict'
import type { RefundOutcome, RefundToSend } from '../../../src/gateways/gateway.ts'
import { amount, credit } from '../../../src/kit/amount.ts'
import { DAY, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import { newId, newToken } from '../../../src/kit/id.ts'
import { recordUsage } from '../../../src/ledger/usage.ts'
import { refundsOfOrder } from '../../../src/payments/refund.ts'
import { askForRefund } from '../../support/ask-for-refund.ts'
import { buyer, type Case, type Harness, inAnyOrder, type Sold } from './harness.ts'

async function paid(harness: Harness): Promise<Sold> {
  const sold = await harness.sell()
  await harness.happens(sold, 'pay')
  await harness.settle()
  await harness.creditedOnce(sold)
  return { ...sold, payment: await harness.reread(sold.payment) }
}

/** What of this sale's notices waits for a person. */
const tasksOf = async (harness: Harness, { order }: Sold) =>
  (await harness.noticesOf()).filter(({ orderId, status }) => orderId === order.id && status === 'puzzling')

const refundOf = ({ payment }: Sold, minor: number, refundedBefore = 0): RefundToSend => {
  const refundId = newId('rfd', 0)
  return {
    refundId,
    key: refundId,
    amount: amount(minor, 'EUR'),
    captured: amount(payment.capturedMinor, 'EUR'),
    refundedBefore: amount(refundedBefore, 'EUR'),
    reference: payment.reference,
    attemptRef: payment.attemptRef ?? undefined,
    capture: payment.capture ?? '',
    otherOperations: [],
    reason: 'demande de l’étudiante',
  }
}

/** Sends it, with this fault on its way. */
async function send(harness: Harness, sold: Sold, refund: RefundToSend, fault?: string): Promise<RefundOutcome> {
  if (fault) harness.fault(sold, fault)
  const { gateway } = harness
  assert.ok(gateway.refund)
  return gateway.refund(refund)
}
const lookUp = (harness: Harness, refund: RefundToSend) => harness.gateway.lookUpRefund?.(refund)

const givenBack = (harness: Harness, { payment }: Sold): number =>
  harness
    .simulator()
    .books()
    .find(({ reference }) => reference === payment.reference)?.refundedMinor ?? -1

const refundsOf = async ({ world }: Harness, { order }: Sold) =>
  (await refundsOfOrder(world.db, order.id)).map(({ status }) => status)

const booksHold = async (harness: Harness): Promise<void> =>
  assert.deepEqual((await harness.world.check()).problems, [], 'the books hold')

/** Everything is printed. */
async function spendAll({ world }: Harness): Promise<void> {
  const { id: personId } = await world.person(buyer)
  const cost = credit(await world.balanceOf(buyer))
  const what = {
    category: 'print',
    pages: 9,
    colour: false,
    device: 'B-201',
    document: 'Thesis',
    mode: 'demo',
  } as const
  const usage = { ...what, personId, cost, occurredAt: nowOf(world.clock) }
  await world.app.database.transact((tx) => recordUsage(tx, usage, 'Europe/Paris'))
  assert.equal(await world.balanceOf(buyer), 0)
}

/** The shop's own refund, as staff asks for it. */
const ask = ({ world }: Harness, { payment }: Sold, minor: number, key = newToken(100)) =>
  askForRefund(world.app.shop, {
    paymentId: payment.id,
    amount: amount(minor, 'EUR'),
    reason: 'test',
    by: 'staff',
    key,
    belowZero: true,
  })

export const refundCases: readonly Case[] = [
  {
    id: 'F01b',
    cases: [60],
    says: 'asked for in the shop: money, credit, note and order follow once, and its notice changes nothing more',
    async run(harness) {
      const sold = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      await ask(harness, sold, 1000)
      await harness.settle()
      await harness.happens(sold, 'tell')
      await harness.settle()
      assert.equal(givenBack(harness, sold), 1000)
      assert.equal(await harness.world.balanceOf(buyer), balance - 1000)
      const { status } = await harness.world.db
        .selectFrom('orders')
        .select('status')
        .where('id', '=', sold.order.id)
        .executeTakeFirstOrThrow()
      assert.equal(status, 'refunded')
      assert.deepEqual(await refundsOf(harness, sold), ['done'])
      await booksHold(harness)
    },
  },
  {
    id: 'F03b',
    cases: [60],
    says: 'a double click and two staff at once, in every order that a scheduler finds: given back once',
    async run(harness) {
      await inAnyOrder(4, async () => {
        const sold = await paid(harness)
        const click = newToken(100)
        const tolerant = (key: string) => () => ask(harness, sold, 1000, key).catch((error: Error) => error)
        return {
          acts: [tolerant(click), tolerant(click), tolerant(newToken(100)), () => harness.settle()],
          async holds() {
            await harness.settle()
            assert.equal(givenBack(harness, sold), 1000)
            assert.deepEqual(await refundsOf(harness, sold), ['done'])
          },
        }
      })
      await booksHold(harness)
    },
  },
  {
    id: 'F05b',
    cases: [60],
    says: 'the shop’s refund whose answer is lost: looked up, sent again only where it was not done',
    async run(harness) {
      for (const fault of ['refund-lost-before', 'refund-lost-after']) {
        const sold = await paid(harness)
        harness.fault(sold, fault)
        await ask(harness, sold, 400)
        await harness.settle()
        assert.deepEqual(await refundsOf(harness, sold), ['uncertain'], fault)
        harness.world.clock.move(2 * MINUTE)
        await harness.settle()
        await harness.settle()
        assert.deepEqual(await refundsOf(harness, sold), ['done'], fault)
        assert.equal(givenBack(harness, sold), 400, fault)
      }
      await booksHold(harness)
    },
  },
  {
    id: 'F01',
    says: 'the whole amount goes back once, and its credit is taken back once',
    async run(harness) {
      const sold = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      assert.equal((await send(harness, sold, refundOf(sold, 1000))).is, 'done')
      await harness.happens(sold, 'tell')
      await harness.settle()
      assert.equal(givenBack(harness, sold), 1000)
      assert.equal((await harness.reread(sold.payment)).refundedMinor, 1000)
      assert.equal(await harness.world.balanceOf(buyer), balance - 1000)
      await booksHold(harness)
    },
  },
  {
    id: 'F02',
    says: 'several parts: the sums are right and the last one closes',
    async run(harness) {
      const sold = await paid(harness)
      let before = 0
      for (const minor of [300, 200, 500]) {
        assert.equal((await send(harness, sold, refundOf(sold, minor, before))).is, 'done')
        before += minor
        assert.equal(givenBack(harness, sold), before)
      }
      assert.equal((await send(harness, sold, refundOf(sold, 1, 999))).is, 'refused', 'and nothing is left')
    },
  },
  {
    id: 'F03',
    cases: [60],
    says: 'asked twice with the same amount of the whole: one refund, the second is the first or is refused',
    async run(harness) {
      const sold = await paid(harness)
      const refund = refundOf(sold, 1000)
      const outcomes = [await send(harness, sold, refund), await send(harness, sold, refund)]
      assert.equal(outcomes[0]?.is, 'done')
      assert.ok(['done', 'refused'].includes(outcomes[1]?.is ?? ''))
      assert.equal(givenBack(harness, sold), 1000)
    },
  },
  {
    id: 'F04',
    cases: [60],
    says: 'more than was captured, more than is left, of an unpaid payment: the gateway’s own refusal is understood',
    async run(harness) {
      const sold = await paid(harness)
      assert.equal((await send(harness, sold, refundOf(sold, 1001))).is, 'refused')
      assert.equal((await send(harness, sold, refundOf(sold, 600))).is, 'done')
      assert.equal((await send(harness, sold, refundOf(sold, 401, 600))).is, 'refused')
      assert.equal(givenBack(harness, sold), 600)
      const open = await harness.sell()
      const unpaid = { ...refundOf(sold, 100), reference: open.payment.reference, capture: '99999' }
      assert.equal((await send(harness, open, unpaid)).is, 'refused')
    },
  },
  {
    id: 'F05',
    cases: [60],
    says: 'a refund whose answer is lost is looked up, never sent blindly: done, or certainly not done',
    async run(harness) {
      const notDone = await paid(harness)
      const first = refundOf(notDone, 400)
      assert.equal((await send(harness, notDone, first, 'refund-lost-before')).is, 'unknown')
      assert.deepEqual(await lookUp(harness, first), { is: 'absent' })
      assert.equal(givenBack(harness, notDone), 0)
      const done = await paid(harness)
      const second = refundOf(done, 400)
      assert.equal((await send(harness, done, second, 'refund-lost-after')).is, 'unknown')
      assert.equal(givenBack(harness, done), 400, 'given back once, though nobody heard of it')
      assert.equal((await lookUp(harness, second))?.is, 'done')
      for (const fault of ['refund-down', 'refund-html', 'refund-truncated']) {
        const broken = await paid(harness)
        assert.equal((await send(harness, broken, refundOf(broken, 100), fault)).is, 'unknown', fault)
      }
    },
  },
  {
    id: 'F06',
    says: 'pending is pending until the gateway decides; a refusal is a refusal',
    async run(harness) {
      const sold = await paid(harness)
      const refund = refundOf(sold, 400)
      assert.equal((await send(harness, sold, refund, 'refund-pending')).is, 'pending')
      assert.equal((await lookUp(harness, refund))?.is, 'pending')
      const other = await paid(harness)
      assert.equal((await send(harness, other, refundOf(other, 400), 'refund-refused')).is, 'refused')
      assert.equal(givenBack(harness, other), 0)
    },
  },
  {
    id: 'F07',
    says: 'a refund made in the gateway’s back office is adopted once, whole or in part',
    async run(harness) {
      const sold = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      await harness.happens(sold, 'refund-here', '400')
      await harness.settle()
      await harness.happens(sold, 'tell')
      await harness.settle()
      assert.equal((await harness.reread(sold.payment)).refundedMinor, 400)
      assert.equal(await harness.world.balanceOf(buyer), balance - 400)
      await booksHold(harness)
    },
  },
  {
    id: 'F08',
    cases: [61],
    says: 'charged back, won back, and lost after a refund: the books follow',
    async run(harness) {
      const sold = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      await harness.happens(sold, 'charge-back')
      await harness.settle()
      assert.equal(await harness.statusOf(sold), 'charged_back')
      assert.equal(await harness.world.balanceOf(buyer), balance - 1000)
      assert.ok(harness.alerts().some((line) => line.includes('charged back') && line.includes(sold.payment.id)))
      await harness.happens(sold, 'win-back')
      await harness.settle()
      assert.equal(await harness.statusOf(sold), 'succeeded')
      assert.equal(await harness.world.balanceOf(buyer), balance)

      const part = await paid(harness)
      const before = await harness.world.balanceOf(buyer)
      await harness.happens(part, 'refund-here', '400')
      await harness.settle()
      await harness.happens(part, 'win-back', 'RESOLVED_BUYER_FAVOUR')
      await harness.settle()
      assert.equal(await harness.world.balanceOf(buyer), before - 1000, 'no more than was left of it')

      await booksHold(harness)
    },
  },
  {
    id: 'F08b',
    says: 'an inquiry without money is a task with its date, which the end of the dispute closes',
    async run(harness) {
      const sold = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      await harness.happens(sold, 'inquiry')
      await harness.settle()
      await harness.happens(sold, 'inquiry')
      await harness.settle()
      const waiting = await tasksOf(harness, sold)
      assert.equal(waiting.length, 2, 'told of twice, it waits for a person')
      for (const { why } of waiting) assert.match(why, /dispute PP-D-\w+ OPEN, answer until \d+ December 2026/)
      await harness.happens(sold, 'win-back', 'CANCELED_BY_BUYER')
      await harness.settle()
      await harness.settle()
      assert.deepEqual(await tasksOf(harness, sold), [])
      assert.equal(await harness.statusOf(sold), 'succeeded')
      assert.equal(await harness.world.balanceOf(buyer), balance)
    },
  },
  {
    id: 'F08c',
    says: 'a dispute counts when the provider says so now, not by its notice; no answer is asked for again',
    async run(harness) {
      const open = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      harness.fault(open, 'dispute-stale')
      await harness.happens(open, 'win-back', 'RESOLVED_BUYER_FAVOUR')
      await harness.settle()
      assert.equal(await harness.statusOf(open), 'succeeded', 'lost, says the notice; open, says the provider')
      assert.equal(await harness.world.balanceOf(buyer), balance)
      assert.equal((await tasksOf(harness, open)).length, 1)

      const lost = await paid(harness)
      harness.fault(lost, 'dispute-down')
      await harness.happens(lost, 'win-back', 'ACCEPTED')
      await harness.settle()
      assert.equal(await harness.statusOf(lost), 'succeeded')
      harness.world.clock.move(2 * MINUTE)
      await harness.settle()
      assert.equal(await harness.statusOf(lost), 'charged_back')

      const forbidden = await paid(harness)
      harness.fault(forbidden, 'dispute-forbidden')
      await harness.happens(forbidden, 'inquiry')
      await harness.settle()
      assert.match((await tasksOf(harness, forbidden))[0]?.why ?? '', /dispute .* 403 NOT_AUTHORIZED/)

      const silent = await paid(harness)
      harness.fault(silent, 'dispute-down', undefined, 2)
      await harness.happens(silent, 'inquiry')
      await harness.settle()
      assert.deepEqual(await tasksOf(harness, silent), [])
      harness.world.clock.move(3 * DAY)
      await harness.settle()
      assert.equal((await tasksOf(harness, silent))[0]?.why, 'no answer about a dispute')
      await booksHold(harness)
    },
  },
  {
    id: 'F09',
    cases: [61],
    says: 'the credit is spent already: what the provider gave back is taken all the same, below zero',
    async run(harness) {
      const sold = await paid(harness)
      await spendAll(harness)
      await harness.happens(sold, 'refund-here', '1000')
      await harness.settle()
      assert.equal(await harness.world.balanceOf(buyer), -1000)
      await booksHold(harness)
    },
  },
]
