import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { link, routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`the search for everything at the desk on ${engine}`, { skip }, () => {
    let world: World
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      const buyer = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      await buy(world, buyer, { number: 10 })
    })
    after(() => world?.end())

    const ask = (text: string, visitor = manager) => visitor.send(link('deskSearch', {}, { q: text }))
    const main = (html: string) => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? ''

    test('an exact number opens the order, an exact login or address the person', async () => {
      const order = await world.db.selectFrom('orders').select(['id', 'number']).executeTakeFirstOrThrow()
      const found = await ask(` ${order.number} `)
      assert.equal(found.status, 303)
      assert.equal(found.location, link('deskOrder', { orderId: order.id }))
      const person = await world.person('a.martin@example.org')
      for (const text of ['a.martin@example.org', 'A.MARTIN@example.org'])
        assert.equal((await ask(text)).location, link('deskPerson', { personId: person.id }), text)
    })

    test('a beginning lists the person and the order, and opens neither', async () => {
      const order = await world.db.selectFrom('orders').select('id').executeTakeFirstOrThrow()
      const person = await world.person('a.martin@example.org')
      const page = await ask('a.mart')
      assert.equal(page.status, 200)
      assert.ok(main(page.html).includes(`href="${link('deskOrder', { orderId: order.id })}"`))
      assert.ok(main(page.html).includes(`href="${link('deskPerson', { personId: person.id })}"`))
    })

    test('what is found alone opens, in the list of orders what names one whole', async () => {
      assert.equal((await ask('rapproch')).location, routes.deskReconciliation)
      const order = await world.db.selectFrom('orders').select(['id', 'number']).executeTakeFirstOrThrow()
      const list = (q: string) => manager.send(link('deskOrders', {}, { q }))
      assert.equal((await list(order.number)).location, link('deskOrder', { orderId: order.id }))
      const payment = await world.db.selectFrom('payment').selectAll().executeTakeFirstOrThrow()
      for (const text of [order.number.toUpperCase(), order.id, payment.id, payment.reference])
        assert.equal((await list(text)).location, link('deskOrder', { orderId: order.id }), text)
      const filtered = await manager.send(link('deskOrders', {}, { q: order.number, from: '2026-11-24' }))
      assert.equal(filtered.status, 200, 'a filter asks for a list')
      for (const text of [order.number.slice(0, -1), 'a.martin']) assert.equal((await list(text)).status, 200, text)
    })

    test('the palette gets the same hits, with how many there are, and a visitor none', async () => {
      const hits = (q: string, visitor = manager) => visitor.send(link('deskSearchHits', {}, { q }))
      const found = await hits('a.mart')
      const person = await world.person('a.martin@example.org')
      assert.match(found.html, /data-says="2 résultats"/)
      assert.ok(found.html.includes(`href="${link('deskPerson', { personId: person.id })}"`))
      assert.doesNotMatch(found.html, /<main/)
      assert.match((await hits('')).html, /^<div data-says="[^"]*"><\/div>$/)
      assert.doesNotMatch((await hits('a.mart', createVisitor(world.url))).html, /role="option"/)
    })

    test('pages are found by a part of their name, only those that the role may open', async () => {
      const passwordHash = await hashPassword('demonstration')
      const login = 'support@example.org'
      const wish = { login, name: 'Support', email: login, language: 'fr' as const, passwordHash }
      await world.app.database.transact((tx) => createPerson(tx, { ...wish, roles: ['support'] }))
      const support = createVisitor(world.url)
      await support.signIn(login)
      assert.equal((await ask('journal')).location, routes.deskAudit)
      assert.equal((await ask('journal', support)).status, 200)
    })

    test('no text asks nothing, and any text is answered', async () => {
      const empty = await manager.get(routes.deskSearch)
      assert.doesNotMatch(main(empty.html), /<h2|Rien ne correspond/)
      for (const text of ['%', "' or 1=1 --", 'zzzz', '\u{10ffff}', 'é'.repeat(2000)]) {
        const page = await ask(text)
        assert.equal(page.status, 200, text.slice(0, 20))
        assert.match(main(page.html), /Rien ne correspond/, text.slice(0, 20))
      }
    })
  })
}
