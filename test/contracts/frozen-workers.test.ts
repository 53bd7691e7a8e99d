import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deliverTopUps, resolveUncertain } from '../../src/credit/deliver-top-ups.ts'
import type { Database } from '../../src/db/database.ts'
import { allGateways } from '../../src/gateways/all-gateways.ts'
import type { ConnectedGateway } from '../../src/gateways/gateway-kind.ts'
import { amount } from '../../src/kit/amount.ts'
import { HOUR, MINUTE } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { deliverMails, queueMails } from '../../src/mail/mail-outbox.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { findRefund, refundsOfOrder } from '../../src/payments/refund.ts'
import { deliverRefunds, lookUpRefunds } from '../../src/payments/refunds/deliver-refunds.ts'
import { getGateway, type Shop } from '../../src/payments/shop.ts'
import { decideReviewItem } from '../../src/review/decide-item.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { fakePrintSystem } from '../support/fake-print-system.ts'
import { createSettlementLoad } from '../support/settlement-load.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const beyondLeaseMs = 6 * MINUTE

/** A worker that sleeps at a place: `reached` when it does, until `thaw`. */
function freezer() {
  const reached = Promise.withResolvers<void>()
  const thawed = Promise.withResolvers<void>()
  return {
    reached: reached.promise,
    thaw: () => thawed.resolve(),
    async sleep(): Promise<void> {
      reached.resolve()
      await thawed.promise
    },
  }
}

/** A database whose user falls asleep as soon as its first transaction, the claim, is committed. */
const frozenAfterClaim = (database: Database, sleep: () => Promise<void>): Database => {
  let isFirst = true
  return {
    ...database,
    async transact(act, stays) {
      const result = await database.transact(act, stays)
      if (isFirst && result !== undefined) {
        isFirst = false
        await sleep()
      }
      return result
    },
  }
}

/** A shop whose calls to give money back sleep before they reach the provider. */
function frozenInCall(shop: Shop, gatewayId: string, sleep: () => Promise<void>): Shop {
  const real = getGateway(shop, gatewayId)
  const { gateway } = real
  const slow: ConnectedGateway = {
    ...real,
    gateway: {
      ...gateway,
      async refund(refund) {
        await sleep()
        return (await gateway.refund?.(refund)) ?? { is: 'unknown', why: 'no refunds here' }
      },
    },
  }
  return { ...shop, gateways: new Map([...shop.gateways, [gatewayId, slow]]) }
}

for (const { engine, skip } of engines) {
  for (const { id: method } of allGateways) {
    describe(`a worker that freezes while giving back by ${method}, on ${engine} [case 56]`, { skip }, () => {
      let world: World
      let visitor: Visitor
      before(async () => {
        world = await createWorld({ engine })
        visitor = createVisitor(world.url)
        await visitor.signIn(login)
      })
      after(() => world?.end())

      const ask = (payment: Payment) => {
        const wish = { paymentId: payment.id, reason: 'test', by: 'per_manager', key: newToken(100), belowZero: true }
        return askForRefund(world.app.shop, { ...wish, amount: amount(400, 'EUR') })
      }
      const statusOf = async ({ id }: { id: string }) => (await findRefund(world.db, id))?.status
      const givenBack = ({ reference }: Payment) =>
        world
          .simulator(method)
          .books()
          .find((each) => each.reference === reference)?.refundedMinor
      const hasKey = () => getGateway(world.app.shop, method).gateway.refundKeyLifeMs !== undefined
      const booked = async ({ orderId }: Payment) => {
        assert.deepEqual((await world.check()).problems, [])
        const done = (await refundsOfOrder(world.db, orderId)).filter(({ status }) => status === 'done')
        return done.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      }
      /** Another node finds it abandoned, asks the provider, and sends what it may send. */
      async function anotherNode(): Promise<void> {
        const { shop } = world.app
        world.clock.move(beyondLeaseMs)
        await deliverRefunds(shop)
        world.clock.move(HOUR)
        await lookUpRefunds(shop)
        await deliverRefunds(shop)
      }

      test('between the claim and the call: it wakes up and sends nothing', async () => {
        const payment = await buy(world, visitor, { number: 10, method })
        const refund = await ask(payment)
        const { reached, thaw, sleep } = freezer()
        const { shop } = world.app
        const frozen = deliverRefunds({ ...shop, database: frozenAfterClaim(shop.database, sleep) })
        await reached
        await anotherNode()
        const sentByOther = hasKey() ? 400 : 0
        assert.equal(givenBack(payment), sentByOther)
        assert.equal(await statusOf(refund), hasKey() ? 'done' : 'uncertain', 'without a key no machine sends it again')
        thaw()
        await frozen
        assert.equal(givenBack(payment), sentByOther)
        assert.equal(await booked(payment), sentByOther)
      })

      test('in the call itself: what it sends late is booked, once', async () => {
        const payment = await buy(world, visitor, { number: 10, method })
        const refund = await ask(payment)
        const { reached, thaw, sleep } = freezer()
        const frozen = deliverRefunds(frozenInCall(world.app.shop, method, sleep))
        await reached
        await anotherNode()
        thaw()
        await frozen
        assert.equal(await statusOf(refund), 'done')
        assert.deepEqual([givenBack(payment), await booked(payment)], [400, 400])
      })

      test('a refusal that comes late says nothing of what was doubted since', async () => {
        const payment = await buy(world, visitor, { number: 10, method })
        const refund = await ask(payment)
        const { reached, thaw, sleep } = freezer()
        const frozen = deliverRefunds(frozenInCall(world.app.shop, method, sleep))
        await reached
        world.clock.move(beyondLeaseMs)
        await deliverRefunds(world.app.shop)
        const doubted = await findRefund(world.db, refund.id)
        assert.equal(doubted?.status, 'uncertain')
        world.simulator(method).script({ fault: 'refund-refused', reference: payment.reference })
        thaw()
        await frozen
        assert.deepEqual(await findRefund(world.db, refund.id), doubted)
        assert.deepEqual([givenBack(payment), await booked(payment)], [0, 0])
      })

      test('a person has said meanwhile that nothing happened, and given back anew: the books say what went', async () => {
        const payment = await buy(world, visitor, { number: 10, method })
        const refund = await ask(payment)
        const { reached, thaw, sleep } = freezer()
        const { shop } = world.app
        const frozen = deliverRefunds(frozenInCall(shop, method, sleep))
        await reached
        world.clock.move(beyondLeaseMs)
        await deliverRefunds(shop)
        const decision = { choice: 'did_not_happen', by: 'per_manager', why: 'not there', key: newToken(100) }
        const item = { kind: 'doubtful_refund', id: refund.id } as const
        await decideReviewItem({ ...shop, withdrawal: world.config.withdrawal }, { ...item, ...decision })
        await ask(payment)
        await deliverRefunds(shop)
        assert.equal(givenBack(payment), 400)
        thaw()
        await frozen
        assert.equal(givenBack(payment), 800)
        assert.equal(await booked(payment), 800)
      })
    })
  }

  describe(`a worker that freezes before other calls that cannot be repeated, on ${engine} [case 56]`, { skip }, () => {
    test('credit at a print system: not sent by who wakes up, nor by a machine that finds it absent', async () => {
      const { system, calls, state } = fakePrintSystem([])
      const world = await createWorld({ engine, printSystem: system })
      await (await createSettlementLoad(world.app, 1)).round()
      const { database } = world.app
      const { log } = world
      const delivery = { database, printSystem: system, log, onApplied: async () => {} }
      const { reached, thaw, sleep } = freezer()
      const frozen = deliverTopUps({ ...delivery, database: frozenAfterClaim(database, sleep) })
      await reached
      world.clock.move(beyondLeaseMs)
      await deliverTopUps(delivery)
      state.found = 'absent'
      await resolveUncertain(delivery)
      await deliverTopUps(delivery)
      thaw()
      await frozen
      const { status } = await world.db.selectFrom('topUp').select('status').executeTakeFirstOrThrow()
      assert.deepEqual([status, calls.length], ['uncertain', 0])
      await world.end()
    })

    test('a letter: sent once, by whoever holds it', async () => {
      const world = await createWorld({ engine })
      const { database } = world.app
      const { log } = world
      let sent = 0
      const sender = {
        async send() {
          sent += 1
          return { is: 'sent' as const }
        },
      }
      const letter = { to: login, from: '', subject: '', text: '', html: '', attachments: [] }
      const delivery = { sender, log, render: async () => letter }
      const mail = { kind: 'receipt', about: 'test', to: login, language: 'fr' as const, detail: {} }
      await database.transact((tx) => queueMails(tx, [mail]))
      const { reached, thaw, sleep } = freezer()
      const frozen = deliverMails(frozenAfterClaim(database, sleep), delivery)
      await reached
      world.clock.move(beyondLeaseMs)
      await deliverMails(database, delivery)
      thaw()
      await frozen
      assert.equal(sent, 1)
      await world.end()
    })
  })
}
