import assert from 'node:assert/strict'
import fc from 'fast-check'
import { articlesInForce } from '../../../src/catalogue/article.ts'
import { termsInForce } from '../../../src/catalogue/terms-of-sale.ts'
import type { Gateway, RawNotice } from '../../../src/gateways/gateway.ts'
import type { ConnectedGateway, GatewayKind } from '../../../src/gateways/gateway-kind.ts'
import { nowOf } from '../../../src/kit/clock.ts'
import { newToken } from '../../../src/kit/id.ts'
import type { Order } from '../../../src/orders/order.ts'
import { placeOrder } from '../../../src/orders/place-order.ts'
import { pollPayment } from '../../../src/payments/intake/poll-payment.ts'
import { findPayment, type Payment, paymentsOfOrder } from '../../../src/payments/payment.ts'
import type { IncomingFact } from '../../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../../src/payments/settlement/settle-payments.ts'
import { getGateway } from '../../../src/payments/shop.ts'
import { createPayment, type GoTo, startPayment } from '../../../src/payments/start-payment.ts'
import type { SimulatorAct, WebhookDelivery } from '../../../src/simulators/engine/simulator.ts'
import { paidFact } from '../../support/settlement-load.ts'
import { createVisitor, type Page, type Visitor } from '../../support/visitor.ts'
import type { World } from '../../support/world.ts'
import type { GatewayDriver } from './gateway-drivers.ts'

export const buyer = 'a.martin@example.org'
export type Sold = { order: Order; payment: Payment; way: GoTo }
export type Harness = ReturnType<typeof createHarness>

/** One gateway in one world: to sell, to let things happen at the provider, and to look at the books. */
export function createHarness(world: World, driver: GatewayDriver) {
  const { id } = driver
  const simulator = () => world.simulator(id)
  const connected = () => getGateway(world.app.shop, id)

  /** An order of ten units with one attempt, its hosted page open. */
  async function sell(): Promise<Sold> {
    const order = await place()
    return attempt(order)
  }

  async function place(): Promise<Order> {
    const { db, transact } = world.app.database
    const now = nowOf(world.clock)
    const person = await world.person(buyer)
    const article = (await articlesInForce(db, now)).find((each) => each.number === 10)
    const terms = await termsInForce(db, now)
    assert.ok(article && terms)
    const key = newToken(100)
    const wish = {
      personId: person.id,
      takeNumber: async () => key,
      article,
      terms,
      immediateUse: false,
      language: 'fr' as const,
    }
    return transact(async (tx) => (await placeOrder(tx, { ...wish, key, mode: 'demo' })).order)
  }

  async function intend(order: Order): Promise<Payment> {
    return world.app.database.transact((tx) => createPayment(tx, { order, gateway: connected(), key: newToken(100) }))
  }

  const payer = { name: 'Alice', email: buyer, language: 'fr' as const, shopName: 'Université' }
  const start = (order: Order, payment: Payment): Promise<GoTo> =>
    startPayment(world.app.shop, { paymentId: payment.id, order, payer })

  async function attempt(order: Order): Promise<Sold> {
    const payment = await intend(order)
    const way = await start(order, payment)
    if (way.do === 'post') await open(way)
    return { order, payment: await reread(payment), way }
  }

  /** What the payer's browser does with a form. */
  const open = async (way: GoTo & { do: 'post' }): Promise<string> => {
    const fields = new URLSearchParams(way.form.fields.map(([name, value]) => [name, value]))
    return (await fetch(way.form.action, { method: 'POST', body: fields })).text()
  }

  const reread = async (payment: Payment): Promise<Payment> => {
    const found = await findPayment(world.db, payment.id)
    assert.ok(found)
    return found
  }

  /** A fault for what comes next about this attempt. */
  const fault = ({ payment }: Sold, name: string, value?: string, times = 1): void =>
    simulator().script({
      fault: name,
      reference: payment.reference,
      times,
      ...(value !== undefined && { value }),
    })

  /** Something happens at the provider; what it tells us is on its way or held, and not understood yet. */
  async function happens({ payment }: Sold, act: SimulatorAct, value?: string): Promise<void> {
    simulator().script({ fault: act, reference: payment.reference, ...(value !== undefined && { value }) })
    await simulator().idle()
  }

  /** The payer pays, and the notice that says so is kept back: its bytes. */
  async function paidLetter(sold: Sold): Promise<WebhookDelivery> {
    fault(sold, 'notice-hold', undefined, 100)
    await happens(sold, 'pay')
    const [letter] = simulator().takeHeld(sold.payment.reference)
    assert.ok(letter, 'the provider wrote a notice')
    return letter
  }

  /** The payer pays, the notice comes, and it is understood. */
  async function payAndSettle(sold: Sold): Promise<void> {
    await post(await paidLetter(sold))
    await world.settle()
  }

  const heldLetters = ({ payment }: Sold): WebhookDelivery[] => simulator().takeHeld(payment.reference)

  async function post({ url, method, headers, body }: WebhookDelivery): Promise<{ status: number; text: string }> {
    const response = await fetch(url, { method, headers, body })
    return { status: response.status, text: await response.text() }
  }

  const settleFacts = (...facts: IncomingFact[]) =>
    world.app.database.transact((tx) => settlePayments(tx, facts, world.app.shop))

  async function booksOf({ order }: Sold) {
    const { db } = world
    const [transfers, receipts, topUps] = await Promise.all([
      db.selectFrom('transfer').select('key').where('cause', '=', order.id).execute(),
      db.selectFrom('receipt').select('id').where('orderId', '=', order.id).where('kind', '=', 'receipt').execute(),
      db.selectFrom('topUp').select('id').where('orderId', '=', order.id).execute(),
    ])
    return { transfers: transfers.length, receipts: receipts.length, topUps: topUps.length }
  }

  /** One set of transfers (net, VAT, credit), one receipt, one top-up, and books that hold. */
  async function creditedOnce(sold: Sold, what = ''): Promise<void> {
    assert.deepEqual(await booksOf(sold), { transfers: 3, receipts: 1, topUps: 1 }, `credited once ${what}`)
    assert.deepEqual((await world.check()).problems, [])
  }

  /** The same, where the reconciliation has booked what the provider kept. */
  async function creditedOnceBesideFees(sold: Sold): Promise<void> {
    const fees = await world.db
      .selectFrom('transfer')
      .select('key')
      .where('cause', '=', sold.order.id)
      .where('key', 'like', 'fee:%')
      .execute()
    const { transfers, ...once } = await booksOf(sold)
    assert.deepEqual({ transfers: transfers - fees.length, ...once }, { transfers: 3, receipts: 1, topUps: 1 })
    assert.deepEqual((await world.check()).problems, [])
  }

  async function notCredited(sold: Sold, what = ''): Promise<void> {
    assert.deepEqual(await booksOf(sold), { transfers: 0, receipts: 0, topUps: 0 }, `not credited ${what}`)
  }

  /** Not credited, and waiting for a person with this reason; said aloud. */
  async function held(sold: Sold, why: string): Promise<void> {
    await notCredited(sold, why)
    const { status, heldWhy } = await reread(sold.payment)
    assert.deepEqual([status, heldWhy], ['held', why])
    assert.ok(
      alerts().some((line) => line.includes(sold.payment.id) && line.includes(why)),
      'an alert',
    )
  }

  const alerts = (): string[] => world.log.lines.filter((line) => /"level":"(error|warn)"/.test(line))

  return {
    world,
    driver,
    get kind(): GatewayKind {
      return connected().kind
    },
    get gateway(): Gateway {
      return connected().gateway
    },
    simulator,
    sell,
    place,
    intend,
    start,
    attempt,
    open,
    reread,
    fault,
    happens,
    paidLetter,
    payAndSettle,
    heldLetters,
    post,
    settleFacts,
    creditedOnce,
    creditedOnceBesideFees,
    notCredited,
    held,
    alerts,
    settle: () => world.settle(),
    look: (sold: Sold) => pollPayment(world.app.shop, sold.payment.id, { evenIfRecent: true }),
    statusOf: async (sold: Sold) => (await reread(sold.payment)).status,
    statusesOf: async ({ order }: Sold) =>
      (await paymentsOfOrder(world.db, order.id)).map((each) => each.status).sort(),
    noticesOf: () => world.db.selectFrom('notice').selectAll().where('gatewayId', '=', id).orderBy('id').execute(),
    /** A page, as a browser asks for it; a planted bug may stand in its way. */
    visit: (visitor: Visitor, path: string): Promise<Page> => visitor.get(path),
    /** The simulator said what the provider's documents do not know, because it was told to. */
    expectUnknownWords(): void {
      const { violations } = world
      violations.splice(0, violations.length, ...violations.filter((each) => !each.includes('allowedValues')))
    },
    /** A browser without any cookie of ours. */
    stranger: () => createVisitor(world.url),
    /** The gateway, replaced: to count, to watch, or to plant a bug. Call what it returns to put it back. */
    replace(make: (real: Gateway) => Partial<Gateway>): () => void {
      const gateways = world.app.shop.gateways as Map<string, ConnectedGateway>
      const real = connected()
      gateways.set(id, { ...real, gateway: { ...real.gateway, ...make(real.gateway) } })
      return () => void gateways.set(id, real)
    },
    factOf: ({ payment }: Pick<Sold, 'payment'>, over: Partial<IncomingFact> = {}): IncomingFact => ({
      ...paidFact(payment, nowOf(world.clock)),
      ...over,
    }),
  }
}

/** A letter as it arrives at the adapter. */
export const asNotice = (letter: WebhookDelivery, receivedAt: string): RawNotice => ({
  method: letter.method,
  headers: letter.headers,
  query: '',
  body: Buffer.from(letter.body),
  receivedAt,
})

/** The settings of the demonstration, some of them changed. */
export const demoValues = (kind: GatewayKind, over: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(kind.settings).map(([name, field]) => [name, field.demo])),
  ...over,
})

/** `cases`: numbers of the failure catalogue that it proves (docs/failures.md). */
export type Case = { id: string; cases?: readonly number[]; says: string; run(harness: Harness): Promise<void> }

/** Lets acts happen in the orders that a scheduler explores; `begin` gives the acts and what must hold afterwards. */
export async function inAnyOrder(
  runs: number,
  begin: () => Promise<{ acts: Array<() => Promise<unknown>>; holds: () => Promise<void> }>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const { acts, holds } = await begin()
      const all = Promise.all(
        acts.map((act, index) => s.schedule(Promise.resolve(index)).then((): Promise<unknown> => act())),
      )
      await s.waitIdle()
      await all
      await holds()
    }),
    { numRuns: runs },
  )
}
