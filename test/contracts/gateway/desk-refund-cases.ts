import assert from 'node:assert/strict'
import { amount } from '../../../src/kit/amount.ts'
import { HOUR, MINUTE } from '../../../src/kit/clock.ts'
import { newToken } from '../../../src/kit/id.ts'
import { understandNotices } from '../../../src/payments/intake/understand-notices.ts'
import { refundsOfOrder } from '../../../src/payments/refund.ts'
import { askRefund } from '../../../src/payments/refunds/ask-refund.ts'
import { deliverRefunds, lookUpRefunds } from '../../../src/payments/refunds/deliver-refunds.ts'
import { buyer, type Case, type Scene, type Sold } from './scene.ts'

async function paid(scene: Scene): Promise<Sold> {
  const sold = await scene.sell()
  await scene.happens(sold, 'pay')
  await scene.settle()
  await scene.creditedOnce(sold)
  return { ...sold, payment: await scene.reread(sold.payment) }
}

const ask = ({ world }: Scene, { payment }: Sold, minor: number) =>
  world.app.database.transact((tx) => {
    const wish = { paymentId: payment.id, reason: 'test', by: 'staff', key: newToken(100), belowZero: true }
    return askRefund(tx, { ...wish, amount: amount(minor, 'EUR') })
  })

const send = ({ world }: Scene) => deliverRefunds(world.app.shop)
const understand = ({ world }: Scene) => understandNotices(world.app.shop)

const givenBack = (scene: Scene, { payment }: Sold): number | undefined =>
  scene
    .simulator()
    .books()
    .find(({ reference }) => reference === payment.reference)?.refundedMinor

/** Our books say what the provider's say: refunds that are done, money counted as given back, a credit note each. */
async function booksAreTheBanks(scene: Scene, sold: Sold, expected: readonly number[], what = ''): Promise<void> {
  const { world } = scene
  const done = (await refundsOfOrder(world.db, sold.order.id)).filter(({ status }) => status === 'done')
  const amounts = done.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)
  assert.deepEqual(
    amounts,
    [...expected].sort((a, b) => a - b),
    `refunds ${what}`,
  )
  const total = expected.reduce((sum, each) => sum + each, 0)
  assert.equal(givenBack(scene, sold), total, `what the provider gave back ${what}`)
  const { id } = sold.order
  const notes = world.db.selectFrom('receipt').select('id').where('orderId', '=', id).where('kind', '=', 'credit_note')
  assert.equal((await notes.execute()).length, expected.length, `credit notes ${what}`)
  assert.deepEqual((await world.check()).problems, [], what)
}

const waiting = async (scene: Scene, { order }: Sold) =>
  (await scene.noticesOf()).filter(({ orderId, status }) => orderId === order.id && status === 'puzzling')

/** What the provider tells is held back; its bytes come when the test says so. */
async function tellLater(scene: Scene, sold: Sold): Promise<() => Promise<void>> {
  scene.fault(sold, 'notice-hold')
  await scene.happens(sold, 'tell')
  const letters = scene.heldLetters(sold)
  assert.ok(letters.length > 0)
  return async () => {
    for (const letter of letters) await scene.post(letter)
    await understand(scene)
  }
}

/** Something happens after the provider has given the money back and before its answer is read. */
function beforeAnswer(scene: Scene, act: () => Promise<void>): () => void {
  return scene.replace((real) => ({
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
    async run(scene) {
      const after = await paid(scene)
      await ask(scene, after, 400)
      await send(scene)
      await (await tellLater(scene, after))()
      await booksAreTheBanks(scene, after, [400], 'after the answer')

      const before = await paid(scene)
      await ask(scene, before, 400)
      const restore = beforeAnswer(scene, async () => (await tellLater(scene, before))())
      await send(scene)
      restore()
      await booksAreTheBanks(scene, before, [400], 'before the answer')

      const lost = await paid(scene)
      scene.fault(lost, 'refund-lost-after')
      await ask(scene, lost, 400)
      await send(scene)
      await (await tellLater(scene, lost))()
      await booksAreTheBanks(scene, lost, [400], 'the answer lost')
      scene.world.clock.move(2 * MINUTE)
      await scene.settle()
      await booksAreTheBanks(scene, lost, [400], 'and asked for')

      const numbered = await paid(scene)
      await ask(scene, numbered, 400)
      await send(scene)
      scene.fault(numbered, 'notice-numbered')
      await (await tellLater(scene, numbered))()
      await booksAreTheBanks(scene, numbered, [400], 'named')
    },
  },
  {
    id: 'F11b',
    says: 'two refunds of the same sum, each told of twice, in every order: booked twice, not three times',
    async run(scene) {
      const sold = await paid(scene)
      await ask(scene, sold, 300)
      await send(scene)
      const [first, again] = [await tellLater(scene, sold), await tellLater(scene, sold)]
      await ask(scene, sold, 300)
      scene.fault(sold, 'refund-lost-after')
      await send(scene)
      const second = await tellLater(scene, sold)
      for (const tell of [again, second, first]) await tell()
      await booksAreTheBanks(scene, sold, [300, 300])
      scene.world.clock.move(2 * MINUTE)
      await scene.settle()
      await booksAreTheBanks(scene, sold, [300, 300], 'asked for')
      assert.deepEqual(await waiting(scene, sold), [])
    },
  },
  {
    id: 'F12',
    says: 'a second refund of the same sum at the provider’s own desk is a second one; a repeated notice is not',
    async run(scene) {
      const sold = await paid(scene)
      const balance = await scene.world.balanceOf(buyer)
      await scene.happens(sold, 'refund-here', '300')
      await scene.settle()
      await booksAreTheBanks(scene, sold, [300], 'the first')
      await (await tellLater(scene, sold))()
      await booksAreTheBanks(scene, sold, [300], 'told again')
      await scene.happens(sold, 'refund-here', '300')
      await scene.settle()
      await booksAreTheBanks(scene, sold, [300, 300], 'the second')
      assert.equal(await scene.world.balanceOf(buyer), balance - 600)
      assert.deepEqual(await waiting(scene, sold), [])

      const own = await paid(scene)
      await ask(scene, own, 300)
      await send(scene)
      await scene.happens(own, 'refund-here', '300')
      await scene.settle()
      await booksAreTheBanks(scene, own, [300, 300], 'after one of ours')
    },
  },
  {
    id: 'F12b',
    says: 'two of the same sum before we could look: both are booked, or a person sees that one is missing',
    async run(scene) {
      const sold = await paid(scene)
      await scene.happens(sold, 'refund-here', '300')
      await scene.happens(sold, 'refund-here', '300')
      await scene.settle()
      const done = (await refundsOfOrder(scene.world.db, sold.order.id)).length
      const seen = await waiting(scene, sold)
      assert.ok(done === 2 || (done === 1 && seen.length > 0), `${done} booked, ${seen.length} wait for a person`)
      for (const { why } of seen) assert.equal(why, 'a refund that the books do not know')
      assert.deepEqual((await scene.world.check()).problems, [])
    },
  },
  {
    id: 'F12c',
    says: 'the provider’s look-up is behind its notice: waited for, then shown to a person, never dropped',
    async run(scene) {
      const sold = await paid(scene)
      await scene.happens(sold, 'refund-here', '300')
      await scene.settle()
      scene.fault(sold, 'notice-hold')
      await scene.happens(sold, 'refund-here', '200')
      const letters = scene.heldLetters(sold)
      const restore = scene.replace(() => ({ lookUp: async () => ({ is: 'facts', facts: [] }) }))
      for (const letter of letters) await scene.post(letter)
      await scene.settle()
      assert.deepEqual(await waiting(scene, sold), [], 'not yet')
      restore()
      scene.world.clock.move(HOUR + 2 * MINUTE)
      await scene.settle()
      await booksAreTheBanks(scene, sold, [200, 300])
    },
  },
  {
    id: 'F14',
    says: 'a worker freezes in its call, another one goes on: the provider gives back once, and the books say so',
    async run(scene) {
      const sold = await paid(scene)
      await ask(scene, sold, 400)
      const [reached, thawed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      let calls = 0
      const restore = scene.replace((real) => ({
        async refund(refund) {
          calls += 1
          reached.resolve()
          if (calls === 1) await thawed.promise
          return (await real.refund?.(refund)) ?? { is: 'unknown', why: 'no refunds here' }
        },
      }))
      const frozen = send(scene)
      await reached.promise
      scene.world.clock.move(6 * MINUTE)
      await send(scene)
      scene.world.clock.move(HOUR)
      await lookUpRefunds(scene.world.app.shop)
      await send(scene)
      thawed.resolve()
      await frozen
      restore()
      await booksAreTheBanks(scene, sold, [400])
    },
  },
  {
    id: 'F13',
    says: 'a deletion of an earlier operation under the order gives nothing back of the money that came after it',
    async run(scene) {
      const { status } = scene.driver.deletion ?? {}
      assert.ok(status)
      const sold = await scene.sell()
      await scene.happens(sold, 'status', status)
      await scene.settle()
      scene.fault(sold, 'charge-operation')
      await scene.happens(sold, 'pay')
      await scene.settle()
      await scene.creditedOnce(sold)
      const { refundedMinor } = await scene.reread(sold.payment)
      assert.equal(refundedMinor, 0)
      assert.deepEqual(await refundsOfOrder(scene.world.db, sold.order.id), [])
      assert.equal(await scene.statusOf(sold), 'succeeded')
    },
  },
]
