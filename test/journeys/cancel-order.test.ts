import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, untilFirstLookMs, type World } from '../support/world.ts'

const login = 'v.delautre@cartadis.com'

for (const { engine, skip } of engines) {
  describe(`an order that is given up on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
      visitor = createVisitor(world.url)
      await visitor.signIn(login)
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })

    const newest = () => world.db.selectFrom('orders').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    const cancel = async () => {
      const page = await visitor.get(`/orders/${(await newest()).id}`)
      return visitor.submit(page, '/cancel')
    }
    const pathOf = async () =>
      (
        await world.db
          .selectFrom('statusChange')
          .select('toStatus')
          .where('subjectId', '=', (await newest()).id)
          .orderBy('id')
          .execute()
      ).map(({ toStatus }) => toStatus)

    test('after a refusal: cancelled, nothing to pay any more, and out of the banner', async () => {
      await answerAs(visitor, await orderTo(visitor, 5), { outcome: 'refuse' })
      await world.settle()
      const page = await cancel()
      assert.match(page.html, /Cette commande est annulée\./)
      assert.doesNotMatch(page.html, /\/summary\?method|\/pay"|\/cancel"|vous attend/)
      assert.doesNotMatch((await visitor.get('/')).html, /class="notice act"/)
      assert.match((await visitor.get('/orders')).html, /Annulée/)
      const change = await world.db
        .selectFrom('statusChange')
        .selectAll()
        .where('toStatus', '=', 'cancelled')
        .where('subject', '=', 'order')
        .executeTakeFirstOrThrow()
      assert.equal(change.actor, (await world.person(login)).id)
      const { id } = await newest()
      assert.equal((await visitor.get(`/orders/${id}/summary?method=ogone`)).url, `${world.url}/orders/${id}`)
    })

    test('approved at PayPal after it was given up: no money is taken', async () => {
      const balance = await world.balanceOf(login)
      await orderTo(visitor, 5, 'paypal')
      await cancel()
      const { reference } = world.simulator('paypal').books().at(-1) ?? { reference: '' }
      world.simulator('paypal').script({ fault: 'pay', reference })
      await world.settle()
      world.clock.move(untilFirstLookMs)
      await world.settle()
      assert.equal(world.simulator('paypal').books().at(-1)?.status, 'open')
      assert.equal(await world.balanceOf(login), balance)
      assert.deepEqual(await pathOf(), ['placed', 'cancelled'])
    })

    test('paid all the same on the bank’s page that was open: the money is honoured, and the page says so [case 25]', async () => {
      const balance = await world.balanceOf(login)
      const bank = await orderTo(visitor, 5)
      const cancelled = await cancel()
      assert.match(cancelled.html, /Si un paiement déjà commencé aboutit malgré tout/)
      await answerAs(visitor, bank)
      await world.settle()
      assert.equal(await world.balanceOf(login), balance + 500)
      assert.deepEqual(await pathOf(), ['placed', 'cancelled', 'paid', 'fulfilled'])
      assert.match((await visitor.get(`/orders/${(await newest()).id}`)).html, /Votre compte est crédité\./)
    })

    test('the money was faster than the button: the bank is asked at once', async () => {
      const balance = await world.balanceOf(login)
      const bank = await orderTo(visitor, 5)
      await answerAs(visitor, bank, { return: 'no', notice: 'never' })
      const page = await cancel()
      assert.match(page.html, /Votre compte est crédité\./)
      assert.equal(await world.balanceOf(login), balance + 500)
    })

    test('while the bank decides nothing can be given up, and nobody gives up another’s order', async () => {
      await answerAs(visitor, await orderTo(visitor, 5), { outcome: 'pend' })
      await world.settle()
      const { id } = await newest()
      const page = await visitor.get(`/orders/${id}`)
      assert.doesNotMatch(page.html, /\/cancel"/)
      const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
      assert.equal((await visitor.post(`/orders/${id}/cancel`, { csrf })).status, 303)
      assert.equal((await newest()).status, 'placed')
      const other = createVisitor(world.url)
      const home = await other.signIn('a.martin@example.org')
      const proof = /name="csrf" value="([^"]+)"/.exec(home.html)?.[1] ?? ''
      assert.equal((await other.post(`/orders/${id}/cancel`, { csrf: proof })).status, 404)
    })
  })
}
