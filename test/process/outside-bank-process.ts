import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../src/kit/clock.ts'
import { httpClient } from '../../src/kit/http/http-client.ts'
import { createLog } from '../../src/kit/log.ts'
import { allSimulators } from '../../src/simulators/all-simulators.ts'
import type { SimulatorOrder } from '../../src/simulators/engine/simulator.ts'

/*
 * A provider that stands outside the shop: its simulator in a process of its own, behind https. It answers at the
 * addresses of live mode, sends its notices to the shop's public address, and keeps its books whatever becomes of it.
 */
export type BankTask = {
  shopUrl: string
  tls: { key: string; cert: string }
  /** As the shop has them: what the operator typed into the provider's back office. */
  settings: Readonly<Record<string, string>>
}

const task = JSON.parse(process.argv[2] ?? '') as BankTask
const server = createServer(task.tls, async (request, response) => {
  const { pathname, search } = new URL(request.url ?? '/', simulatorUrl)
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces)
  if (pathname === '/books') return void response.end(JSON.stringify(simulator.books()))
  if (pathname === '/script') {
    simulator.script(JSON.parse(body.toString()) as SimulatorOrder)
    return void response.end()
  }
  const { method = 'GET', headers } = request
  const path = pathname.replace(/^\/ncol\/prod\//, '/ncol/test/')
  const answer = await simulator.handle({ method, path, query: search.slice(1), headers, body })
  if ('cut' in answer) return void response.destroy()
  response.writeHead(answer.status, answer.headers).end(answer.body)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const simulatorUrl = `https://localhost:${(server.address() as AddressInfo).port}`
const around = { mode: 'live' as const, publicUrl: task.shopUrl, loopbackUrl: task.shopUrl, simulatorUrl }
const outside = { clock: systemClock, http: httpClient, log: createLog('silent') }
const { ogone } = allSimulators
if (!ogone) throw new Error('the simulator is not there')
const simulator = ogone.create(task.settings as never, around, outside)
setInterval(() => void simulator.runDue(), 100)
// Who began it is gone: then so is the bank.
process.stdin.on('end', () => process.exit(0)).resume()
process.stdout.write(`${JSON.stringify({ simulatorUrl })}\n`)
