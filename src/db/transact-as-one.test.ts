import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines, freshPlace } from '../../test/support/databases.ts'
import { HOUR, handClock, nowOf } from '../kit/clock.ts'
import { nextNumbers } from '../ledger/counter.ts'
import { openDatabase, type Tx } from './database.ts'
import { migrate } from './migrate.ts'
import { transactAsOne } from './transact-as-one.ts'

const start = '2026-11-24T10:00:00.000Z'

for (const { engine, skip } of engines) {
  describe(`transactions that are parts of one, on ${engine}`, { skip }, () => {
    const open = async () => {
      const place = await freshPlace(engine)
      const clock = handClock(start)
      const database = openDatabase(place, clock)
      await migrate(database)
      const close = async () => {
        await database.close()
        await place.remove()
      }
      return { database, clock, close }
    }
    const mark = (name: string) => (tx: Tx) => tx.insertInto('site').values({ name, value: tx.now }).execute()
    const takeNumber = (tx: Tx) => nextNumbers(tx, { series: 'order:demo', count: 1 })

    test('each happens at its own instant and leaves evidence; one within another leaves it with that one', async () => {
      const { database, clock, close } = await open()
      await transactAsOne(database, clock, async (whole) => {
        await whole.transact(mark('first'))
        await whole.transact(takeNumber)
        clock.move(HOUR)
        await whole.transact(async (tx) => {
          await whole.transact(takeNumber)
          await whole.transact(takeNumber)
          await mark('second')(tx)
        })
        assert.equal(await whole.snapshot(async (db) => (await marksIn(db)).length), 2, 'it reads what it wrote')
      })
      assert.deepEqual(await marksIn(database.db), [
        { name: 'first', value: start },
        { name: 'second', value: nowOf(clock) },
      ])
      const links = await database.db.selectFrom('evidence').select(['seq', 'at']).orderBy('seq').execute()
      assert.deepEqual(links, [
        { seq: 1, at: start },
        { seq: 2, at: nowOf(clock) },
      ])
      await close()
    })

    test('a part that throws, or that is taken back, ends the whole, and nothing of it is there', async () => {
      const { database, clock, close } = await open()
      const fails = async () => {
        throw new Error('no')
      }
      for (const end of [fails, mark('third')]) {
        const whole = transactAsOne(database, clock, async (one) => {
          await one.transact(mark('first'))
          await one.transact(takeNumber)
          await one.transact(end as (tx: Tx) => Promise<unknown>, () => false)
        })
        await assert.rejects(whole, /no|taken back/)
      }
      assert.deepEqual(await marksIn(database.db), [])
      assert.deepEqual(await database.db.selectFrom('evidence').selectAll().execute(), [])
      await close()
    })
  })
}

const marksIn = (db: Pick<Tx, 'selectFrom'>) =>
  db.selectFrom('site').selectAll().where('name', 'in', ['first', 'second', 'third']).orderBy('name').execute()
