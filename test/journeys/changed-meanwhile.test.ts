import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noLimits, saveShopLimits, shopLimitsHistory } from '../../src/catalogue/buying-limits.ts'
import { amount } from '../../src/kit/amount.ts'
import { deliverRefunds } from '../../src/payments/refunds/deliver-refunds.ts'
import { createPerson } from '../../src/people/person.ts'
import type { PrintSystem } from '../../src/printing/print-system.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { answerAs, buy, orderTo } from '../support/shopping.ts'
import { articleValue, createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

/** A print system that knows accounts by their logins, as most do. */
function printSystemOf(accounts: Map<string, number>): PrintSystem {
  return {
    id: 'fake',
    title: 'Fake',
    balances: 'theirs',
    credit: {
      values: 'any',
      async add({ holder: { login: name }, amount: { minor } }) {
        const balance = accounts.get(name)
        if (balance === undefined) return { is: 'refused', why: 'unknown_account', notReached: false }
        accounts.set(name, balance + minor)
        return { is: 'applied', evidence: 'ok' }
      },
      find: async () => 'cannot_tell',
    },
  }
}

for (const { engine, skip } of engines) {
  describe(`what changed between order and credit, on ${engine}`, { skip }, () => {
    const accounts = new Map<string, number>()
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine, printSystem: printSystemOf(accounts) })
      visitor = createVisitor(world.url)
      await visitor.signIn(login)
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })

    async function rename(from: string, to: string): Promise<void> {
      await world.db.updateTable('person').set({ login: to, loginKey: to }).where('loginKey', '=', from).execute()
      await world.db.updateTable('identity').set({ subject: to }).where('subject', '=', from).execute()
    }

    test('the account was closed: paid, not credited, said on the page, and given back whole [case 35]', async () => {
      accounts.delete(login)
      const payment = await buy(world, visitor, { number: 10 })
      const page = await visitor.get(`/orders/${payment.orderId}`)
      assert.match(page.html, /data-situation="credit_stopped"/)
      assert.match(page.html, /le crédit n’a pas pu être ajouté à votre compte/)
      assert.match((await visitor.get('/')).html, /est payée, le crédit est à vérifier/)
      await askForRefund(world.app.shop, {
        paymentId: payment.id,
        amount: amount(1000, 'EUR'),
        reason: 'Compte fermé',
        by: 'per_manager',
        key: payment.id,
        belowZero: false,
      })
      await deliverRefunds(world.app.shop)
      const refunded = await visitor.get(`/orders/${payment.orderId}`)
      assert.match(refunded.html, /Cette commande est remboursée\./)
      assert.doesNotMatch(refunded.html, /Compte crédité/)
      const suspense = await world.db.selectFrom('balance').select('minor').where('account', '=', 'suspense').execute()
      assert.ok(suspense.every(({ minor }) => minor === 0))
    })

    test('the summary names the person and the account; the credit follows the person, not the login [case 36]', async () => {
      const window = await visitor.get('/recharge')
      const choice = { article: articleValue(window, 5), method: 'ogone', terms: 'yes' }
      const summary = await visitor.submit(window, '/recharge', choice)
      const { name, email } = await world.person(login)
      assert.ok(summary.html.includes(name))
      assert.match(summary.html, /a\.martin<wbr\/>@example\.org/)
      const bank = await visitor.submit(await visitor.submit(summary, '/orders'), '/simulated/ogone')

      await rename(login, 'a.martin-2@example.org')
      accounts.set('a.martin-2@example.org', 0)
      const namesake = { login, name, email: `other-${email}`, language: 'fr' as const, passwordHash: 'x', roles: [] }
      await world.app.database.transact((tx) => createPerson(tx, namesake))
      accounts.set(login, 0)
      await answerAs(visitor, bank)
      await world.settle()
      assert.equal(accounts.get('a.martin-2@example.org'), 500)
      assert.equal(accounts.get(login), 0, 'who has the login now was not credited')
    })

    test('the account of that person is not there when the credit comes: held, whoever has the login now [case 36]', async () => {
      const bank = await orderTo(visitor, 5)
      await rename('a.martin-2@example.org', 'a.martin-3@example.org')
      await answerAs(visitor, bank)
      await world.settle()
      assert.equal(accounts.get(login), 0)
      const order = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      assert.match((await visitor.get(`/orders/${order.id}`)).html, /data-situation="credit_stopped"/)
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      assert.match((await manager.get('/desk')).html, /gp4_<wbr\/>a\.martin-2/)
      accounts.set('a.martin-3@example.org', 0)
    })

    test('two orders that together pass a limit are both paid: money that came is credited [case 38]', async () => {
      const [{ number }] = await shopLimitsHistory(world.db)
      const { database } = world.app
      const one = { limits: { ...noLimits, ordersPerDay: 3 }, basedOn: number, by: 'test' }
      assert.ok(await database.transact((tx) => saveShopLimits(tx, one)))
      const first = await orderTo(visitor, 5)
      const { id } = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      const window = await visitor.get('/recharge')
      const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
      const refused = await visitor.submit(window, '/recharge', choice)
      assert.match(refused.html, /La limite est de 3 commandes par jour/)
      await visitor.submit(await visitor.get(`/orders/${id}`), '/cancel')
      await answerAs(visitor, await orderTo(visitor, 10))
      await answerAs(visitor, first)
      await world.settle()
      assert.equal(accounts.get('a.martin-3@example.org'), 1500)
      assert.match((await visitor.get(`/orders/${id}`)).html, /Votre compte est crédité\./)
    })
  })
}
