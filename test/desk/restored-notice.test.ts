import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { restoredPrefix } from '../../src/db/last-restore.ts'
import { DAY, nowOf } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`the desk after a restore on ${engine}`, { skip }, () => {
    test('says for a month what came back and from when the providers are asked [case 58]', async () => {
      const world = await createWorld({ engine })
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      assert.doesNotMatch((await manager.get(routes.desk)).html, /rétablie/)
      const restored = { name: `${restoredPrefix}${nowOf(world.clock)}`, value: '2026-02-03T10:00:00.000Z' }
      await world.db.insertInto('site').values(restored).execute()
      assert.match((await manager.get(routes.desk)).html, /rétablie dans son état du 3.février.2026, 11.h.00/)
      world.clock.move(31 * DAY)
      manager.cookies.clear()
      await manager.signIn('admin@example.org')
      assert.doesNotMatch((await manager.get(routes.desk)).html, /rétablie/)
      await world.end()
    })
  })
}
