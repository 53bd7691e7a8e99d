import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { allGateways } from '../../src/gateways/all-gateways.ts'
import { amount } from '../../src/kit/amount.ts'
import { DAY, MINUTE, SECOND } from '../../src/kit/clock.ts'
import { httpClient } from '../../src/kit/http/http-client.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { findRefund, type Refund } from '../../src/payments/refund.ts'
import { deliverRefunds, lookUpRefund, lookUpRefunds } from '../../src/payments/refunds/deliver-refunds.ts'
import { getGateway } from '../../src/payments/shop.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { endPause, pauseProvider } from '../support/paused-provider.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
let clicks = 0

for (const { engine, skip } of engines)
  for (const { id: method } of allGateways)
    describe(`while the calls to ${method} are paused, on ${engine}`, { skip }, () => {
      let world: World
      let visitor: Visitor
      let isListDown = false
      let callsOfLists = 0
      let calls = 0
      before(async () => {
        const http: typeof httpClient = {
          async send(request) {
            calls += 1
            if (!isListDown) return httpClient.send(request)
            callsOfLists += 1
            return { is: 'failed', sent: false, why: 'ECONNREFUSED' }
          },
        }
        world = await createWorld({ engine, http })
        visitor = createVisitor(world.url)
        await visitor.signIn(login)
      })
      after(() => world?.end())

      const ask = ({ id }: Payment) => {
        const wish = { paymentId: id, amount: amount(1000, 'EUR'), reason: 'asked for', by: 'per_manager' }
        const key = `click ${clicks++}`
        return askForRefund(world.app.shop, { ...wish, key, belowZero: false })
      }
      const statusOf = async ({ id }: Refund) => (await findRefund(world.db, id))?.status

      test('a refund waits, unrefused, and is sent when the pause is over [case 43]', async () => {
        const payment = await buy(world, visitor, { number: 10, method })
        await pauseProvider(world, method)
        const refund = await ask(payment)
        await deliverRefunds(world.app.shop)
        assert.equal(await statusOf(refund), 'reserved')
        await endPause(world, method)
        await deliverRefunds(world.app.shop)
        assert.equal(await statusOf(refund), 'done')
        assert.deepEqual((await world.check()).problems, [])
      })

      test('what became of a refund is not asked, and no look of its schedule is used up [case 43]', async () => {
        const payment = await buy(world, visitor, { number: 10, method })
        world.simulator(method).script({ fault: 'refund-lost-after', reference: payment.reference })
        const refund = await ask(payment)
        await deliverRefunds(world.app.shop)
        const doubtful = await findRefund(world.db, refund.id)
        assert.equal(doubtful?.status, 'uncertain')
        world.clock.move(2 * MINUTE)
        await pauseProvider(world, method)
        await lookUpRefunds(world.app.shop)
        await lookUpRefund(world.app.shop, refund.id)
        assert.deepEqual(await findRefund(world.db, refund.id), doubtful)
        // The lost answer counted as a failure, so one of the five is left for the first call that tries.
        await endPause(world, method)
        await endPause(world, method)
        await lookUpRefunds(world.app.shop)
        assert.equal(await statusOf(refund), 'done')
        const before = calls
        await lookUpRefund(world.app.shop, refund.id)
        await lookUpRefund(world.app.shop, 'rfd_none')
        assert.equal(calls, before, 'what is decided, and what is not there, is asked about no more')
      })

      test('a daily list that fails, however often, pauses no payment and no refund [case 43]', async () => {
        const { gateway, pauseLeftMs } = getGateway(world.app.shop, method)
        const span = { from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' }
        world.clock.move(DAY)
        isListDown = true
        for (let call = 0; call < 8; call += 1) {
          world.clock.move(3 * SECOND)
          assert.notEqual((await gateway.list?.(span))?.is, 'listed')
        }
        isListDown = false
        assert.equal(callsOfLists, 5, 'the list itself is left in peace')
        assert.equal(pauseLeftMs(), 0)
      })
    })
