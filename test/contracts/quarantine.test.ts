import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DAY, later, MINUTE, nowOf } from '../../src/kit/clock.ts'
import { reverifyQuarantine } from '../../src/payments/intake/reverify-quarantine.ts'
import { engines } from '../support/databases.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`notices that nobody proved, on ${engine}`, { skip }, () => {
    let world: World
    let read: string[]
    before(async () => {
      world = await createWorld({ engine })
      const ogone = world.app.shop.gateways.get('ogone')?.gateway
      assert.ok(ogone)
      const readNotice = ogone.readNotice.bind(ogone)
      ogone.readNotice = (notice) => {
        read.push(new TextDecoder().decode(notice.body))
        return readNotice(notice)
      }
      read = []
    })
    after(() => world?.end())

    const send = (body: string) =>
      fetch(`${world.url}/notices/ogone`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
    const prove = async () => {
      read = []
      await world.app.worker.runNow(['quarantine'])
      return read.length
    }

    test('are looked at again soon, then ever more seldom, and after a month never', async () => {
      assert.equal((await send('orderID=a&SHASIGN=00')).status, 400)
      assert.equal(await prove(), 0, 'not at once')
      const start = nowOf(world.clock)
      const looks: number[] = []
      for (let minute = 0; minute < 60 * 24; minute += 10) {
        world.clock.move(10 * MINUTE)
        if ((await prove()) > 0) looks.push(minute + 10)
      }
      assert.ok(looks.length > 3 && looks.length <= 14, `looked at after ${looks.join(', ')} minutes`)
      world.clock.move(31 * DAY)
      assert.ok(nowOf(world.clock) > later(start, 30 * DAY))
      assert.equal(await prove(), 0)
    })

    test('hold up nothing: a run takes fifty, a start none', async () => {
      for (let number = 0; number < 60; number += 1) await send(`orderID=b${number}&SHASIGN=00`)
      world.clock.move(2 * MINUTE)
      assert.equal(await reverifyQuarantine(world.app.shop), 50)
      assert.equal(await reverifyQuarantine(world.app.shop), 10)
      assert.equal(await reverifyQuarantine(world.app.shop), 0)
      world.clock.move(DAY)
      read = []
      world.app.worker.start()
      await world.app.worker.runNow(['notices'])
      assert.equal(read.length, 0)
    })
  })
}
