import assert from 'node:assert/strict'
import type { RefundOutcome, RefundToSend } from '../../../src/gateways/gateway.ts'
import { amount, credit } from '../../../src/kit/amount.ts'
import { DAY, MINUTE, nowOf } from '../../../src/kit/clock.ts'
import { newId, newToken } from '../../../src/kit/id.ts'
import { recordUsage } from '../../../src/ledger/usage.ts'
import { refundsOfOrder } from '../../../src/payments/refund.ts'
import { askRefund } from '../../../src/payments/refunds/ask-refund.ts'
import { buyer, type Case, inAnyOrder, type Scene, type Sold } from './scene.ts'

async function paid(scene: Scene): Promise<Sold> {
  const sold = await scene.sell()
  await scene.happens(sold, 'pay')
  await scene.settle()
  await scene.creditedOnce(sold)
  return { ...sold, payment: await scene.reread(sold.payment) }
}

/** What of this sale's notices waits for a person. */
const tasksOf = async (scene: Scene, { order }: Sold) =>
  (await scene.noticesOf()).filter(({ orderId, status }) => orderId === order.id && status === 'puzzling')

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
async function send(scene: Scene, sold: Sold, refund: RefundToSend, fault?: string): Promise<RefundOutcome> {
  if (fault) scene.fault(sold, fault)
  const { gateway } = scene
  assert.ok(gateway.refund)
  return gateway.refund(refund)
}
const lookUp = (scene: Scene, refund: RefundToSend) => scene.gateway.lookUpRefund?.(refund)

const givenBack = (scene: Scene, { payment }: Sold): number =>
  scene
    .simulator()
    .books()
    .find(({ reference }) => reference === payment.reference)?.refundedMinor ?? -1

const refundsOf = async ({ world }: Scene, { order }: Sold) =>
  (await refundsOfOrder(world.db, order.id)).map(({ status }) => status)

const booksHold = async (scene: Scene): Promise<void> =>
  assert.deepEqual((await scene.world.check()).problems, [], 'the books hold')

/** Everything is printed. */
async function spendAll({ world }: Scene): Promise<void> {
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
const ask = ({ world }: Scene, { payment }: Sold, minor: number, key = newToken(100)) =>
  world.app.database.transact((tx) =>
    askRefund(tx, {
      paymentId: payment.id,
      amount: amount(minor, 'EUR'),
      reason: 'test',
      by: 'staff',
      key,
      belowZero: true,
    }),
  )

export const refundCases: readonly Case[] = [
  {
    id: 'F01b',
    cases: [60],
    says: 'asked for in the shop: money, credit, note and order follow once, and its notice changes nothing more',
    async run(scene) {
      const sold = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      await ask(scene, sold, 1000)
      await scene.settle()
      await scene.happens(sold, 'tell')
      await scene.settle()
      assert.equal(givenBack(scene, sold), 1000)
      assert.equal(await scene.world.balanceOf(buyer), balance - 1000)
      const { status } = await scene.world.db
        .selectFrom('orders')
        .select('status')
        .where('id', '=', sold.order.id)
        .executeTakeFirstOrThrow()
      assert.equal(status, 'refunded')
      assert.deepEqual(await refundsOf(scene, sold), ['done'])
      await booksHold(scene)
    },
  },
  {
    id: 'F03b',
    cases: [60],
    says: 'a double click and two staff at once, in every order that a scheduler finds: given back once',
    async run(scene) {
      await inAnyOrder(4, async () => {
        const sold = await paid(scene)
        const click = newToken(100)
        const tolerant = (key: string) => () => ask(scene, sold, 1000, key).catch((error: Error) => error)
        return {
          acts: [tolerant(click), tolerant(click), tolerant(newToken(100)), () => scene.settle()],
          async holds() {
            await scene.settle()
            assert.equal(givenBack(scene, sold), 1000)
            assert.deepEqual(await refundsOf(scene, sold), ['done'])
          },
        }
      })
      await booksHold(scene)
    },
  },
  {
    id: 'F05b',
    cases: [60],
    says: 'the shop’s refund whose answer is lost: looked up, sent again only where it was not done',
    async run(scene) {
      for (const fault of ['refund-lost-before', 'refund-lost-after']) {
        const sold = await paid(scene)
        scene.fault(sold, fault)
        await ask(scene, sold, 400)
        await scene.settle()
        assert.deepEqual(await refundsOf(scene, sold), ['uncertain'], fault)
        scene.world.clock.move(2 * MINUTE)
        await scene.settle()
        await scene.settle()
        assert.deepEqual(await refundsOf(scene, sold), ['done'], fault)
        assert.equal(givenBack(scene, sold), 400, fault)
      }
      await booksHold(scene)
    },
  },
  {
    id: 'F01',
    says: 'the whole amount goes back once, and its credit is taken back once',
    async run(scene) {
      const sold = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      assert.equal((await send(scene, sold, refundOf(sold, 1000))).is, 'done')
      await scene.happens(sold, 'tell')
      await scene.settle()
      assert.equal(givenBack(scene, sold), 1000)
      assert.equal((await scene.reread(sold.payment)).refundedMinor, 1000)
      assert.equal(await scene.world.balanceOf(buyer), balance - 1000)
      await booksHold(scene)
    },
  },
  {
    id: 'F02',
    says: 'several parts: the sums are right and the last one closes',
    async run(scene) {
      const sold = await paid(scene)
      let before = 0
      for (const minor of [300, 200, 500]) {
        assert.equal((await send(scene, sold, refundOf(sold, minor, before))).is, 'done')
        before += minor
        assert.equal(givenBack(scene, sold), before)
      }
      assert.equal((await send(scene, sold, refundOf(sold, 1, 999))).is, 'refused', 'and nothing is left')
    },
  },
  {
    id: 'F03',
    cases: [60],
    says: 'asked twice with the same amount of the whole: one refund, the second is the first or is refused',
    async run(scene) {
      const sold = await paid(scene)
      const refund = refundOf(sold, 1000)
      const outcomes = [await send(scene, sold, refund), await send(scene, sold, refund)]
      assert.equal(outcomes[0]?.is, 'done')
      assert.ok(['done', 'refused'].includes(outcomes[1]?.is ?? ''))
      assert.equal(givenBack(scene, sold), 1000)
    },
  },
  {
    id: 'F04',
    cases: [60],
    says: 'more than was captured, more than is left, of an unpaid payment: the gateway’s own refusal is understood',
    async run(scene) {
      const sold = await paid(scene)
      assert.equal((await send(scene, sold, refundOf(sold, 1001))).is, 'refused')
      assert.equal((await send(scene, sold, refundOf(sold, 600))).is, 'done')
      assert.equal((await send(scene, sold, refundOf(sold, 401, 600))).is, 'refused')
      assert.equal(givenBack(scene, sold), 600)
      const open = await scene.sell()
      const unpaid = { ...refundOf(sold, 100), reference: open.payment.reference, capture: '99999' }
      assert.equal((await send(scene, open, unpaid)).is, 'refused')
    },
  },
  {
    id: 'F05',
    cases: [60],
    says: 'a refund whose answer is lost is looked up, never sent blindly: done, or certainly not done',
    async run(scene) {
      const notDone = await paid(scene)
      const first = refundOf(notDone, 400)
      assert.equal((await send(scene, notDone, first, 'refund-lost-before')).is, 'unknown')
      assert.deepEqual(await lookUp(scene, first), { is: 'absent' })
      assert.equal(givenBack(scene, notDone), 0)
      const done = await paid(scene)
      const second = refundOf(done, 400)
      assert.equal((await send(scene, done, second, 'refund-lost-after')).is, 'unknown')
      assert.equal(givenBack(scene, done), 400, 'given back once, though nobody heard of it')
      assert.equal((await lookUp(scene, second))?.is, 'done')
      for (const fault of ['refund-down', 'refund-html', 'refund-truncated']) {
        const broken = await paid(scene)
        assert.equal((await send(scene, broken, refundOf(broken, 100), fault)).is, 'unknown', fault)
      }
    },
  },
  {
    id: 'F06',
    says: 'pending is pending until the gateway decides; a refusal is a refusal',
    async run(scene) {
      const sold = await paid(scene)
      const refund = refundOf(sold, 400)
      assert.equal((await send(scene, sold, refund, 'refund-pending')).is, 'pending')
      assert.equal((await lookUp(scene, refund))?.is, 'pending')
      const other = await paid(scene)
      assert.equal((await send(scene, other, refundOf(other, 400), 'refund-refused')).is, 'refused')
      assert.equal(givenBack(scene, other), 0)
    },
  },
  {
    id: 'F07',
    says: 'a refund made in the gateway’s back office is adopted once, whole or in part',
    async run(scene) {
      const sold = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      await scene.happens(sold, 'refund-here', '400')
      await scene.settle()
      await scene.happens(sold, 'tell')
      await scene.settle()
      assert.equal((await scene.reread(sold.payment)).refundedMinor, 400)
      assert.equal(await scene.world.balanceOf(buyer), balance - 400)
      await booksHold(scene)
    },
  },
  {
    id: 'F08',
    cases: [61],
    says: 'charged back, won back, and lost after a refund: the books follow',
    async run(scene) {
      const sold = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      await scene.happens(sold, 'charge-back')
      await scene.settle()
      assert.equal(await scene.statusOf(sold), 'charged_back')
      assert.equal(await scene.world.balanceOf(buyer), balance - 1000)
      assert.ok(scene.alerts().some((line) => line.includes('charged back') && line.includes(sold.payment.id)))
      await scene.happens(sold, 'win-back')
      await scene.settle()
      assert.equal(await scene.statusOf(sold), 'succeeded')
      assert.equal(await scene.world.balanceOf(buyer), balance)

      const part = await paid(scene)
      const before = await scene.world.balanceOf(buyer)
      await scene.happens(part, 'refund-here', '400')
      await scene.settle()
      await scene.happens(part, 'win-back', 'RESOLVED_BUYER_FAVOUR')
      await scene.settle()
      assert.equal(await scene.world.balanceOf(buyer), before - 1000, 'no more than was left of it')

      await booksHold(scene)
    },
  },
  {
    id: 'F08b',
    says: 'an inquiry without money is a task with its date, which the end of the dispute closes',
    async run(scene) {
      const sold = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      await scene.happens(sold, 'inquiry')
      await scene.settle()
      await scene.happens(sold, 'inquiry')
      await scene.settle()
      const waiting = await tasksOf(scene, sold)
      assert.equal(waiting.length, 2, 'told of twice, it waits for a person')
      for (const { why } of waiting) assert.match(why, /dispute PP-D-\w+ OPEN, answer until \d+ December 2026/)
      await scene.happens(sold, 'win-back', 'CANCELED_BY_BUYER')
      await scene.settle()
      await scene.settle()
      assert.deepEqual(await tasksOf(scene, sold), [])
      assert.equal(await scene.statusOf(sold), 'succeeded')
      assert.equal(await scene.world.balanceOf(buyer), balance)
    },
  },
  {
    id: 'F08c',
    says: 'a dispute counts when the provider says so now, not by its notice; no answer is asked for again',
    async run(scene) {
      const open = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      scene.fault(open, 'dispute-stale')
      await scene.happens(open, 'win-back', 'RESOLVED_BUYER_FAVOUR')
      await scene.settle()
      assert.equal(await scene.statusOf(open), 'succeeded', 'lost, says the notice; open, says the provider')
      assert.equal(await scene.world.balanceOf(buyer), balance)
      assert.equal((await tasksOf(scene, open)).length, 1)

      const lost = await paid(scene)
      scene.fault(lost, 'dispute-down')
      await scene.happens(lost, 'win-back', 'ACCEPTED')
      await scene.settle()
      assert.equal(await scene.statusOf(lost), 'succeeded')
      scene.world.clock.move(2 * MINUTE)
      await scene.settle()
      assert.equal(await scene.statusOf(lost), 'charged_back')

      const forbidden = await paid(scene)
      scene.fault(forbidden, 'dispute-forbidden')
      await scene.happens(forbidden, 'inquiry')
      await scene.settle()
      assert.match((await tasksOf(scene, forbidden))[0]?.why ?? '', /dispute .* 403 NOT_AUTHORIZED/)

      const silent = await paid(scene)
      scene.fault(silent, 'dispute-down', undefined, 2)
      await scene.happens(silent, 'inquiry')
      await scene.settle()
      assert.deepEqual(await tasksOf(scene, silent), [])
      scene.world.clock.move(3 * DAY)
      await scene.settle()
      assert.equal((await tasksOf(scene, silent))[0]?.why, 'no answer about a dispute')
      await booksHold(scene)
    },
  },
  {
    id: 'F09',
    cases: [61],
    says: 'the credit is spent already: what the provider gave back is taken all the same, below zero',
    async run(scene) {
      const sold = await paid(scene)
      await spendAll(scene)
      await scene.happens(sold, 'refund-here', '1000')
      await scene.settle()
      assert.equal(await scene.world.balanceOf(buyer), -1000)
      await booksHold(scene)
    },
  },
]
