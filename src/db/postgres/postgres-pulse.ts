import { createRequire } from 'node:module'
import type Pg from 'pg'

const answerMs = 1_500

/**
 * Whether the server is at work on what `client` asked, told by a connection of its own. One that does not answer in
 * time is not; nor is a session that the server still holds for idle, although a statement was sent to it.
 */
export async function isWorking(config: Pg.ClientConfig, client: object): Promise<boolean> {
  const { processID } = client as { processID?: number }
  try {
    const { rows } = await askApart(config, 'select state from pg_stat_activity where pid = $1', [processID ?? 0])
    // Behind a pooler the number is not the server's own: then all that is known is that the server answers.
    return rows.length === 0 || rows[0].state === 'active'
  } catch {
    return false
  }
}

/** One statement on a connection of its own, outside any pool. Throws when no answer came within 1.5 seconds. */
export async function askApart(config: Pg.ClientConfig, text: string, values: unknown[]): Promise<Pg.QueryResult> {
  const pg = createRequire(import.meta.url)('pg') as typeof Pg
  const client = new pg.Client({ ...config, connectionTimeoutMillis: answerMs })
  client.on('error', () => {})
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  const late = setTimeout(() => connection.stream.destroy(), answerMs)
  try {
    await client.connect()
    return await client.query(text, values)
  } finally {
    clearTimeout(late)
    connection.stream.destroy()
  }
}
