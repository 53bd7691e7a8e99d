import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { routes } from '../../src/web/routes.ts'
import { engines, freshPlace } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { runObole, startObole } from '../support/process.ts'
import { articleValue, createVisitor, type Visitor } from '../support/visitor.ts'

type Surroundings = Record<string, string> & { PORT: string }

async function surroundings(engine: 'sqlite' | 'postgres' = 'sqlite') {
  const place = await freshPlace(engine)
  const environment: Surroundings = {
    PORT: String(await freePort()),
    OBOLE_DATA_DIR: place.dataDir,
    ...(place.databaseUrl && { DATABASE_URL: place.databaseUrl }),
  }
  return { place, environment, url: `http://127.0.0.1:${environment.PORT}` }
}

/** Orders, pays and comes back, as often as the server lets it. */
async function rechargeUntilItEnds(visitor: Visitor): Promise<number> {
  let paid = 0
  try {
    for (;;) {
      const window = await visitor.get(routes.recharge)
      const choice = { article: articleValue(window, 5), method: 'ogone', terms: 'yes' }
      const summary = await visitor.submit(window, routes.recharge, choice)
      const bank = await visitor.submit(await visitor.submit(summary, routes.orders), '/simulated/ogone')
      await visitor.submit(bank, '/pay', { outcome: 'accept', notice: 'once', return: 'no' })
      paid += 1
    }
  } catch {
    return paid
  }
}

describe('as a process', () => {
  test('the demonstration starts with nothing set, says where it is, and keeps its data at the second start', async () => {
    const { place, environment, url } = await surroundings()
    const first = await startObole(environment)
    assert.match(first.output(), new RegExp(`Obole is ready: http://localhost:${environment.PORT}`))
    assert.match(first.output(), /v\.delautre@cartadis\.com, a\.martin@example\.org, admin@example\.org/)
    assert.match(first.output(), /password for all: demonstration/)
    assert.match(first.output(), /\/demo\/mail/)
    assert.equal((await fetch(url + routes.healthz)).status, 200)
    assert.equal((await fetch(url + routes.readyz)).status, 200)
    const visitor = createVisitor(url)
    await visitor.signIn('a.martin@example.org')
    first.child.kill('SIGTERM')
    assert.equal((await first.ended).code, 0)

    const second = await startObole(environment)
    assert.match((await visitor.get('/')).html, /Alice MARTIN/, 'the session lies in the database')
    const early = await runObole(['reset-demo'], environment)
    assert.match(early.output, /in use: stop the server first/)
    assert.ok(existsSync(join(place.dataDir, 'obole.sqlite')))
    second.child.kill('SIGINT')
    assert.equal((await second.ended).code, 0)

    const reset = await runObole(['reset-demo'], environment)
    assert.equal(reset.code, 0)
    assert.equal(existsSync(join(place.dataDir, 'obole.sqlite')), false)
    await place.remove()
  })

  for (const { engine, skip } of engines) {
    test(`SIGTERM in the middle of sales on ${engine} ends by itself, and nothing paid is lost`, { skip }, async () => {
      const { place, environment, url } = await surroundings(engine)
      const running = await startObole(environment)
      const visitors = ['v.delautre@cartadis.com', 'a.martin@example.org', 'admin@example.org'].map((login) => {
        const visitor = createVisitor(url)
        return { visitor, signedIn: visitor.signIn(login) }
      })
      await Promise.all(visitors.map(({ signedIn }) => signedIn))
      const sales = visitors.map(({ visitor }) => rechargeUntilItEnds(visitor))
      await pause(1_500) // A load, not an assertion about time: any instant in it is a fair one to stop at.
      running.child.kill('SIGTERM')
      assert.equal((await running.ended).code, 0, running.output())
      const paid = (await Promise.all(sales)).reduce((sum, count) => sum + count, 0)
      assert.ok(paid > 0)
      const books = await runObole(['check-books', '--json'], environment)
      assert.equal(books.code, 0, books.output)
      assert.deepEqual((JSON.parse(books.output) as { problems: string[] }).problems, [])
      await place.remove()
    })
  }

  test('two nodes that start at once on an empty PostgreSQL share the migrations', {
    skip: engines[1]?.skip,
  }, async () => {
    const { place, environment } = await surroundings('postgres')
    const other = { ...environment, PORT: String(await freePort()) }
    const nodes = await Promise.all([startObole(environment), startObole(other)])
    for (const node of nodes) node.child.kill('SIGTERM')
    for (const node of nodes) assert.equal((await node.ended).code, 0, node.output())
    await place.remove()
  })

  test('the process lives on when whoever read its log is gone', async () => {
    const { place, environment, url } = await surroundings()
    const running = await startObole(environment)
    running.child.stdout?.destroy()
    running.child.stderr?.destroy()
    const forged = { method: 'POST', body: new URLSearchParams({ orderID: 'x' }) }
    for (let line = 0; line < 3; line += 1)
      assert.equal((await fetch(`${url}/notices/ogone`, forged)).status, 400, 'each is a line of the log')
    assert.equal((await fetch(url + routes.readyz)).status, 200)
    running.child.kill('SIGTERM')
    assert.equal((await running.ended).code, 0)
    await place.remove()
  })

  test('a bad setting is named at the start, and nothing is opened', async () => {
    const { place, environment } = await surroundings()
    await assert.rejects(startObole({ ...environment, PORT: 'eighty' }), /PORT/)
    await assert.rejects(startObole({ ...environment, OBOLE_MODE: 'production' }), /OBOLE_MODE/)
    await assert.rejects(startObole({ ...environment, OBOLE_MODE: 'live' }), /OBOLE_PUBLIC_URL: live mode needs https/)
    assert.equal(existsSync(join(place.dataDir, 'obole.sqlite')), false)
    await place.remove()
  })
})
