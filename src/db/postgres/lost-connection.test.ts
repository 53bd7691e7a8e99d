import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { freshPlace, noPostgres } from '../../../test/support/databases.ts'
import { startTcpProxy, type Verdict } from '../../../test/support/tcp-proxy.ts'
import { systemClock } from '../../kit/clock.ts'
import { type Database, openDatabase, type Tx } from '../database.ts'
import { DatabaseUnavailable } from '../unavailable.ts'

const skip = { skip: noPostgres }

/** A table of numbers on a PostgreSQL that is reached through a network whose faults are switched by hand. */
async function openThroughProxy() {
  const place = await freshPlace('postgres')
  const url = new URL(place.databaseUrl ?? '')
  const proxy = await startTcpProxy({ port: Number(url.port) })
  url.port = String(proxy.port)
  const ours = openDatabase({ ...place, databaseUrl: url.href }, systemClock)
  const direct = new pg.Client({ connectionString: place.databaseUrl })
  await direct.connect()
  await direct.query('create table number (n bigint not null)')
  await direct.query('create table lease (name text primary key, holder text not null, until text not null)')
  const numbers = async () => (await direct.query('select n::int from number order by n')).rows.map(({ n }) => n)
  const endSessions = () =>
    direct.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
  const close = async () => {
    proxy.fault = 'none'
    await ours.close()
    await direct.end()
    await proxy.stop()
    await place.remove()
  }
  return { ours, proxy, numbers, endSessions, direct, close }
}

const add = (n: number) => (tx: Tx) => sql`insert into number values (${n})`.execute(tx)
const readOne = (database: Database) => sql`select 1`.execute(database.db)
const isUnavailable = (error: unknown) => error instanceof DatabaseUnavailable

test('connections that the server ends under load cost nobody an answer, and no transaction', skip, async () => {
  const { ours, numbers, endSessions, close } = await openThroughProxy()
  const slowly = (n: number) => async (tx: Tx) => {
    await add(n)(tx)
    await sql`select pg_sleep(0.005)`.execute(tx)
  }
  const written: number[] = []
  for (let kills = 0; kills < 6; kills += 1) {
    const wanted = Array.from({ length: 30 }, (_, n) => 100 * kills + n)
    const load = Promise.all(wanted.flatMap((n) => [ours.transact(slowly(n)), readOne(ours)]))
    await new Promise((resolve) => setTimeout(resolve, 20))
    await endSessions()
    await load
    written.push(...wanted)
  }
  assert.deepEqual(await numbers(), written)
  await close()
})

for (const [verdict, applied] of [
  ['cut', 'did not reach the server'],
  ['pass_then_cut', 'was applied by the server'],
] as const) {
  test(`a commit that ${applied} before the connection was cut ends as one transaction [case 57]`, skip, async () => {
    const { ours, proxy, numbers, close } = await openThroughProxy()
    let runs = 0
    let cuts = 0
    proxy.judge = (piece): Verdict => {
      if (cuts > 0 || !piece.includes('commit')) return 'pass'
      cuts += 1
      return verdict
    }
    const answer = await ours.transact(async (tx) => {
      runs += 1
      await add(1)(tx)
      return `run ${runs}`
    })
    assert.equal(cuts, 1)
    assert.deepEqual(await numbers(), [1])
    assert.equal(answer, verdict === 'cut' ? 'run 2' : 'run 1')
    await close()
  })
}

test('a server that answers nothing is given up within seconds, and used again when it answers', skip, async () => {
  const { ours, proxy, numbers, close } = await openThroughProxy()
  await ours.transact(add(1))
  proxy.fault = 'black_hole'
  const begun = performance.now()
  await assert.rejects(readOne(ours), isUnavailable)
  await assert.rejects(readOne(ours), isUnavailable)
  assert.equal(await ours.isReady(), false)
  assert.ok(performance.now() - begun < 15_000)
  proxy.fault = 'none'
  await ours.transact(add(2))
  assert.deepEqual(await numbers(), [1, 2])
  await close()
})

test(
  'a process that froze in a transaction keeps its locks for seconds only, and loses it when it wakes',
  skip,
  async () => {
    const { ours, direct, close } = await openThroughProxy()
    await ours.transact(add(1))
    const grow = (by: number) => (tx: Tx) => sql`update number set n = n + ${by}`.execute(tx)
    let runs = 0
    // What an act that awaits nothing of ours looks like from the server: a transaction that says nothing more.
    const frozen = ours.transact(async (tx) => {
      runs += 1
      await grow(10)(tx)
      if (runs === 1) await new Promise((resolve) => setTimeout(resolve, 7_000))
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const begun = performance.now()
    await ours.transact(grow(100))
    assert.ok(performance.now() - begun < 7_000, 'the others waited for the frozen one')
    await frozen
    assert.deepEqual((await direct.query('select n::int from number')).rows, [{ n: 111 }])
    await close()
  },
)

test('while all connections are taken others are refused in seconds, and readiness still answers', skip, async () => {
  const { ours, close } = await openThroughProxy()
  await readOne(ours)
  const asleep = Array.from({ length: 10 }, () => sql`select pg_sleep(6)`.execute(ours.db))
  const begun = performance.now()
  await assert.rejects(readOne(ours), isUnavailable)
  assert.ok(performance.now() - begun < 5_000)
  assert.equal(await ours.isReady(), true)
  const many = await Promise.allSettled(Array.from({ length: 600 }, () => readOne(ours)))
  assert.ok(many.some((each) => each.status === 'rejected' && /too many/.test(String(each.reason))))
  await Promise.all(asleep)
  await readOne(ours)
  await close()
})
