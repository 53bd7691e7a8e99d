import assert from 'node:assert/strict'
import type { App } from '../../src/app.ts'
import { articlesInForce } from '../../src/catalogue/article.ts'
import { termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import { amount } from '../../src/kit/amount.ts'
import { nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import type { Order } from '../../src/orders/order.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import type { Payment } from '../../src/payments/payment.ts'
import type { IncomingFact } from '../../src/payments/settlement/decide-fact.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { getGateway } from '../../src/payments/shop.ts'
import { createPayment } from '../../src/payments/start-payment.ts'
import { findPersonByLogin } from '../../src/people/person.ts'

export type Sold = { order: Order; payment: Payment }

/** Orders with an open attempt, many at once, and the facts that settle them: load for crash tests and the bench. */
export async function createSettlementLoad(app: App, size: number, gatewayId = 'ogone') {
  const { db, clock } = app.database
  const person = await findPersonByLogin(db, 'a.martin@example.org')
  const article = (await articlesInForce(db, nowOf(clock))).find((each) => each.number === 20)
  const terms = await termsInForce(db, nowOf(clock))
  assert.ok(person && article && terms)
  const gateway = getGateway(app.shop, gatewayId)

  const sell = (count: number): Promise<Sold[]> =>
    app.database.transact(async (tx) => {
      const sold: Sold[] = []
      for (let index = 0; index < count; index += 1) {
        const key = newToken(100)
        const wish = { personId: person.id, takeNumber: async () => key, article, terms, immediateUse: false, key }
        const { order } = await placeOrder(tx, { ...wish, language: 'fr', mode: app.shop.mode })
        sold.push({ order, payment: await createPayment(tx, { order, gateway, key }) })
      }
      return sold
    })

  const settle = (sold: readonly Sold[]) =>
    app.database.transact((tx) =>
      settlePayments(
        tx,
        sold.map(({ payment }) => paidFact(payment, nowOf(clock))),
        app.shop,
      ),
    )

  return {
    sell,
    settle,
    /** One batch sold and settled; the ids of its orders, once everything is committed. */
    async round(): Promise<string[]> {
      const sold = await sell(size)
      await settle(sold)
      return sold.map(({ order }) => order.id)
    },
  }
}

/** The fact that a bank's notice of this payment would be. */
export function paidFact(payment: Payment, occurredAt: string): IncomingFact {
  return {
    gatewayId: payment.gatewayId,
    source: 'notice',
    about: 'payment',
    kind: 'paid',
    operation: `op-${payment.reference}`,
    reference: payment.reference,
    account: payment.account,
    mode: payment.mode,
    amount: amount(payment.amountMinor, payment.currency),
    occurredAt,
    detail: 'status 9',
  }
}
