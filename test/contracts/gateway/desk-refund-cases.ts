import assert from 'node:assert/strict'
import { amount } from '../../../src/kit/amount.ts'
import { HOUR, MINUTE } from '../../../src/kit/clock.ts'
import { newToken } from '../../../src/kit/id.ts'
import { refundsOfOrder } from '../../../src/payments/refund.ts'
import { deliverRefunds, lookUpRefunds } from '../../../src/payments/refunds/deliver-refunds.ts'
import { askForRefund } from '../../support/ask-for-refund.ts'
import { buyer, type Case, type Harness, type Sold } from './harness.ts'

async function paid(harness: Harness): Promise<Sold> {
  const sold = await harness.sell()
  await harness.happens(sold, 'pay')
  await harness.settle()
  await harness.creditedOnce(sold)
  return { ...sold, payment: await harness.reread(sold.payment) }
}

const ask = ({ world }: Harness, { payment }: Sold, minor: number) => {
  const wish = { paymentId: payment.id, reason: 'test', by: 'staff', key: newToken(100), belowZero: true }
  return askForRefund(world.app.shop, { ...wish, amount: amount(minor, 'EUR') })
}

const send = ({ world }: Harness) => deliverRefunds(world.app.shop)
/** By the worker: what it has taken, woken by a notice's arrival, is waited for. */
const understand = ({ world }: Harness) => world.app.worker.runNow(['notices'])

const givenBack = (harness: Harness, { payment }: Sold): number | undefined =>
  harness
    .simulator()
    .books()
    .find(({ reference }) => reference === payment.reference)?.refundedMinor

/** Our books say what the provider's say: refunds that are done, money counted as given back, a credit note each. */
async function booksAreTheBanks(harness: Harness, sold: Sold, expected: readonly number[], what = ''): Promise<void> {
  const { world } = harness
  const done = (await refundsOfOrder(world.db, sold.order.id)).filter(({ status }) => status === 'done')
  const amounts = done.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)
  assert.deepEqual(
    amounts,
    [...expected].sort((a, b) => a - b),
    `refunds ${what}`,
  )
  const total = expected.reduce((sum, each) => sum + each, 0)
  assert.equal(givenBack(harness, sold), total, `what the provider gave back ${what}`)
  const { id } = sold.order
  const notes = world.db.selectFrom('receipt').select('id').where('orderId', '=', id).where('kind', '=', 'credit_note')
  assert.equal((await notes.execute()).length, expected.length, `credit notes ${what}`)
  assert.deepEqual((await world.check()).problems, [], what)
}

const waiting = async (harness: Harness, { order }: Sold) =>
  (await harness.noticesOf()).filter(({ orderId, status }) => orderId === order.id && status === 'puzzling')

/** What the provider tells is held back; its bytes come when the test says so. */
async function tellLater(harness: Harness, sold: Sold): Promise<() => Promise<void>> {
  harness.fault(sold, 'notice-hold')
  await harness.happens(sold, 'tell')
  const letters = harness.heldLetters(sold)
  assert.ok(letters.length > 0)
  return async () => {
    for (const letter of letters) await harness.post(letter)
    await understand(harness)
  }
}

/** Something happens after the provider has given the money back and before its answer is read. */
function beforeAnswer(harness: Harness, act: () => Promise<void>): () => void {
  return harness.replace((real) => ({
    async refund(refund) {
      const outcome = await real.refund?.(refund)
      await act()
      return outcome ?? { is: 'unknown', why: 'no refunds here' }
    },
  }))
}

/** Refunds whose notices do not name them, and what is made at the provider's own desk. */
export const deskRefundCases: readonly Case[] = [
  {
    id: 'F11',
    says: 'a notice of our own refund, before its answer, after it, or after it was lost: booked once',
    async run(harness) {
      const after = await paid(harness)
      await ask(harness, after, 400)
      await send(harness)
      await (await tellLater(harness, after))()
      await booksAreTheBanks(harness, after, [400], 'after the answer')

      const before = await paid(harness)
      await ask(harness, before, 400)
      const restore = beforeAnswer(harness, async () => (await tellLater(harness, before))())
      await send(harness)
      restore()
      await booksAreTheBanks(harness, before, [400], 'before the answer')

      const lost = await paid(harness)
      harness.fault(lost, 'refund-lost-after')
      await ask(harness, lost, 400)
      await send(harness)
      await (await tellLater(harness, lost))()
      await booksAreTheBanks(harness, lost, [400], 'the answer lost')
      harness.world.clock.move(2 * MINUTE)
      await harness.settle()
      await booksAreTheBanks(harness, lost, [400], 'and asked for')

      const numbered = await paid(harness)
      await ask(harness, numbered, 400)
      await send(harness)
      harness.fault(numbered, 'notice-numbered')
      await (await tellLater(harness, numbered))()
      await booksAreTheBanks(harness, numbered, [400], 'named')
    },
  },
  {
    id: 'F11b',
    says: 'two refunds of the same sum, each told of twice, in every order: booked twice, not three times',
    async run(harness) {
      const sold = await paid(harness)
      await ask(harness, sold, 300)
      await send(harness)
      const [first, again] = [await tellLater(harness, sold), await tellLater(harness, sold)]
      await ask(harness, sold, 300)
      harness.fault(sold, 'refund-lost-after')
      await send(harness)
      const second = await tellLater(harness, sold)
      for (const tell of [again, second, first]) await tell()
      await booksAreTheBanks(harness, sold, [300, 300])
      harness.world.clock.move(2 * MINUTE)
      await harness.settle()
      await booksAreTheBanks(harness, sold, [300, 300], 'asked for')
      assert.deepEqual(await waiting(harness, sold), [])
    },
  },
  {
    id: 'F12',
    says: 'a second refund of the same sum at the provider’s own desk is a second one; a repeated notice is not',
    async run(harness) {
      const sold = await paid(harness)
      const balance = await harness.world.balanceOf(buyer)
      await harness.happens(sold, 'refund-here', '300')
      await harness.settle()
      await booksAreTheBanks(harness, sold, [300], 'the first')
      await (await tellLater(harness, sold))()
      await booksAreTheBanks(harness, sold, [300], 'told again')
      await harness.happens(sold, 'refund-here', '300')
      await harness.settle()
      await booksAreTheBanks(harness, sold, [300, 300], 'the second')
      assert.equal(await harness.world.balanceOf(buyer), balance - 600)
      assert.deepEqual(await waiting(harness, sold), [])

      const own = await paid(harness)
      await ask(harness, own, 300)
      await send(harness)
      await harness.happens(own, 'refund-here', '300')
      await harness.settle()
      await booksAreTheBanks(harness, own, [300, 300], 'after one of ours')
    },
  },
  {
    id: 'F12b',
    says: 'two of the same sum before we could look: both are booked, or a person sees that one is missing',
    async run(harness) {
      const sold = await paid(harness)
      await harness.happens(sold, 'refund-here', '300')
      await harness.happens(sold, 'refund-here', '300')
      await harness.settle()
      const done = (await refundsOfOrder(harness.world.db, sold.order.id)).length
      const seen = await waiting(harness, sold)
      assert.ok(done === 2 || (done === 1 && seen.length > 0), `${done} booked, ${seen.length} wait for a person`)
      for (const { why } of seen) assert.equal(why, 'a refund that the books do not know')
      assert.deepEqual((await harness.world.check()).problems, [])
    },
  },
  {
    id: 'F12c',
    says: 'the provider’s look-up is behind its notice: waited for, then shown to a person, never dropped',
    async run(harness) {
      const sold = await paid(harness)
      await harness.happens(sold, 'refund-here', '300')
      await harness.settle()
      harness.fault(sold, 'notice-hold')
      await harness.happens(sold, 'refund-here', '200')
      const letters = harness.heldLetters(sold)
      const restore = harness.replace(() => ({ lookUp: async () => ({ is: 'facts', facts: [] }) }))
      for (const letter of letters) await harness.post(letter)
      await harness.settle()
      assert.deepEqual(await waiting(harness, sold), [], 'not yet')
      restore()
      harness.world.clock.move(HOUR + 2 * MINUTE)
      await harness.settle()
      await booksAreTheBanks(harness, sold, [200, 300])
    },
  },
  {
    id: 'F14',
    says: 'a worker freezes in its call, another one goes on: the provider gives back once, and the books say so',
    async run(harness) {
      const sold = await paid(harness)
      await ask(harness, sold, 400)
      const [reached, thawed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      let calls = 0
      const restore = harness.replace((real) => ({
        async refund(refund) {
          calls += 1
          reached.resolve()
          if (calls === 1) await thawed.promise
          return (await real.refund?.(refund)) ?? { is: 'unknown', why: 'no refunds here' }
        },
      }))
      const frozen = send(harness)
      await reached.promise
      harness.world.clock.move(6 * MINUTE)
      await send(harness)
      harness.world.clock.move(HOUR)
      await lookUpRefunds(harness.world.app.shop)
      await send(harness)
      thawed.resolve()
      await frozen
      restore()
      await booksAreTheBanks(harness, sold, [400])
    },
  },
  {
    id: 'F13',
    says: 'a deletion of an earlier operation under the order gives nothing back of the money that came after it',
    async run(harness) {
      const { status } = harness.driver.deletion ?? {}
      assert.ok(status)
      const sold = await harness.sell()
      await harness.happens(sold, 'status', status)
      await harness.settle()
      harness.fault(sold, 'charge-operation')
      await harness.happens(sold, 'pay')
      await harness.settle()
      await harness.creditedOnce(sold)
      const { refundedMinor } = await harness.reread(sold.payment)
      assert.equal(refundedMinor, 0)
      assert.deepEqual(await refundsOfOrder(harness.world.db, sold.order.id), [])
      assert.equal(await harness.statusOf(sold), 'succeeded')
    },
  },
]
