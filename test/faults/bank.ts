import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { allGateways } from '../../src/gateways/all-gateways.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { httpClient } from '../../src/kit/http/http-client.ts'
import { memoryLog } from '../../src/kit/log.ts'
import { allSimulators } from '../../src/simulators/all-simulators.ts'
import type { Simulator, SimulatorKind } from '../../src/simulators/engine/simulator.ts'
import type { Told } from './faults-child.ts'

function simulated(id: string): SimulatorKind {
  const kind = allSimulators[id]
  if (!kind) throw new Error(`${id} has no simulator`)
  return kind
}

export type Bank = Awaited<ReturnType<typeof openBank>>

/**
 * The providers of a campaign, outside every node: their books outlive whatever happens to the shop. Notices go to
 * a door in front of the nodes, which notes those that were answered with 2xx.
 */
export async function openBank(clock: Clock, doorUrl: string, chance: () => number) {
  const outside = { clock, http: httpClient, log: memoryLog() }
  const simulators = new Map<string, Simulator>()
  const server = createServer((request, response) => {
    void answer(simulators, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  for (const kind of allGateways) {
    const values = Object.fromEntries(Object.entries(kind.settings).map(([name, field]) => [name, field.demo]))
    const simulatorUrl = `${doorUrl}/simulated/${kind.id}`
    const around = { mode: 'demo' as const, publicUrl: doorUrl, loopbackUrl: doorUrl, simulatorUrl }
    simulators.set(kind.id, simulated(kind.id).create(values as never, around, outside))
  }
  const due = setInterval(() => {
    for (const simulator of simulators.values()) void simulator.runDue()
  }, 200)

  return {
    port,
    simulators,
    /** A payer opens the page and pays; of the notices some are lost and some come twice. */
    async pay({ gatewayId, reference, form }: Told): Promise<void> {
      const simulator = simulators.get(gatewayId)
      if (!simulator) throw new Error(`no ${gatewayId}`)
      if (form) await simulator.handle(asPost('/ncol/test/orderstandard_utf8.asp', form))
      const lot = chance()
      if (lot < 0.3) simulator.script({ fault: 'notice-drop', reference, times: 9 })
      else if (lot < 0.5) simulator.script({ fault: 'notice-again', reference, value: '1' })
      simulator.script({ fault: 'pay', reference })
    },
    close(): void {
      clearInterval(due)
      server.close()
      server.closeAllConnections()
    },
  }
}

const asPost = (path: string, fields: ReadonlyArray<readonly [string, string]>) => ({
  method: 'POST',
  path,
  query: '',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(new URLSearchParams(fields.map(([name, value]) => [name, value])).toString()),
})

async function answer(
  simulators: ReadonlyMap<string, Simulator>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://bank')
  const [, , id = '', ...path] = pathname.split('/')
  const simulator = simulators.get(id)
  const body = await bodyOf(request).catch(() => undefined)
  if (!simulator || !body) return void response.destroy()
  const { method = 'GET', headers } = request
  const given = await simulator.handle({ method, path: `/${path.join('/')}`, query: search.slice(1), headers, body })
  if ('cut' in given) return void response.destroy()
  response.writeHead(given.status, given.headers).end(given.body)
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** The one address of the shop: hands each notice to a node that lives, and keeps the mark of those it took. */
export async function openDoor(ports: () => number[]) {
  const acknowledged = new Set<string>()
  const statuses = new Map<number, number>()
  let turn = 0
  const server = createServer(async (request, response) => {
    const alive = ports()
    turn += 1
    const port = alive[turn % Math.max(alive.length, 1)]
    const body = await bodyOf(request).catch(() => undefined)
    if (port === undefined || !body) return void response.writeHead(503).end()
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = request.headers
    try {
      const given = await fetch(`http://127.0.0.1:${port}${request.url}`, {
        method: request.method ?? 'POST',
        headers: headers as Record<string, string>,
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(12_000),
      })
      statuses.set(given.status, (statuses.get(given.status) ?? 0) + 1)
      if (given.ok) acknowledged.add(markOf(body))
      response.writeHead(given.status).end(await given.text())
    } catch {
      statuses.set(0, (statuses.get(0) ?? 0) + 1)
      response.writeHead(503).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}`, acknowledged, statuses, close }
}

/** By its bytes: what was acknowledged must be among what is stored. */
export const markOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')
