import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createWorld } from '../../test/support/world.ts'
import { exported, exportPerson } from './person-export.ts'

test('a column that is added to a table stays at home until it is named', async () => {
  const world = await createWorld()
  try {
    for (const table of ['person', 'orders', 'web_session', 'receipt', 'usage_entry'])
      await sql.raw(`alter table ${table} add column whisper text default 'secret'`).execute(world.db)
    const { id } = await world.person('v.delautre@cartadis.com')
    const data = await exportPerson(world.db, id)
    assert.doesNotMatch(JSON.stringify(data), /whisper|passwordHash|totp|recovery|Key"|tokenHash/)
    assert.deepEqual(Object.keys(data.person as object).sort(), [...exported.person].sort())
    assert.ok((data.history as unknown[]).length > 0 && (data.usage as unknown[]).length > 0)
  } finally {
    await world.end()
  }
})
