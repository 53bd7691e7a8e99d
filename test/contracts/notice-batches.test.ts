import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { storeNotices } from '../../bench/settlements.ts'
import type { NoticeReading } from '../../src/gateways/gateway.ts'
import { MINUTE, nowOf } from '../../src/kit/clock.ts'
import { processNotices } from '../../src/payments/intake/process-notices.ts'
import { createNoticeReadings, getGateway, type Shop } from '../../src/payments/shop.ts'
import { engines } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { createWorld, type World } from '../support/world.ts'

test('a reading is kept until it is taken, once, and the oldest make room', () => {
  const readings = createNoticeReadings()
  const reading = (noticeKey: string): NoticeReading => ({ is: 'not_ours', noticeKey, why: 'test' })
  for (let n = 0; n <= 4_096; n += 1) readings.keep(`n${n}`, reading(`k${n}`))
  assert.equal(readings.take('n0'), undefined)
  assert.deepEqual(readings.take('n1'), reading('k1'))
  assert.equal(readings.take('n1'), undefined)
  assert.deepEqual(readings.take('n4096'), reading('k4096'))
})

/** The shop of another process, which took none of the notices in; `change` sees each reading of stored bytes. */
function elsewhere(shop: Shop, change: (reading: NoticeReading) => NoticeReading): Shop {
  const connected = getGateway(shop, 'ogone')
  const gateway = {
    ...connected.gateway,
    readNotice: async (raw: Parameters<typeof connected.gateway.readNotice>[0]) =>
      change(await connected.gateway.readNotice(raw)),
  }
  const gateways = new Map([...shop.gateways, ['ogone', { ...connected, gateway }]])
  return { ...shop, gateways, readings: createNoticeReadings() }
}

for (const { engine, skip } of engines) {
  describe(`notices by the batch on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())

    async function statuses(): Promise<Record<string, number>> {
      const rows = await world.db.selectFrom('notice').select('status').execute()
      return Object.fromEntries([...Map.groupBy(rows, ({ status }) => status)].map(([is, all]) => [is, all.length]))
    }

    async function waitingNow(): Promise<number> {
      const now = nowOf(world.clock)
      const due = world.db.selectFrom('notice').select('id').where('status', '=', 'received').where('tryAt', '<=', now)
      return (await due.execute()).length
    }

    test('more than a list’s worth is settled at once, from what was read when they came', async () => {
      await storeNotices(world, 150)
      let read = 0
      const counting = elsewhere(world.app.shop, (reading) => {
        read += 1
        return reading
      })
      assert.equal(await processNotices({ ...counting, readings: world.app.shop.readings }), 150)
      assert.equal(read, 0)
      assert.deepEqual(await statuses(), { understood: 150 })
      assert.equal((await world.db.selectFrom('receipt').select('id').execute()).length, 150)
      assert.deepEqual((await world.check()).problems, [])
    })

    test('a process that took none of them in reads their bytes; one that fails among them fails alone', async () => {
      const before = (await statuses()).understood ?? 0
      await storeNotices(world, 100)
      let read = 0
      const failing = elsewhere(world.app.shop, (reading) => {
        read += 1
        // A captured sum that is no whole number cannot be written at all.
        if (read !== 37 || reading.is !== 'facts') return reading
        return { ...reading, facts: reading.facts.map((fact) => ({ ...fact, amount: { minor: 0.5, unit: 'EUR' } })) }
      })
      assert.equal(await processNotices(failing), 100)
      assert.equal(read, 100)
      assert.deepEqual(await statuses(), { understood: before + 99, puzzling: 1 })
      const [said] = await world.db.selectFrom('notice').select('why').where('status', '=', 'puzzling').execute()
      assert.notEqual(said?.why, '')
      assert.deepEqual((await world.check()).problems, [])
    })

    test('what says all itself does not wait for what a provider is asked about', async () => {
      const before = (await statuses()).understood ?? 0
      await storeNotices(world, 3)
      let first = true
      const asking = elsewhere(world.app.shop, (reading) => {
        const [fact] = reading.is === 'facts' ? reading.facts : []
        if (!first || reading.is !== 'facts' || fact?.reference === undefined) return reading
        first = false
        return { is: 'ask', noticeKey: reading.noticeKey, ask: [{ reference: fact.reference }] }
      })
      const connected = getGateway(asking, 'ogone')
      let answer = () => {}
      const silence = new Promise<void>((resolve) => {
        answer = resolve
      })
      const gateway: typeof connected.gateway = {
        ...connected.gateway,
        lookUp: async (payment) => silence.then(() => connected.gateway.lookUp(payment)),
      }
      const batch = processNotices({ ...asking, gateways: new Map([['ogone', { ...connected, gateway }]]) })
      await eventually('two are settled', async () => (await statuses()).understood === before + 2)
      answer()
      assert.equal(await batch, 3)
    })

    // One process has a file of SQLite.
    if (engine === 'sqlite') return

    test('two nodes share what waits, and neither takes what the other has', async () => {
      const before = (await statuses()).understood ?? 0
      await storeNotices(world, 80)
      const shops = [world.app.shop, elsewhere(world.app.shop, (reading) => reading)]
      assert.deepEqual(await Promise.all(shops.map((shop) => processNotices(shop, 40))), [40, 40])
      assert.equal((await statuses()).understood, before + 80)
      assert.deepEqual((await world.check()).problems, [])
    })

    test('what a frozen node had taken is another’s after a while, and is settled once', async () => {
      const before = (await statuses()).understood ?? 0
      await storeNotices(world, 3)
      let wake = () => {}
      const frozen = elsewhere(world.app.shop, (reading) => reading)
      const asleep = new Promise<void>((resolve) => {
        wake = resolve
      })
      const connected = getGateway(frozen, 'ogone')
      const gateway: typeof connected.gateway = {
        ...connected.gateway,
        readNotice: async (raw) => asleep.then(() => connected.gateway.readNotice(raw)),
      }
      const late = processNotices({ ...frozen, gateways: new Map([['ogone', { ...connected, gateway }]]) })
      assert.equal(await eventually('a batch is taken', async () => (await waitingNow()) === 0 && 'taken'), 'taken')
      assert.equal(await processNotices(world.app.shop), 0)
      world.clock.move(MINUTE)
      assert.equal(await processNotices(world.app.shop), 3)
      wake()
      assert.equal(await late, 3)
      assert.equal((await statuses()).understood, before + 3)
      assert.deepEqual((await world.check()).problems, [])
    })
  })
}
