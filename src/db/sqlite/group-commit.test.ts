import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshPlace } from '../../../test/support/databases.ts'
import { handClock } from '../../kit/clock.ts'
import { openDatabase, RunAgain, type Tx } from '../database.ts'

const start = '2026-11-24T10:00:00.000Z'

/** A database with a table of numbers, and a second connection that sees only what is committed. */
async function openTwice() {
  const place = await freshPlace('sqlite')
  const [ours, other] = [openDatabase(place, handClock(start)), openDatabase(place, handClock(start))]
  await sql`create table number (n integer primary key, of integer references number (n)
    deferrable initially deferred) strict`.execute(ours.db)
  const numbers = async () => {
    const { rows } = await sql<{ n: number }>`select n from number order by n`.execute(other.db)
    return rows.map(({ n }) => n)
  }
  const close = async () => {
    await Promise.all([ours.close(), other.close()])
    await place.remove()
  }
  return { ours, numbers, close }
}

const add =
  (n: number, of: number | null = null) =>
  (tx: Tx) =>
    sql`insert into number values (${n}, ${of})`.execute(tx)

test('transactions of one turn are on the disk before any of them is answered', async () => {
  const { ours, numbers, close } = await openTwice()
  const seen = await Promise.all([1, 2, 3].map((n) => ours.transact(add(n)).then(numbers)))
  assert.deepEqual(seen, [
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3],
  ])
  await close()
})

test('one that throws takes nothing with it and leaves nothing behind', async () => {
  const { ours, numbers, close } = await openTwice()
  const failing = async (tx: Tx) => {
    await add(2)(tx)
    throw new Error('no')
  }
  const outcomes = await Promise.allSettled([ours.transact(add(1)), ours.transact(failing), ours.transact(add(3))])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(await numbers(), [1, 3])
  await close()
})

test('a group that cannot be committed is taken one by one, and only the culprit fails', async () => {
  const { ours, numbers, close } = await openTwice()
  const orphan = add(2, 99)
  const outcomes = await Promise.allSettled([ours.transact(add(1)), ours.transact(orphan), ours.transact(add(3))])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(await numbers(), [1, 3])
  await close()
})

test('one that the database ended with its whole transaction does not leave its neighbours half written', async () => {
  const { ours, numbers, close } = await openTwice()
  const ended = async (tx: Tx) => {
    await add(2)(tx)
    await sql`insert or rollback into number values (2, null)`.execute(tx)
  }
  const outcomes = await Promise.allSettled([ours.transact(add(1)), ours.transact(ended), ours.transact(add(3))])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(await numbers(), [1, 3])
  await close()
})

test('who asks to run again runs again, and its neighbours do not', async () => {
  const { ours, numbers, close } = await openTwice()
  const runs = { first: 0, second: 0 }
  await Promise.all([
    ours.transact(async (tx) => {
      runs.first += 1
      await add(1)(tx)
      if (runs.first === 1) throw new RunAgain()
    }),
    ours.transact(async (tx) => {
      runs.second += 1
      await add(2)(tx)
    }),
  ])
  assert.deepEqual(runs, { first: 2, second: 1 })
  assert.deepEqual(await numbers(), [1, 2])
  await close()
})
