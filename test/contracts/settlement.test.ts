import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { articlesInForce } from '../../src/catalogue/article.ts'
import { termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import type { FactKind } from '../../src/gateways/gateway.ts'
import { amount } from '../../src/kit/amount.ts'
import { DAY, nowOf } from '../../src/kit/clock.ts'
import { expireOrders } from '../../src/orders/expire-orders.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { pollPayment } from '../../src/payments/intake/poll-payment.ts'
import { processNotices } from '../../src/payments/intake/process-notices.ts'
import { findPayment, type Payment, paymentsOfOrder } from '../../src/payments/payment.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { getGateway } from '../../src/payments/shop.ts'
import { createPayment, startPayment } from '../../src/payments/start-payment.ts'
import { engines } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
let count = 0

/** An order of ten units with one attempt, ready to be paid at the simulated bank. */
async function sell(world: World, orderKey = `key${count++}`) {
  const { shop, database } = world.app
  const person = await world.person(login)
  const article = (await articlesInForce(database.db, nowOf(world.clock))).find((each) => each.number === 10)
  const terms = await termsInForce(database.db, nowOf(world.clock))
  assert.ok(article && terms)
  const gateway = getGateway(shop, 'ogone')
  const { order, payment } = await database.transact(async (tx) => {
    const wish = {
      personId: person.id,
      takeNumber: async () => `n${orderKey}`,
      article,
      terms,
      immediateUse: false,
      language: 'fr' as const,
    }
    const { order } = await placeOrder(tx, { ...wish, key: orderKey, mode: 'demo' })
    return { order, payment: await createPayment(tx, { order, gateway, key: orderKey }) }
  })
  const payer = { name: 'Alice', email: login, language: 'fr' as const, shopName: 'Shop' }
  const way = await startPayment(shop, { paymentId: payment.id, order, payer })
  assert.ok(way.do === 'post')
  const form = new URLSearchParams(way.form.fields.map(([name, value]) => [name, value]))
  await fetch(way.form.action, { method: 'POST', body: form })
  return { order, payment }
}

const factOf = (payment: Payment, kind: FactKind, over: Partial<IncomingFact> = {}): IncomingFact => ({
  gatewayId: 'ogone',
  source: 'notice',
  about: kind === 'refunded' ? 'refund' : 'payment',
  kind,
  operation: kind === 'refunded' ? `r-${payment.id}` : `op-${payment.id}`,
  reference: payment.reference,
  account: payment.account,
  mode: 'demo',
  amount: amount(1000, 'EUR'),
  occurredAt: '2026-11-24T09:00:00.000Z',
  detail: kind,
  ...over,
})

for (const { engine, skip } of engines) {
  describe(`settlement on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())
    const settle = (...facts: IncomingFact[]) =>
      world.app.database.transact((tx) => settlePayments(tx, facts, world.app.shop))
    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    const credited = async (orderId: string) => {
      const rows = await world.db.selectFrom('transfer').select('key').where('cause', '=', orderId).execute()
      const receipts = await world.db.selectFrom('receipt').select('id').where('orderId', '=', orderId).execute()
      const topUps = await world.db.selectFrom('topUp').select('id').where('orderId', '=', orderId).execute()
      return { transfers: rows.length, receipts: receipts.length, topUps: topUps.length }
    }
    const once = { transfers: 3, receipts: 1, topUps: 1 }

    test('every pair of facts, in both orders, ends in the same state [N12]', async () => {
      const kinds: FactKind[] = ['paid', 'pending', 'refused', 'cancelled', 'expired', 'unknown', 'refunded']
      for (const a of kinds) {
        for (const b of kinds) {
          const ends: string[] = []
          for (const pair of [
            [a, b],
            [b, a],
          ] as const) {
            const { order, payment } = await sell(world)
            for (const kind of pair) await settle(factOf(payment, kind))
            const after = await findPayment(world.db, payment.id)
            const then = await world.db
              .selectFrom('orders')
              .select('status')
              .where('id', '=', order.id)
              .executeTakeFirst()
            ends.push(`${after?.capture ? after.status : isClosed(after) ? 'closed' : after?.status} ${then?.status}`)
          }
          assert.equal(ends[0], ends[1], `${a} and ${b}`)
        }
      }
      await healthy()
    })

    test('a batch with a poisoned fact settles its neighbours, and the poison is visible', async () => {
      const good = await sell(world)
      const bad = await sell(world)
      // A refund of nothing cannot be booked: it breaks the batch it travels in.
      await settle(factOf(bad.payment, 'paid'))
      const poisoned = factOf(bad.payment, 'refunded', { amount: amount(0, 'EUR') })
      await assert.rejects(settle(factOf(good.payment, 'paid'), poisoned))
      assert.deepEqual(await credited(good.order.id), { transfers: 0, receipts: 0, topUps: 0 })
      await settle(factOf(good.payment, 'paid'))
      assert.deepEqual(await credited(good.order.id), once)
      await healthy()
    })

    test('who holds the books and then sells never waits in a circle with who only sells', async () => {
      if (engine === 'sqlite') return
      const [held, sold, other] = [await sell(world), await sell(world), await sell(world)]
      const runs = { held: 0, other: 0 }
      const { database, shop } = world.app
      const othersWait = () =>
        sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
          .execute(world.db)
          .then(({ rows }) => rows.length > 0)
      let second: Promise<unknown> | undefined
      await database.transact(async (tx) => {
        runs.held += 1
        await settlePayments(tx, [factOf(held.payment, 'paid', { amount: amount(900, 'EUR') })], shop)
        second ??= database.transact(async (tx) => {
          runs.other += 1
          return settlePayments(tx, [factOf(other.payment, 'paid')], shop)
        })
        await eventually('the other waits for the books', othersWait)
        await settlePayments(tx, [factOf(sold.payment, 'paid')], shop)
      })
      await second
      assert.deepEqual(runs, { held: 1, other: 1 })
      for (const { order } of [sold, other]) assert.deepEqual(await credited(order.id), once)
      await healthy()
    })

    test('two attempts both paid: credited once, the second held in suspense [case 23]', async () => {
      const { order, payment } = await sell(world)
      const second = await world.app.database.transact((tx) =>
        createPayment(tx, { order, gateway: getGateway(world.app.shop, 'ogone'), key: 'again' }),
      )
      await settle(factOf(payment, 'paid'), factOf(second, 'paid'))
      const statuses = (await paymentsOfOrder(world.db, order.id)).map((each) => each.status).sort()
      assert.deepEqual(statuses, ['held', 'succeeded'])
      assert.deepEqual(await credited(order.id), once)
      await settle(factOf(payment, 'paid', { operation: 'another capture' }))
      const third = (await paymentsOfOrder(world.db, order.id)).map((each) => each.status).sort()
      assert.deepEqual(third, ['held', 'held', 'succeeded'], 'a further capture of one attempt is held too')
      await healthy()
    })

    test('notice, return, poller, expiry and a second payment in any order credit once [L06] [case 2] [case 20]', async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (s) => {
          const { order, payment } = await sell(world)
          const second = await world.app.database.transact((tx) =>
            createPayment(tx, { order, gateway: getGateway(world.app.shop, 'ogone'), key: `second${payment.id}` }),
          )
          const { shop, database } = world.app
          world.simulator('ogone').script({ fault: 'pay', reference: payment.reference })
          await world.simulator('ogone').idle()
          const acts: Array<() => Promise<unknown>> = [
            () => processNotices(shop),
            () => pollPayment(shop, payment.id, { evenIfRecent: true }),
            () => pollPayment(shop, payment.id, { evenIfRecent: true }),
            () => expireOrders(database),
            () => settle(factOf(second, 'paid', { operation: `second-${payment.id}` })),
          ]
          const all = Promise.all(
            acts.map((act, index) => s.schedule(Promise.resolve(index)).then((): Promise<unknown> => act())),
          )
          await s.waitIdle()
          await all
          await world.app.worker.runNow(['notices'])
          assert.deepEqual(await credited(order.id), once)
          const statuses = (await paymentsOfOrder(world.db, order.id)).map((each) => each.status).sort()
          assert.deepEqual(statuses, ['held', 'succeeded'])
        }),
        { numRuns: 12 },
      )
      await healthy()
    })

    test('expired by our clock, paid after all: honoured at the frozen price [case 34] [F31]', async () => {
      const { order, payment } = await sell(world)
      world.clock.move(3 * DAY)
      await world.settle()
      assert.equal((await findPayment(world.db, payment.id))?.status, 'expired')
      await world.settle()
      const expired = await world.db.selectFrom('orders').select('status').where('id', '=', order.id).executeTakeFirst()
      assert.equal(expired?.status, 'expired')
      world.simulator('ogone').script({ fault: 'pay', reference: payment.reference })
      await world.settle()
      assert.deepEqual(await credited(order.id), once)
      await healthy()
    })

    test('a provider whose clock is a day ahead or behind: judged by its ids, with both instants kept [case 47]', async () => {
      for (const ms of [DAY, -DAY]) {
        const { payment } = await sell(world)
        const occurredAt = new Date(world.clock.nowMs() + ms).toISOString()
        const paid = factOf(payment, 'paid', { occurredAt })
        await settle(paid)
        const [again] = await settle({ ...paid, occurredAt: nowOf(world.clock) })
        assert.deepEqual(again?.decision, { do: 'nothing', because: 'already_handled' })
        assert.equal((await findPayment(world.db, payment.id))?.status, 'succeeded')
        const facts = await world.db.selectFrom('paymentFact').selectAll().where('paymentId', '=', payment.id).execute()
        assert.deepEqual(
          facts.map((fact) => [fact.occurredAt, fact.seenAt]),
          [[occurredAt, nowOf(world.clock)]],
        )
      }
      await healthy()
    })
  })
}

const isClosed = (payment: Payment | undefined): boolean =>
  ['refused', 'cancelled', 'expired'].includes(payment?.status ?? '')
