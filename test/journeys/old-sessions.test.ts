import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

/** More than go at a time. */
const old = 1_200
const longAgo = '2026-09-01T00:00:00.000Z'

for (const { engine, skip } of engines) {
  describe(`sessions and throttles that ended long ago, on ${engine}`, { skip }, () => {
    test('they go, all of them, and who is signed in stays so', async () => {
      const world = await createWorld({ engine })
      const visitor = createVisitor(world.url)
      await visitor.signIn('a.martin@example.org')
      const { id: personId } = await world.person('a.martin@example.org')
      const ended = { personId, createdAt: longAgo, seenAt: longAgo, expiresAt: longAgo, browser: 'x' }
      const rest = { secondFactorAt: null, confirmedAt: null, endedAt: null, language: null }
      const names = Array.from({ length: old }, (_, index) => `old ${index}`)
      const sessions = names.map((tokenHash) => ({ tokenHash, ...ended, ...rest }))
      await world.db.insertInto('webSession').values(sessions).execute()
      await world.db
        .insertInto('throttle')
        .values(names.map((bucket) => ({ bucket, tries: 1, since: longAgo })))
        .execute()

      await world.app.worker.runNow(['sessions'])
      const left = await world.db.selectFrom('webSession').select('expiresAt').execute()
      assert.deepEqual([left.length, left[0]?.expiresAt === longAgo], [1, false])
      const throttles = await world.db.selectFrom('throttle').select('since').where('since', '=', longAgo).execute()
      assert.equal(throttles.length, 0)
      assert.equal((await visitor.send('/')).status, 200)
      await world.end()
    })
  })
}
