import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { freshPlace, noPostgres, type Place } from '../../../test/support/databases.ts'
import { systemClock } from '../../kit/clock.ts'
import { type Database, openDatabase } from '../database.ts'
import { createPreparedStatements } from './prepared-statements.ts'

describe('statements that a PostgreSQL server prepares', { skip: noPostgres }, () => {
  let place: Place
  let ours: Database
  let direct: pg.Client
  before(async () => {
    place = await freshPlace('postgres')
    ours = openDatabase(place, systemClock)
    direct = new pg.Client({ connectionString: place.databaseUrl })
    await direct.connect()
    await direct.query('create table thing (id text primary key, n bigint not null)')
    await direct.query(`insert into thing values ('a', 1), ('b', 2), ('c', 3)`)
  })
  after(async () => {
    await direct?.end()
    await ours?.close()
    await place?.remove()
  })

  type Thing = { id: string; n: number }
  const read = async (db: unknown, ids: string[]) =>
    (db as Kysely<{ thing: Thing }>).selectFrom('thing').selectAll().where('id', 'in', ids).orderBy('id').execute()
  const idsOf = (rows: Thing[]) => rows.map(({ id }) => id).join('')

  test('lists of any length, and of nothing, are one text', async () => {
    assert.equal(idsOf(await read(ours.db, ['a'])), 'a')
    assert.equal(idsOf(await read(ours.db, ['c', 'a'])), 'ac')
    assert.equal(idsOf(await read(ours.db, [])), '')
    const without = (ours.db as unknown as Kysely<{ thing: Thing }>).selectFrom('thing').selectAll()
    assert.equal(idsOf(await without.where('id', 'not in', ['b']).orderBy('id').execute()), 'ac')
  })

  test('a column that another node adds meanwhile costs nobody an answer, within a transaction or without', async () => {
    for (let times = 0; times < 4; times += 1) await read(ours.db, ['a'])
    const prepared = () =>
      ours.transact((tx) => sql<{ n: number }>`select count(*) as n from pg_prepared_statements`.execute(tx))
    assert.ok(((await prepared()).rows[0]?.n ?? 0) > 0, 'the server keeps some under a name')
    await direct.query('alter table thing add column more text')
    assert.deepEqual(await read(ours.db, ['a']), [{ id: 'a', n: 1, more: null }])
    for (let times = 0; times < 4; times += 1) await read(ours.db, ['a'])
    await direct.query('alter table thing add column yet_more text')
    const inside = await ours.transact(async (tx) => {
      await sql`insert into thing values (${'d'}, ${4}) on conflict do nothing`.execute(tx)
      return read(tx, ['d'])
    })
    assert.deepEqual(inside, [{ id: 'd', n: 4, more: null, yetMore: null }])
  })
})

test('a text is prepared from its second time on, and its names are given anew when a table has changed', () => {
  const prepared = createPreparedStatements()
  assert.equal(prepared.nameOf('select $1'), undefined)
  const name = prepared.nameOf('select $1')
  assert.ok(name)
  assert.equal(prepared.nameOf('select $1'), name)
  assert.equal(prepared.nameOf('select $2'), undefined)
  prepared.renew()
  assert.equal(prepared.nameOf('select $1'), undefined)
  assert.notEqual(prepared.nameOf('select $1'), name)
})
