import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { recordAudit } from '../../src/people/audit.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`the audit log on ${engine}`, { skip }, () => {
    let world: World
    let desk: Visitor
    before(async () => {
      world = await createWorld({ engine })
      desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
      const admin = await world.person('admin@example.org')
      for (let count = 0; count < 120; count += 1) {
        world.clock.move(1000)
        await world.app.database.transact((tx) =>
          recordAudit(tx, {
            actor: count % 2 === 0 ? admin.id : 'command line',
            act: count % 3 === 0 ? 'check at bank' : 'grant manager',
            about: count === 7 ? 'ord_seven' : admin.id,
            detail: { count, note: '<i>"x"</i>' },
          }),
        )
      }
    })
    after(() => world?.end())
    const log = async (query: Record<string, string> = {}) =>
      (await desk.get(`${routes.deskAudit}?${new URLSearchParams(query)}`)).html
    const countsIn = (html: string) => [...html.matchAll(/count: (\d+),/g)].map(([, count]) => Number(count))

    test('newest first, page by page, every entry once', async () => {
      const seen: number[] = []
      let html = await log()
      for (;;) {
        seen.push(...countsIn(html))
        const older = /href="(\/desk\/audit\?before=[^"]+)"/.exec(html)?.[1]
        if (older === undefined) break
        html = (await desk.get(older.replaceAll('&amp;', '&'))).html
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 120 }, (_, index) => 119 - index),
      )
    })

    test('by actor, by act, by what it is about; a filter outlives the page', async () => {
      const byLogin = await log({ actor: 'ADMIN@example.org' })
      assert.ok(countsIn(byLogin).every((count) => count % 2 === 0))
      assert.match(byLogin, /href="\/desk\/audit\?actor=ADMIN%40example\.org&amp;before=aud_/)
      assert.ok(countsIn(await log({ act: 'check at bank' })).every((count) => count % 3 === 0))
      const seven = await log({ about: 'ord_seven' })
      assert.deepEqual(countsIn(seven), [7])
      assert.match(seven, /href="\/desk\/orders\/ord_seven"/)
      assert.match(await log({ actor: 'nobody' }), /Aucun acte ne correspond/)
    })

    test('acts are words, people are names, and what was kept is text', async () => {
      const html = await log()
      assert.match(html, /Redemandé à la banque/)
      assert.match(html, /<td role="cell">Camille ROUX/)
      assert.match(html, /la ligne de commande/)
      assert.doesNotMatch(html, /<i>"x"/)
    })

    test('bad values find nothing or the first page, and break nothing', async () => {
      for (const query of [
        'actor=%00',
        'act=%27',
        `about=${'x'.repeat(5000)}`,
        'before=aud_',
        'before=zzz',
        'before=%00',
      ])
        assert.equal((await desk.send(`${routes.deskAudit}?${query}`)).status, 200, query.slice(0, 30))
    })
  })
}
