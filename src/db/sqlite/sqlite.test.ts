import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshPlace } from '../../../test/support/databases.ts'
import { handClock } from '../../kit/clock.ts'
import { openDatabase } from '../database.ts'

async function openTwice() {
  const place = await freshPlace('sqlite')
  const open = () => openDatabase(place, handClock('2026-11-24T10:00:00.000Z'))
  const [ours, other] = [open(), open()]
  await sql`create table counter (series text primary key, value integer not null) strict`.execute(ours.db)
  await sql`insert into counter (series, value) values ('a', 1)`.execute(ours.db)
  const close = async () => {
    await Promise.all([ours.close(), other.close()])
    await place.remove()
  }
  return { ours, other, close }
}

test('a statement that is kept names its columns rightly after another process has added one', async () => {
  const { ours, other, close } = await openTwice()
  const read = () =>
    ours.db
      .selectFrom('counter')
      .selectAll('counter')
      .select(sql<string>`'end'`.as('lastOfAll'))
      .executeTakeFirstOrThrow()
  assert.deepEqual(await read(), { series: 'a', value: 1, lastOfAll: 'end' })
  await sql`alter table counter add column changed_by text`.execute(other.db)
  assert.deepEqual(await read(), { series: 'a', value: 1, changedBy: null, lastOfAll: 'end' })
  await close()
})

test('a limit stands in the text as a figure, where it costs no planning at each run', async () => {
  const { ours, close } = await openTwice()
  const { sql: text, parameters } = ours.db.selectFrom('counter').select('value').limit(1).compile()
  assert.equal(text, 'select "value" from "counter" limit 1')
  assert.deepEqual(parameters, [])
  await close()
})
