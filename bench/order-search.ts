import { nowOf } from '../src/kit/clock.ts'
import { asLines } from '../src/payments/order-rows.ts'
import { type OrderFilter, searchOrders, type Turn } from '../src/payments/search-orders.ts'
import { readDailyTakings } from '../src/web/desk/figures-query.ts'
import { createWorld, type World } from '../test/support/world.ts'
import type { Figure } from './bench.ts'
import { fillOrders, numberOf, personOf } from './many-orders.ts'

type Say = (figure: Figure) => void
type Question = Partial<OrderFilter> & { turn?: Turn }

const [few, many] = [10_000, 1_000_000]
const rounds = 20

/** The desk's search in books of ten thousand and of a million orders: a mix of what people paste and filter. */
export async function measureOrderSearch(say: Say, withPostgres: boolean): Promise<void> {
  for (const engine of withPostgres ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)) {
    const world = await createWorld({ engine, start: '2026-12-31T12:00:00.000Z' })
    await fillOrders(world, { from: 0, until: few })
    const young = await timesOf(world, few)
    await fillOrders(world, { from: few, until: many })
    const old = await timesOf(world, many)
    const met = old.p95 <= 100
    say({ what: `order search, ${engine}, 10 000 orders, p95`, value: young.p95, unit: 'ms' })
    say({ what: `order search, ${engine}, 1 000 000 orders, p95`, value: old.p95, unit: 'ms', aim: '≤ 100', met })
    const growth = old.mean / young.mean
    say({ what: '  cost of growth, mean', value: growth, unit: '×', aim: '≤ 2', met: growth <= 2 })
    say({ what: '  the slowest kind of question, mean', value: old.slowest, unit: 'ms' })
    say({ what: '  thirty days of figures', value: await timeOf(() => readFigures(world)), unit: 'ms' })
    await world.end()
  }
}

const readFigures = (world: World) => readDailyTakings(world.db, nowOf(world.clock), 'Europe/Paris')

async function timesOf(world: World, count: number): Promise<{ p95: number; mean: number; slowest: number }> {
  const times: number[] = []
  const means: number[] = []
  for (const question of questions) {
    const own: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const asked = question(Math.floor(((round * 2 + 1) * count) / (rounds * 2)))
      own.push(await timeOf(() => answer(world, asked)))
    }
    times.push(...own)
    means.push(own.reduce((a, b) => a + b, 0) / rounds)
  }
  times.sort((a, b) => a - b)
  const mean = times.reduce((a, b) => a + b, 0) / times.length
  return { p95: times[Math.floor(times.length * 0.95)] ?? 0, mean, slowest: Math.max(...means) }
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
