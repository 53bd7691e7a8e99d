import pg from 'pg'
import { DAY } from '../src/kit/clock.ts'
import { walkEverything } from '../test/queries/walk-everything.ts'
import { createWorld, type World } from '../test/support/world.ts'
import type { Figure } from './bench.ts'
import { prepareOrders } from './many-orders.ts'
import { scansIn } from './postgres-plans.ts'
import { type Timed, timeStatements } from './timed-statements.ts'

type Say = (figure: Figure) => void

const total = Number(process.env.OBOLE_BENCH_ORDERS ?? 1_000_000)
const shown = 8
const aimMs = 100

/**
 * Every page and every job in books of a million orders, with all that they leave behind: which take longest, and by
 * which statements. On PostgreSQL each statement is explained too, and what is read from end to end is told.
 */
export async function measureQueries(say: Say, withPostgres: boolean): Promise<void> {
  for (const engine of withPostgres ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)) {
    // Three years ago: closings begin with the first transfer.
    const world = await createWorld({ engine, start: '2023-12-31T12:00:00.000Z' })
    await (await prepareOrders(world, total, { all: true }))()
    world.clock.move(1_096 * DAY)
    await world.app.worker.runNow()
    await walk(world, say)
    await world.end()
  }
}

async function walk(world: World, say: Say): Promise<void> {
  const { engine } = world.place
  const longest = new Map<string, Timed & { step: string }>()
  for await (const { name: step, act } of walkEverything(world))
    for (const each of await timeStatements(engine, act))
      if (each.ms >= (longest.get(each.sql)?.ms ?? 0)) longest.set(each.sql, { ...each, step })
  const statements = [...longest.values()]
  const isQuestion = ({ sql }: Timed) => !/^(begin|commit)/.test(sql)
  const slowest = statements.filter(isQuestion).sort((a, b) => b.ms - a.ms)
  const [most] = slowest
  if (!most) throw new Error('nothing was asked')
  const what = `the longest of ${statements.length} statements of pages and jobs, ${engine}, ${total} orders`
  say({ what, value: most.ms, unit: 'ms', aim: `≤ ${aimMs}`, met: most.ms <= aimMs })
  for (const { step, sql, ms } of slowest.slice(0, shown))
    say({ what: `  ${step}: ${oneLine(sql, 70)}`, value: ms, unit: 'ms' })
  if (engine === 'postgres') await explain(world, statements, say)
}

const oneLine = (sql: string, length: number): string => sql.replace(/\s+/g, ' ').trim().slice(0, length)

async function explain(world: World, statements: readonly Timed[], say: Say): Promise<void> {
  const client = new pg.Client({ connectionString: world.place.databaseUrl })
  await client.connect()
  let read = 0
  for (const statement of statements) {
    for (const { table, rows } of await scansIn(client, statement)) {
      read += 1
      say({
        what: `  reads ${table} whole: ${oneLine(statement.sql, 70)}`,
        value: rows,
        unit: 'rows',
      })
    }
  }
  say({ what: 'statements of pages and jobs explained, postgres', value: statements.length, unit: '' })
  say({ what: '  that read a large table whole', value: read, unit: '', aim: '0', met: read === 0 })
  await client.end()
}
