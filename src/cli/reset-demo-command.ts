import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { isAlone } from '../db/sqlite/sqlite.ts'
import { DatabaseUnavailable } from '../db/unavailable.ts'
import { systemClock } from '../kit/clock.ts'

/** Deletes the embedded database of a demonstration, after asking it what it is. */
export async function resetDemoCommand(config: Config): Promise<number> {
  if (config.databaseUrl) {
    console.log('The demonstration runs on PostgreSQL: drop and create that database yourself.')
    return 1
  }
  const file = join(config.dataDir, 'obole.sqlite')
  if (existsSync(file) && !(await isDemo(config))) {
    console.log(`${file} is not a demonstration: nothing was deleted.`)
    return 1
  }
  if (existsSync(file) && !isAlone(config.dataDir)) {
    console.log(`${file} is in use: stop the server first. Nothing was deleted.`)
    return 1
  }
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  console.log('The demonstration starts over with the next npm start.')
  return 0
}

async function isDemo(config: Config): Promise<boolean> {
  const database = openDatabase(config, systemClock)
  try {
    const row = await database.db.selectFrom('site').select('value').where('name', '=', 'mode').executeTakeFirst()
    return row === undefined || row.value === 'demo'
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error
    return true // Not even a table: there is nothing that could be lost.
  } finally {
    await database.close()
  }
}
