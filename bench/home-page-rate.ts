import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freshPlace } from '../test/support/databases.ts'
import { freePort } from '../test/support/free-port.ts'
import type { Figure } from './bench.ts'
import { createFastVisitor } from './fast-visitor.ts'
import { startServer } from './server-process.ts'

const seconds = 4
const connections = 8

/** The home page against a bare server that returns the same bytes, and with ten thousand times the history. */
export async function measureHome(say: (figure: Figure) => void): Promise<void> {
  const place = await freshPlace('sqlite')
  let server = await startServer({ dataDir: place.dataDir, people: 1 })
  const probe = createFastVisitor(server.url, `obole=${server.tokens[0]}`)
  const { body } = await probe.send('/')
  probe.close()
  const few = await rateOf(server.url, `obole=${server.tokens[0]}`)
  await server.stop()
  fillHistory(place.dataDir, 100_000)
  server = await startServer({ dataDir: join(place.dataDir), people: 0 })
  const many = await rateOf(server.url, `obole=${server.tokens[0]}`)
  await server.stop()
  await place.remove()
  const bare = await bareRate(body)
  say({ what: `bare node:http, the same ${Math.round(body.length / 1024)} KiB`, value: bare, unit: '/s' })
  say({ what: 'home page, a year of history', value: few, unit: '/s' })
  say({ what: '  against the bare server', value: few / bare, unit: '×', aim: '≥ 0.15', met: few / bare >= 0.15 })
  say({ what: 'home page, 100 000 history entries', value: many, unit: '/s' })
  say({ what: '  cost against few entries', value: few / many, unit: '×', aim: '≤ 1.2', met: few / many <= 1.2 })
}

async function rateOf(url: string, cookie: string): Promise<number> {
  const until = performance.now() + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const visitor = createFastVisitor(url, cookie)
      while (performance.now() < until) {
        const { status } = await visitor.send('/')
        if (status !== 200) throw new Error(`home answered ${status}`)
        done += 1
      }
      visitor.close()
    }),
  )
  return done / seconds
}

async function bareRate(body: string): Promise<number> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(body))
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const rate = await rateOf(`http://127.0.0.1:${port}`, '')
  server.close()
  return rate
}

/** A heavy user's history, written straight into the tables: the page reads it, the books are not asked. */
function fillHistory(dataDir: string, entries: number): void {
  const file = new DatabaseSync(join(dataDir, 'obole.sqlite'))
  file.exec(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${entries})
    insert into history_entry select p.id, 1000000 + n.i, 'usage', -5, 4960, 'fill' || n.i,
      '{"category":"print","pages":1,"title":"x.pdf"}', '2026-11-01T10:00:00.000Z'
    from n, person p where p.login_key = 'v.delautre@cartadis.com'`)
  file.close()
}
