import { nowOf } from '../src/kit/clock.ts'
import { asLines } from '../src/order-history/order-situation.ts'
import { type OrderFilter, searchOrders, type Turn } from '../src/order-history/search-orders.ts'
import { readDailyEnds, readDailyTakings } from '../src/web/desk/figures/figures-query.ts'
import { createWorld, type World } from '../test/support/world.ts'
import type { Figure } from './bench.ts'
import { numberOf, personOf, prepareOrders } from './many-orders.ts'

type Say = (figure: Figure) => void
type Question = Partial<OrderFilter> & { turn?: Turn }

const [few, many] = [10_000, 1_000_000]
const rounds = 10

/** The desk's search in books of ten thousand and of a million orders: a mix of what people paste and filter. */
export async function measureOrderSearch(say: Say, withPostgres: boolean): Promise<void> {
  const engines = withPostgres ? (['postgres', 'sqlite'] as const) : (['sqlite'] as const)
  const worlds: World[] = []
  for (const engine of [...engines, ...engines])
    worlds.push(await createWorld({ engine, start: '2026-12-31T12:00:00.000Z' }))
  const [young, old] = [worlds.slice(0, engines.length), worlds.slice(engines.length)]
  const fillings = await Promise.all([
    ...old.map((world) => prepareOrders(world, many)),
    ...young.map((world) => prepareOrders(world, few)),
  ])
  // PostgreSQL is given its work first: its server does it while SQLite keeps this process busy.
  await Promise.all(fillings.map((fill) => fill()))
  for (const [index, world] of old.entries()) await report(say, { young: young[index] ?? world, old: world })
  for (const world of worlds) await world.end()
}

async function report(say: Say, worlds: { young: World; old: World }): Promise<void> {
  const { engine } = worlds.old.place
  const { young, old } = await askBoth(worlds)
  const growth = old.mean / young.mean
  say({ what: `order search, ${engine}, 10 000 orders, p95`, value: young.p95, unit: 'ms' })
  const what = `order search, ${engine}, 1 000 000 orders, p95`
  say({ what, value: old.p95, unit: 'ms', aim: '≤ 100', met: old.p95 <= 100 })
  say({ what: '  cost of growth, mean', value: growth, unit: '×', aim: '≤ 2', met: growth <= 2 })
  say({ what: '  thirty days of figures', value: await timeOf(() => readFigures(worlds.old)), unit: 'ms' })
}

const readFigures = (world: World) => {
  const of = [world.db, nowOf(world.clock), 'Europe/Paris'] as const
  return Promise.all([readDailyTakings(...of), readDailyEnds(...of)])
}

type Times = { p95: number; mean: number }

/** Each question in the one and in the other right after: what else the machine does weighs on both alike. */
async function askBoth(worlds: { young: World; old: World }): Promise<{ young: Times; old: Times }> {
  const [young, old]: [number[], number[]] = [[], []]
  for (const question of questions) {
    for (let round = 0; round < rounds; round += 1) {
      const of = (count: number) => question(Math.floor(((round * 2 + 1) * count) / (rounds * 2)))
      young.push(await timeOf(() => answer(worlds.young, of(few))))
      old.push(await timeOf(() => answer(worlds.old, of(many))))
    }
  }
  return { young: timesOf(young), old: timesOf(old) }
}

function timesOf(all: number[]): Times {
  const sorted = all.toSorted((a, b) => a - b)
  const mean = all.reduce((a, b) => a + b, 0) / all.length
  return { p95: sorted[Math.floor(all.length * 0.95)] ?? 0, mean }
}

async function answer(world: World, { turn, ...filter }: Question): Promise<void> {
  const page = await searchOrders(world.db, { filter: { text: '', by: 'placed', ...filter }, limit: 50, turn })
  await asLines(world.db, page.orders)
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

/** Each asks about the order with that index. */
const questions: ReadonlyArray<(i: number) => Question> = [
  (i) => ({ text: numberOf(i) }),
  (i) => ({ text: numberOf(i).slice(0, -3) }),
  (i) => ({ text: String(10_000_000 + i) }),
  (i) => ({ text: String(10_000_000 + i).slice(-5) }),
  (i) => ({ text: `user${personOf(i)}@example.org` }),
  (i) => ({ text: `USER${personOf(i)}` }),
  (i) => ({ text: `Nom${personOf(i)}` }),
  () => ({ text: 'anna' }),
  () => ({ text: 'gp4_' }),
  (i) => ({ text: `ref${1_000_000_000 + i}` }),
  (i) => ({ text: String(3_000_000_000 + i) }),
  (i) => ({ text: `B-${1_000_000_000 + i - (i % 10)}` }),
  (i) => ({ text: `pay_${1_000_000_000 + i}` }),
  () => ({}),
  () => ({ state: 'credited' }),
  () => ({ state: 'held' }),
  () => ({ state: 'refused' }),
  () => ({ gatewayId: 'paypal' }),
  () => ({ gatewayId: 'nobody' }),
  () => ({ priceMinor: 2500, by: 'paid' }),
  () => ({ state: 'expired', since: '2025-11-01T00:00:00.000Z', until: '2025-11-08T00:00:00.000Z' }),
  (i) => ({ turn: { to: 'older', from: { at: '2025-11-15T12:00:00.000Z', id: `ord_${1_000_000_000 + i}` } } }),
]
