import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const says = /derniers paiements sont venus sans notification/

for (const { engine, skip } of engines) {
  describe(`notices that do not reach us, on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      buyer = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    const overview = async (): Promise<string> => (await manager.get(routes.desk)).html

    test('payments are settled by asking meanwhile, and the desk says that notices stay away [case 15]', async () => {
      world.simulator('ogone').script({ fault: 'notice-drop', times: 3 })
      for (let paid = 1; paid <= 3; paid += 1) {
        assert.doesNotMatch(await overview(), says, `${paid - 1} may be chance`)
        const payment = await buy(world, buyer, { number: 5 })
        const order = await world.db.selectFrom('orders').select('status').where('id', '=', payment.orderId).execute()
        assert.deepEqual(order, [{ status: 'fulfilled' }], 'credited without any notice')
        world.clock.move(16 * MINUTE)
      }
      const html = await overview()
      assert.match(html, /Les 3 derniers paiements sont venus sans notification/)
      assert.equal(html.match(new RegExp(says, 'g'))?.length, 1, 'the other provider is not blamed')
    })

    test('one notice that comes ends it', async () => {
      await buy(world, buyer, { number: 5 })
      world.clock.move(16 * MINUTE)
      assert.doesNotMatch(await overview(), says)
    })
  })
}
