import { setTimeout as pause } from 'node:timers/promises'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { HOUR, systemClock } from '../../src/kit/clock.ts'
import type { Place } from '../support/databases.ts'
import { lockFile } from '../support/file-lock.ts'
import type { OwnPostgres } from '../support/postgres-server.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { type Bank, openBank, openDoor } from './bank.ts'
import { type Comparison, compareBooks } from './compare-books.ts'
import { fastClock } from './fast-clock.ts'
import { type CampaignNode, scandals, startNode } from './nodes.ts'

export type CampaignWish = {
  place: Place
  server?: OwnPostgres
  rounds: number
  seed: number
  say?: (line: string) => void
}
export type CampaignReport = Comparison & { fired: Record<string, number>; notices: number; statuses: string }

/** One minute of the nodes in two seconds: the poller's first look, leases and repetitions all pass in a campaign. */
const speed = 30
const mostLooks = 30

type Field = {
  nodes: CampaignNode[]
  network: TcpProxy
  place: Place
  server: OwnPostgres | undefined
  database: Database
  chance: () => number
}
type Fault = { name: string; on: 'both' | 'sqlite' | 'postgres'; strike(field: Field): Promise<unknown> }

/** Longer than the longest lease, which is five minutes of the nodes. */
const pastLeasesMs = (5.5 * 60_000) / speed
const some = <Thing>(list: readonly Thing[], { chance }: Field): Thing =>
  list[Math.floor(chance() * list.length)] as Thing

async function breakNetwork(field: Field, fault: TcpProxy['fault'], ms: number): Promise<void> {
  field.network.fault = fault
  await pause(ms)
  field.network.fault = 'none'
  field.network.cutAll()
}

async function freeze(thing: { signal(name: 'SIGSTOP' | 'SIGCONT'): void }, ms: number): Promise<void> {
  thing.signal('SIGSTOP')
  await pause(ms)
  thing.signal('SIGCONT')
}

const faults: readonly Fault[] = [
  { name: 'kill', on: 'both', strike: (field) => some(field.nodes, field).killAndStart() },
  { name: 'freeze past leases', on: 'both', strike: (field) => freeze(some(field.nodes, field), pastLeasesMs) },
  { name: 'freeze shortly', on: 'both', strike: (field) => freeze(some(field.nodes, field), 1_500) },
  { name: 'bank is a black hole', on: 'both', strike: (field) => breakNetwork(field, 'black_hole', 5_000) },
  { name: 'bank resets', on: 'both', strike: (field) => breakNetwork(field, 'reset', 2_000) },
  { name: 'bank’s answers are cut', on: 'both', strike: (field) => breakNetwork(field, 'cut_answer', 2_000) },
  { name: 'bank’s answers are lost', on: 'both', strike: (field) => breakNetwork(field, 'lose_answer', 3_000) },
  {
    name: 'lock from outside',
    on: 'sqlite',
    async strike({ place, chance }) {
      const lock = await lockSoon(place)
      await pause(500 + chance() * 7_000)
      lock.free()
    },
  },
  { name: 'sessions ended', on: 'postgres', strike: endSessions },
  { name: 'database frozen', on: 'postgres', strike: ({ server }) => freeze(serverOf(server), 6_000) },
  { name: 'database restarted', on: 'postgres', strike: ({ server }) => serverOf(server).restart('in order') },
  { name: 'database crashed', on: 'postgres', strike: ({ server }) => serverOf(server).restart('crash') },
]

async function endSessions({ place, chance }: Field): Promise<void> {
  const { default: pg } = await import('pg')
  for (let times = 0; times < 10; times += 1) {
    const client = new pg.Client({ connectionString: place.databaseUrl })
    await client.connect()
    const mine = 'datname = current_database() and pid <> pg_backend_pid()'
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where ${mine} and random() < ${chance()}`,
    )
    await client.end()
    await pause(200)
  }
}

function serverOf(server: OwnPostgres | undefined): OwnPostgres {
  if (!server) throw new Error('a campaign on PostgreSQL needs a server of its own')
  return server
}

async function lockSoon(place: Place): Promise<{ free: () => void }> {
  for (;;) {
    try {
      return lockFile(place.dataDir)
    } catch {
      await pause(5)
    }
  }
}

/**
 * A shop under load, struck by one fault after another while its payers go on paying; then peace, until all that can
 * settle has settled; then the bank's books are held against ours. One node on SQLite, three on PostgreSQL.
 */
export async function runCampaign(wish: CampaignWish): Promise<CampaignReport> {
  const { place, rounds, say = () => {} } = wish
  const chance = seeded(wish.seed)
  const time = { beganMs: systemClock.nowMs(), speed }
  const clock = fastClock(time)
  const nodes: CampaignNode[] = []
  const door = await openDoor(() => nodes.filter(({ isUp }) => isUp).map(({ port }) => port))
  const bank = await openBank(clock, door.url, chance)
  const network = await startTcpProxy({ port: bank.port })
  const around = { place, time, doorUrl: door.url, bankUrl: `http://127.0.0.1:${network.port}`, told: bank.pay }
  // The first fills the database, under a lease of a minute, which is two seconds here.
  nodes.push(await startNode(1, around))
  const others = place.engine === 'sqlite' ? [] : [2, 3]
  nodes.push(...(await Promise.all(others.map((number) => startNode(number, around)))))
  const database = openDatabase(place, clock, 'command')
  const fired: Record<string, number> = {}
  try {
    const fitting = faults.filter(({ on }) => on === 'both' || on === place.engine)
    const field = { nodes, network, place, server: wish.server, database, chance }
    for (const fault of draw(fitting, rounds, chance)) {
      say(fault.name)
      await pause(500 + chance() * 1_500)
      await fault.strike(field)
      fired[fault.name] = (fired[fault.name] ?? 0) + 1
    }
    const leap = (ms: number) => {
      clock.leap(ms)
      for (const node of nodes) node.tell(`leap ${ms}`)
    }
    for (const node of nodes) node.tell('quiet')
    const found = await untilSettled(() => compareBooks(database.db, bank, door.acknowledged), bank, leap)
    const statuses = [...door.statuses].map(([status, count]) => `${status}: ${count}`).join(', ')
    return {
      ...found,
      problems: [...found.problems, ...scandals.splice(0)],
      fired,
      notices: door.acknowledged.size,
      statuses,
    }
  } finally {
    for (const node of nodes) await node.stop()
    await database.close()
    await network.stop()
    bank.close()
    door.close()
  }
}

/** Each fault in turn, in an order of the seed's, so that a few rounds are of many kinds. */
function draw(list: readonly Fault[], rounds: number, chance: () => number): Fault[] {
  const drawn: Fault[] = []
  while (drawn.length < rounds) {
    const order = list.map((fault) => ({ fault, lot: chance() })).sort((a, b) => a.lot - b.lot)
    drawn.push(...order.map(({ fault }) => fault))
  }
  return drawn.slice(0, rounds)
}

/** What is still under way is waited for, hours of the nodes if need be; what does not settle then is a problem. */
async function untilSettled(
  compare: () => Promise<Comparison>,
  bank: Bank,
  leap: (ms: number) => void,
): Promise<Comparison> {
  for (let looks = 1; ; looks += 1) {
    await pause(2_000)
    for (const simulator of bank.simulators.values()) await simulator.idle()
    const found = await compare()
    if (found.problems.length === 0 || looks === mostLooks) return found
    if (looks % 3 === 0) leap(HOUR)
  }
}

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
