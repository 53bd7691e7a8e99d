import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { amount, toDecimal } from '../../src/kit/amount.ts'
import { DAY, HOUR, later, nowOf } from '../../src/kit/clock.ts'
import { addDays, localDay } from '../../src/kit/day.ts'
import { listReviewItems } from '../../src/review/review-items.ts'
import { routes } from '../../src/web/routes.ts'
import { noPostgres } from '../support/databases.ts'
import { refundAtDesk } from '../support/refund-at-desk.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const worlds: World[] = []
after(() => Promise.all(worlds.map((world) => world.end())))

async function populated(engine: 'sqlite' | 'postgres', demoDays: number): Promise<World> {
  const world = await createWorld({ engine, config: { demoDays } })
  worlds.push(world)
  return world
}

/** What happened, without the names that are drawn anew each time. */
async function storyOf({ db }: World): Promise<string> {
  const orders = await db
    .selectFrom('orders')
    .innerJoin('person', 'person.id', 'orders.personId')
    .select(['person.name', 'number', 'status', 'articleNumber', 'priceMinor', 'bonusMinor', 'placedAt', 'paidAt'])
    .orderBy('placedAt')
    .orderBy('number')
    .execute()
  const moves = await db
    .selectFrom('transfer')
    .select(['seq', 'amountMinor', 'unit', 'occurredAt', 'postedAt'])
    .orderBy('seq')
    .execute()
  return createHash('sha256')
    .update(JSON.stringify([orders, moves]))
    .digest('hex')
}

/** One of each provider, three months old and not given back yet: refunded at the desk, whole. */
async function refundOldOrders(world: World, manager: Visitor): Promise<void> {
  for (const gatewayId of ['ogone', 'paypal']) {
    const { orderId, amountMinor } = await world.db
      .selectFrom('payment')
      .select(['orderId', 'amountMinor'])
      .where('gatewayId', '=', gatewayId)
      .where('status', '=', 'succeeded')
      .where('refundedMinor', '=', 0)
      .where('paidAt', '<', later(nowOf(world.clock), -85 * DAY))
      .orderBy('paidAt', 'desc')
      .executeTakeFirstOrThrow()
    await refundAtDesk(world, manager, orderId, toDecimal(amount(amountMinor, 'EUR')))
    const [refund] = await world.db.selectFrom('refund').selectAll().where('orderId', '=', orderId).execute()
    assert.deepEqual([refund?.status, refund?.amountMinor], ['done', amountMinor], gatewayId)
  }
}

test('the demonstration has lived a year, with books that hold and matters to decide', async () => {
  const world = await populated('sqlite', 365)
  assert.deepEqual((await world.check()).wrong, [])
  const now = nowOf(world.clock)
  const placed = await world.db.selectFrom('orders').select(['placedAt', 'paidAt', 'status']).execute()
  assert.ok(placed.length > 2_000, `${placed.length} orders`)
  const paidOn = new Set(placed.flatMap(({ paidAt }) => paidAt ?? []).map((at) => localDay(at, 'Europe/Paris')))
  const today = localDay(now, 'Europe/Paris')
  const quiet = Array.from({ length: 30 }, (_, ago) => addDays(today, -1 - ago)).filter((day) => !paidOn.has(day))
  assert.deepEqual(quiet, [], 'a bar on each day of the chart')
  for (const status of ['fulfilled', 'expired', 'refunded'] as const)
    assert.ok(
      placed.some((order) => order.status === status),
      status,
    )
  const people = await world.db.selectFrom('person').select('id').execute()
  assert.ok(people.length >= 99)
  assert.equal(await world.balanceOf('v.delautre@cartadis.com'), 4_960, 'as the first page has always said')

  const manager = createVisitor(world.url)
  await manager.signIn('admin@example.org')
  const found = await manager.get(`${routes.deskOrders}?q=${encodeURIComponent('Wójcik')}`)
  assert.match(found.html, /Agnieszka Wójcik/)

  assert.ok(world.app.afterListening)
  await world.app.afterListening()
  await world.settle()
  const bought = await world.db.selectFrom('orders').select('status').where('placedAt', '>=', now).execute()
  assert.deepEqual(
    bought.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
  assert.doesNotMatch((await manager.get(routes.desk)).html, /Notifications absentes/, 'the providers’ notices come')

  const kinds = async () => (await listReviewItems(world.db, nowOf(world.clock))).map(({ kind }) => kind).sort()
  const five = ['contradiction', 'difference', 'failed_mail', 'held_payment', 'withdrawal']
  assert.deepEqual(await kinds(), five, 'one matter of each kind')
  await refundOldOrders(world, manager)

  await world.restart()
  assert.equal(world.app.afterListening, undefined, 'lived once')
  await refundOldOrders(world, manager)
  world.clock.move(25 * HOUR)
  await world.app.worker.runNow(['reconciliation'])
  assert.deepEqual(await kinds(), five, 'a day later the lists say the same as the books, but for that one')
  assert.deepEqual((await world.check()).wrong, [])
  assert.equal((await world.db.selectFrom('orders').select('id').execute()).length, placed.length + 4)
})

test('the same days are the same each time, on PostgreSQL too, and are lived once', { skip: noPostgres }, async () => {
  const [embedded, world] = [await populated('sqlite', 45), await populated('postgres', 45)]
  const story = await storyOf(embedded)
  assert.equal(await storyOf(world), story)
  await world.restart()
  assert.equal(world.app.afterListening, undefined)
  assert.equal(await storyOf(world), story)
})
