import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { engines, freshPlace } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { runObole, startObole } from '../support/process.ts'
import { articleValue, createVisitor } from '../support/visitor.ts'

const plantedBug = join(import.meta.dirname, 'planted-bug.ts')

describe('an error that nobody catches', () => {
  for (const { engine, skip } of engines)
    for (const [signal, words] of [
      ['SIGUSR2', 'a planted bug'],
      ['SIGWINCH', 'a planted refusal'],
    ] as const)
      test(`${words} on ${engine} ends the process in order, for its supervisor to start it anew`, {
        skip,
      }, async () => {
        const place = await freshPlace(engine)
        const port = await freePort()
        const environment = {
          PORT: String(port),
          OBOLE_DATA_DIR: place.dataDir,
          ...(place.databaseUrl && { DATABASE_URL: place.databaseUrl }),
        }
        const running = await startObole({ ...environment, NODE_OPTIONS: `--import tsx --import ${plantedBug}` })
        const url = `http://127.0.0.1:${port}`
        const visitor = createVisitor(url)
        await visitor.signIn('a.martin@example.org')
        const window = await visitor.get(routes.recharge)
        const choice = { article: articleValue(window, 5), method: 'ogone', terms: 'yes' }
        const summary = await visitor.submit(window, routes.recharge, choice)
        // Under way when it happens: it is answered, or nothing of it was written.
        const ordering = visitor.submit(summary, routes.orders).catch(() => undefined)
        running.child.kill(signal)
        const { code, output } = await running.ended
        assert.equal(code, 1, output)
        assert.match(output, new RegExp(`"level":50.*${words}.*"uncaught: ending"`))
        await ordering
        await assert.rejects(fetch(url + routes.healthz), 'nothing is accepted any more')

        const again = await startObole(environment)
        assert.match((await visitor.get(routes.home)).html, /Alice MARTIN/)
        again.child.kill('SIGTERM')
        assert.equal((await again.ended).code, 0)
        const books = await runObole(['check-books'], environment)
        assert.equal(books.code, 0, books.output)
        await place.remove()
      })
})
