import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshPlace } from '../../../test/support/databases.ts'
import { lockFile } from '../../../test/support/file-lock.ts'
import { systemClock } from '../../kit/clock.ts'
import { openDatabase, type Tx } from '../database.ts'
import { migrate } from '../migrate.ts'
import { DatabaseUnavailable } from '../unavailable.ts'

const isUnavailable = (error: unknown) => error instanceof DatabaseUnavailable

async function openHere() {
  const place = await freshPlace('sqlite')
  const database = openDatabase(place, systemClock)
  await migrate(database)
  await sql`create table number (n integer primary key) strict`.execute(database.db)
  const close = async () => {
    await database.close()
    await place.remove()
  }
  return { database, place, close }
}

const add = (n: number) => (tx: Tx) => sql`insert into number values (${n})`.execute(tx)

/** The longest time for which nothing else could run while `act` did. */
async function longestBlock(act: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = performance.now()
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 10)
  await act()
  clearInterval(beat)
  return longest
}

test('a lock held by another program blocks nothing but the writers, and they carry on behind it', async () => {
  const { database, place, close } = await openHere()
  const lock = lockFile(place.dataDir)
  const writing = [1, 2, 3].map((n) => database.transact(add(n)))
  const alone = sql`insert into number values (4)`.execute(database.db)
  const blocked = await longestBlock(async () => {
    for (let round = 0; round < 20; round += 1) {
      const { rows } = await sql`select n from number`.execute(database.db)
      assert.deepEqual(rows, [])
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })
  assert.ok(blocked < 1_000, `blocked for ${Math.round(blocked)} ms`)
  lock.free()
  await Promise.all([...writing, alone])
  const { rows } = await sql`select count(*) as n from number`.execute(database.db)
  assert.deepEqual(rows, [{ n: 4 }])
  await close()
})

test('a lock that does not end is given up in seconds, by all who waited, and nothing of theirs is there', async () => {
  const { database, place, close } = await openHere()
  const lock = lockFile(place.dataDir)
  const begun = performance.now()
  const waiting = Array.from({ length: 300 }, (_, n) => database.transact(add(n)))
  const settled = await Promise.allSettled(waiting)
  assert.ok(settled.every((each) => each.status === 'rejected' && isUnavailable(each.reason)))
  assert.ok(performance.now() - begun < 12_000)
  assert.equal(await database.isReady(), false)
  lock.free()
  await database.transact(add(1_000))
  const { rows } = await sql`select n from number`.execute(database.db)
  assert.deepEqual(rows, [{ n: 1_000 }])
  await close()
})

test('a database that another program holds for itself alone is opened as soon as it is free', async () => {
  const { database, place, close } = await openHere()
  await database.close()
  const lock = lockFile(place.dataDir, 'exclusive')
  const again = openDatabase(place, systemClock)
  const reading = sql`select n from number`.execute(again.db)
  setTimeout(() => lock.free(), 300)
  assert.deepEqual((await reading).rows, [])
  await again.close()
  await close().catch(() => {})
  await place.remove()
})
