import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import pg from 'pg'
import { newToken } from '../../src/kit/id.ts'
import { runFolder } from './run-folder.ts'

export type Place = {
  engine: 'sqlite' | 'postgres'
  dataDir: string
  databaseUrl?: string
  remove: () => Promise<void>
}

const serverUrl = (): string | undefined => process.env.DATABASE_URL_TEST

/** Why PostgreSQL tests cannot run, or nothing. Where CI=true they must. */
export const noPostgres: string | false =
  serverUrl() || process.env.CI === 'true' ? false : 'PostgreSQL is not here: run through npm test'

export const engines = [
  { engine: 'sqlite' as const, skip: false as string | false },
  { engine: 'postgres' as const, skip: noPostgres },
]

/** A fresh database, in a folder of SQLite or on the test server of PostgreSQL: empty, or a copy of `template`. */
export async function freshPlace(engine: Place['engine'], template?: Place): Promise<Place> {
  const dataDir = mkdtempSync(join(runFolder(), 'obole-test-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') {
    if (template) cpSync(template.dataDir, dataDir, { recursive: true })
    return { engine, dataDir, remove: async () => removeFolder() }
  }
  const name = `obole_${newToken(80)}`
  await createDatabase(name, template && databaseOf(template))
  return {
    engine,
    dataDir,
    databaseUrl: urlOf(name),
    async remove() {
      removeFolder()
      await onServer(`drop database if exists ${name} with (force)`)
    },
  }
}

/**
 * The one place of this run with that name: made by `fill` where no process has made it yet, for `freshPlace` to copy.
 * It is kept beside the test server, or in the folder of this run, and goes with them.
 */
export async function templatePlace(
  engine: Place['engine'],
  name: string,
  fill: (place: Place) => Promise<void>,
): Promise<Place> {
  const run = runFolder()
  const folder = join(run, `${engine}-${name}`)
  const kept: Place = { engine, dataDir: folder, remove: async () => {} }
  if (engine === 'postgres') kept.databaseUrl = urlOf(`${basename(run)}_${name}`)
  if (existsSync(folder)) return kept
  const place = await freshPlace(engine)
  await fill(place)
  // Two processes may have made one each: the second to come takes the first one's.
  try {
    if (engine === 'postgres') await onServer(`alter database ${databaseOf(place)} rename to ${databaseOf(kept)}`)
    renameSync(place.dataDir, folder)
  } catch {
    await place.remove()
  }
  return kept
}

function urlOf(database: string): string {
  const server = serverUrl()
  if (!server) throw new Error('DATABASE_URL_TEST is not set')
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

const databaseOf = ({ databaseUrl = '' }: Place): string => new URL(databaseUrl).pathname.slice(1)

const createDatabase = (name: string, template = 'template0'): Promise<void> =>
  onServer(`create database ${name} template ${template}`)

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
