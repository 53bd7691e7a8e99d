import assert from 'node:assert/strict'
import { freshPlace } from '../test/support/databases.ts'
import { articleValue, readForm } from '../test/support/visitor.ts'
import type { Figure } from './bench.ts'
import { createFastVisitor } from './fast-visitor.ts'
import { startServer } from './server-process.ts'

const people = 400
const seconds = 8

/** Whole checkouts over HTTP, the simulated bank included: window, summary, order, bank, return, order's page. */
export async function measureCheckouts(say: (figure: Figure) => void): Promise<void> {
  const place = await freshPlace('sqlite')
  const server = await startServer({ dataDir: place.dataDir, people })
  let next = 0
  const checkout = async (visitor: ReturnType<typeof createFastVisitor>): Promise<void> => {
    const at = (path: string, body: string) => ({
      status: 200,
      url: new URL(path, server.url).href,
      html: body,
      location: undefined,
      headers: new Headers(),
    })
    const window = at('/recharge', (await visitor.send('/recharge')).body)
    const choice = {
      ...readForm(window, '/recharge').fields,
      article: articleValue(window, 10),
      method: 'ogone',
      terms: 'yes',
    }
    const chosen = await visitor.send('/recharge', new URLSearchParams(choice))
    const summary = at('/', (await visitor.send(chosen.location ?? '')).body)
    const placed = await visitor.send('/orders', new URLSearchParams(readForm(summary, '/orders').fields))
    const pay = readForm(at('/', (await visitor.send(placed.location ?? '')).body), '/simulated/ogone')
    const bank = at(pay.action, (await visitor.send(pay.action, new URLSearchParams(pay.fields))).body)
    const card = readForm(bank, '/pay')
    const back = await visitor.send(
      card.action,
      new URLSearchParams({ ...card.fields, outcome: 'accept', notice: 'once', return: 'yes' }),
    )
    const returned = await visitor.send(back.location ?? '')
    const order = await visitor.send(returned.location ?? '')
    assert.equal(order.status, 200)
  }
  for (const clients of [1, 8]) {
    let done = 0
    const [start, cpuMs] = [performance.now(), server.cpuMs()]
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() - start < seconds * 1000) {
          // Each person buys little: the shop limits orders per person and hour.
          const token = server.tokens[1 + (next++ % people)]
          const visitor = createFastVisitor(server.url, `obole=${token}`)
          for (let each = 0; each < 4; each += 1) {
            await checkout(visitor)
            done += 1
          }
          visitor.close()
        }
      }),
    )
    const rate = done / ((performance.now() - start) / 1000)
    const aim = clients === 8 ? { aim: '≥ 150', met: rate >= 150 } : {}
    say({
      what: `whole checkouts over HTTP, ${clients} client${clients > 1 ? 's' : ''}, clients on the same cores`,
      value: rate,
      unit: '/s',
      ...aim,
    })
    say({ what: '  CPU of the server per checkout', value: (server.cpuMs() - cpuMs) / done, unit: 'ms' })
  }
  await server.stop()
  await place.remove()
}
