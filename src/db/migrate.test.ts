import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { engines, freshPlace } from '../../test/support/databases.ts'
import { handClock } from '../kit/clock.ts'
import { openDatabase } from './database.ts'
import { migrate, NewerDatabase, pendingMigrations, tablesInOrder } from './migrate.ts'

for (const { engine, skip } of engines) {
  describe(`migrations on ${engine}`, { skip }, () => {
    test('an older program refuses a newer database, and says what to do', async () => {
      const place = await freshPlace(engine)
      const database = openDatabase(place, handClock('2026-11-24T09:00:00.000Z'))
      await migrate(database)
      await sql`insert into migration (name, sha256, applied_at) values ('9999-tomorrow.sql', 'x', 'x')`.execute(
        database.db,
      )
      const says = (error: unknown) =>
        error instanceof NewerDatabase && /newer Obole.*9999-tomorrow\.sql/.test(error.message)
      await assert.rejects(migrate(database), says)
      await assert.rejects(pendingMigrations(database), says)
      await database.close()
      await place.remove()
    })

    test('the tables that a back-up copies are those of a prepared database, whatever was renamed on the way', async () => {
      const place = await freshPlace(engine)
      const database = openDatabase(place, handClock('2026-11-24T09:00:00.000Z'))
      await migrate(database)
      const { rows } =
        engine === 'sqlite'
          ? await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(database.db)
          : await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(
              database.db,
            )
      const there = rows.map(({ name }) => name).filter((name) => !name.startsWith('sqlite_'))
      assert.deepEqual([...tablesInOrder(), 'migration', 'lease'].sort(), there.sort())
      await database.close()
      await place.remove()
    })
  })
}
