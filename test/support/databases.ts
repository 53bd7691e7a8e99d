import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { newToken } from '../../src/kit/id.ts'

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

/** A fresh, empty database: a folder for SQLite, a database of the test server for PostgreSQL. */
export async function freshPlace(engine: Place['engine']): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'obole-test-'))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (engine === 'sqlite') return { engine, dataDir, remove: async () => removeFolder() }
  const server = serverUrl()
  if (!server) throw new Error('DATABASE_URL_TEST is not set')
  const name = `obole_${newToken(80)}`
  await onServer(`create database ${name} template template0`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    engine,
    dataDir,
    databaseUrl: url.href,
    async remove() {
      removeFolder()
      await onServer(`drop database if exists ${name} with (force)`)
    },
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  await client.query(statement)
  await client.end()
}
