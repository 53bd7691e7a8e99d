import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../../src/kit/amount.ts'
import { nextOrderNumber } from '../../src/orders/place-order.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { where, timeZone, start, year } of [
  { where: 'at 00:20 in Paris', timeZone: 'Europe/Paris', start: '2026-12-31T23:20:00.000Z', year: '2027' },
  { where: 'at 23:50 in Paris', timeZone: 'Europe/Paris', start: '2026-12-31T22:50:00.000Z', year: '2026' },
  { where: 'at 00:20 in Nouméa', timeZone: 'Pacific/Noumea', start: '2026-12-31T13:20:00.000Z', year: '2027' },
  { where: 'at 23:50 in Nouméa', timeZone: 'Pacific/Noumea', start: '2026-12-31T12:50:00.000Z', year: '2026' },
  {
    where: 'in Martinique, where it is still December',
    timeZone: 'America/Martinique',
    start: '2027-01-01T03:30:00.000Z',
    year: '2026',
  },
]) {
  test(`a sale ${where} has the numbers of ${year}: receipt, credit note, order [59]`, async () => {
    const config = { timeZone, orderNumberPattern: '{year}-{number}' }
    const world = await createWorld({ start, config })
    try {
      const visitor = createVisitor(world.url)
      await visitor.signIn(login)
      const payment = await buy(world, visitor, { number: 10 })
      const wish = { paymentId: payment.id, amount: amount(1000, 'EUR'), reason: 'essai', key: 'click' }
      await askForRefund(world.app.shop, { ...wish, by: 'per_manager', belowZero: false })
      await world.settle()
      const papers = await world.db.selectFrom('receipt').select(['number', 'series']).orderBy('kind', 'desc').execute()
      assert.deepEqual(
        papers.map(({ number }) => number.slice(0, -6)),
        [`${year}-`, `A${year}-`],
      )
      assert.ok(papers.every(({ series }) => series.endsWith(`:${year}`)))
      const order = await world.db.selectFrom('orders').select('number').executeTakeFirstOrThrow()
      assert.match(order.number, new RegExp(`^${year}-`))
      const parts = { pattern: '{year}{number}', login, mode: 'demo', timeZone }
      const next = await world.app.database.transact((tx) => nextOrderNumber(tx, parts))
      assert.ok(next.startsWith(year))
      assert.deepEqual((await world.check()).problems, [])
    } finally {
      await world.end()
    }
  })
}
