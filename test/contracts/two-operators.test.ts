import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { currentBrand, publishBrand } from '../../src/brand/brand.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { engine, skip } of engines)
  describe(`two operators in one process behind one address, on ${engine}`, { skip }, () => {
    let table: Server
    let worlds: [World, World]
    let urls: [string, string]
    before(async () => {
      // Two names that every machine has; which operator is asked stands in the Host header alone.
      const byHost = new Map<string, World>()
      table = createServer((request, answer) =>
        byHost.get(request.headers.host ?? '')?.app.server.routing(request, answer),
      )
      await once(table.listen(0, '127.0.0.1'), 'listening')
      const { port } = table.address() as AddressInfo
      urls = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
      const open = async (publicUrl: string, name: string): Promise<World> => {
        const world = await createWorld({ engine, config: { publicUrl } })
        byHost.set(new URL(publicUrl).host, world)
        await world.app.server.ready()
        const content = { ...(await currentBrand(world.db)), name }
        await world.app.database.transact((tx) => publishBrand(tx, { content, by: 'test' }))
        return world
      }
      worlds = [await open(urls[0], 'Université d’Amont'), await open(urls[1], 'Bibliothèque d’Aval')]
    })
    after(async () => {
      table?.closeAllConnections()
      table?.close()
      for (const world of worlds ?? []) await world.end()
    })

    test('each has its own look, people and money, also at one moment', async () => {
      const [amont, aval] = worlds
      const visitors = urls.map((url) => createVisitor(url))
      const pages = await Promise.all(visitors.map((visitor) => visitor.signIn(login)))
      assert.match(pages[0]?.html ?? '', /Université d’Amont/)
      assert.match(pages[1]?.html ?? '', /Bibliothèque d’Aval/)
      const before = [await amont.balanceOf(login), await aval.balanceOf(login)]
      const [atAmont, atAval] = visitors
      assert.ok(atAmont && atAval)
      const [first, second] = await Promise.all([
        buy(amont, atAmont, { number: 10 }),
        buy(aval, atAval, { number: 20, method: 'paypal' }),
      ])
      assert.deepEqual([first.status, second.status], ['succeeded', 'succeeded'])
      const gained = [
        (await amont.balanceOf(login)) - (before[0] ?? 0),
        (await aval.balanceOf(login)) - (before[1] ?? 0),
      ]
      assert.ok(gained.every((credit) => credit > 0))
      assert.notEqual(gained[0], gained[1])
      for (const world of worlds) {
        assert.equal((await world.db.selectFrom('orders').selectAll().execute()).length, 1)
        assert.deepEqual((await world.check()).problems, [])
      }
    })

    test('a session of one is nobody’s at the other', async () => {
      const visitor = createVisitor(urls[0])
      await visitor.signIn(login)
      const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      assert.equal((await visitor.send('/orders', { headers: { cookie } })).status, 200)
      const elsewhere = await createVisitor(urls[1]).send('/orders', { headers: { cookie } })
      assert.equal(elsewhere.status, 303)
      assert.match(elsewhere.location ?? '', /sign-in/)
    })

    test('one whose database cannot be had still shows its own name, though the other was asked last', async () => {
      const [amont, aval] = worlds
      const ofAval = createVisitor(urls[1])
      await createVisitor(urls[0]).get('/sign-in')
      await ofAval.get('/sign-in')
      assert.equal(amont.app.site.brand.lastKnown().name, 'Université d’Amont')
      assert.equal(aval.app.site.brand.lastKnown().name, 'Bibliothèque d’Aval')
    })

    test('event streams are counted for each', () => {
      const [amont, aval] = worlds
      const taken = Array.from({ length: 6 }, () => amont.app.site.orderStreams.take('per_1'))
      assert.ok(taken.every((end) => end !== undefined))
      assert.equal(amont.app.site.orderStreams.take('per_1'), undefined)
      const other = aval.app.site.orderStreams.take('per_1')
      assert.ok(other)
      for (const end of [...taken, other]) end?.()
      assert.ok(amont.app.site.orderStreams.take('per_1'))
    })
  })
