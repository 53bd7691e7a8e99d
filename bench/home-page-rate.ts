import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freshPlace } from '../test/support/databases.ts'
import { freePort } from '../test/support/free-port.ts'
import type { Figure } from './bench.ts'
import { createFastVisitor } from './fast-visitor.ts'
import { startServer } from './server-process.ts'

const turns = 4
const secondsPerTurn = 1
const connections = 8

/**
 * The home page against a bare server that returns the same bytes, and with ten thousand times the history. They take
 * turns, so that what else the machine does weighs on all alike.
 */
export async function measureHome(say: (figure: Figure) => void): Promise<void> {
  const places = [await freshPlace('sqlite'), await freshPlace('sqlite')] as const
  const [few, many] = [await startHome(places[0].dataDir), await startHome(places[1].dataDir)]
  fillHistory(places[1].dataDir, 100_000)
  const bare = await startBare(few)
  // The first turn makes everything warm.
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const each of [few, many, bare]) await takeTurn(each)
    if (turn === 0) for (const each of [few, many, bare]) Object.assign(each, { pages: 0, usedMs: 0 })
  }
  const rateOf = ({ pages }: Served) => pages / (turns * secondsPerTurn)
  const costOf = ({ pages, usedMs }: Served) => usedMs / pages
  const [ofBare, growth] = [rateOf(few) / rateOf(bare), costOf(many) / costOf(few)]
  say({ what: 'bare node:http, the same page', value: rateOf(bare), unit: '/s' })
  say({ what: 'home page, a year of history', value: rateOf(few), unit: '/s' })
  say({ what: '  CPU of the server per page', value: costOf(few), unit: 'ms' })
  say({ what: '  against the bare server', value: ofBare, unit: '×', aim: '≥ 0.15', met: ofBare >= 0.15 })
  say({ what: 'home page, 100 000 history entries', value: rateOf(many), unit: '/s' })
  say({ what: '  CPU against few entries', value: growth, unit: '×', aim: '≤ 1.2', met: growth <= 1.2 })
  for (const each of [few, many, bare]) await each.stop()
  for (const place of places) await place.remove()
}

type Served = {
  url: string
  cookie: string
  cpuMs: () => number
  stop: () => Promise<void>
  pages: number
  usedMs: number
}

async function startHome(dataDir: string): Promise<Served> {
  const { tokens, ...server } = await startServer({ dataDir, people: 0 })
  return { ...server, cookie: `obole=${tokens[0]}`, pages: 0, usedMs: 0 }
}

/** Beside its clients, in this process. */
async function startBare(home: Served): Promise<Served> {
  const probe = createFastVisitor(home.url, home.cookie)
  const { body } = await probe.send('/')
  probe.close()
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(body))
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = async () => void server.close()
  return { url: `http://127.0.0.1:${port}`, cookie: '', cpuMs: () => 0, stop, pages: 0, usedMs: 0 }
}

async function takeTurn(served: Served): Promise<void> {
  const [until, cpuMs] = [performance.now() + secondsPerTurn * 1000, served.cpuMs()]
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const visitor = createFastVisitor(served.url, served.cookie)
      while (performance.now() < until) {
        const { status } = await visitor.send('/')
        if (status !== 200) throw new Error(`home answered ${status}`)
        served.pages += 1
      }
      visitor.close()
    }),
  )
  served.usedMs += served.cpuMs() - cpuMs
}

/** A heavy user's history, written straight into the tables: the page reads it, the books are not asked. */
function fillHistory(dataDir: string, entries: number): void {
  const file = new DatabaseSync(join(dataDir, 'obole.sqlite'), { timeout: 60_000 })
  file.exec(`
    begin immediate;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${entries})
    insert into history_entry select p.id, 1000000 + n.i, 'usage', -5, 4960, 'fill' || n.i,
      '{"category":"print","pages":1,"title":"x.pdf"}', '2026-11-01T10:00:00.000Z'
    from n, person p where p.login_key = 'v.delautre@cartadis.com';
    commit`)
  file.close()
}
