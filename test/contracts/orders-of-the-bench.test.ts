import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareOrders } from '../../bench/many-orders.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

test('what the bench fills a database with is what the program reads', async () => {
  const world = await createWorld()
  const fill = await prepareOrders(world, 40)
  await fill()
  const manager = createVisitor(world.url)
  await manager.signIn('admin@example.org')
  const found = await manager.get('/desk/orders?q=anna')
  assert.equal(found.status, 200)
  assert.match(found.html, /Anna Nom\d+/)
  await world.end()
})
