import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import type { Config } from '../../src/config.ts'
import { openDatabase } from '../../src/db/database.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { freshPlace, type Place } from '../support/databases.ts'
import { runsTypeScript } from '../support/process.ts'

const root = join(import.meta.dirname, '..', '..')

/**
 * Rounds of: settle under load, kill -9 at a random instant, open again, check. What was acknowledged must be there
 * entirely; what was not is there entirely or not at all. Returns how many settlements were acknowledged.
 * kill -9 leaves the page cache in place: this says nothing about a power cut.
 */
export async function crashRounds(rounds: number): Promise<{ acknowledged: number; rounds: number }> {
  const place = await freshPlace('sqlite')
  let acknowledged = 0
  try {
    for (let round = 0; round < rounds; round += 1) {
      const ids = await loadUntilKilled(place, 30 + Math.floor(Math.random() * 400))
      acknowledged += ids.length
      await inspect(place, ids, round)
    }
    return { acknowledged, rounds }
  } finally {
    await place.remove()
  }
}

function loadUntilKilled(place: Place, killAfterMs: number): Promise<string[]> {
  const config: Config = {
    mode: 'demo',
    host: '127.0.0.1',
    port: 1,
    publicUrl: 'http://127.0.0.1:1',
    dataDir: place.dataDir,
    databaseUrl: undefined,
    smtpUrl: undefined,
    headsFile: join(place.dataDir, 'heads.jsonl'),
    headsSecret: 'a key for heads alone, long enough here',
    mailReplyTo: undefined,
    auditMail: undefined,
    secretKey: 'a key of the crash tests, long enough',
    mailFrom: 'a@example.org',
    logLevel: 'silent',
    timeZone: 'Europe/Paris',
    orderNumberPattern: '{number}',
    trustProxy: false,
    draftLanguages: false,
    demoDays: 0,
    withdrawal: { offered: true, days: 14, chargesUse: true },
    gatewaySettings: {},
  }
  const args = [...runsTypeScript, join(import.meta.dirname, 'crash-child.ts'), JSON.stringify(config)]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    let errors = ''
    child.stdout.on('data', (part: Buffer) => {
      // The clock of the kill starts when the load does, so that no round dies before it began.
      if (text === '') setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      text += part.toString()
    })
    child.stderr.on('data', (part: Buffer) => {
      errors += part.toString()
    })
    child.on('exit', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the child ended by itself: ${errors}`))
      // A line that was cut is an id that was not acknowledged.
      const lines = text.slice(0, text.lastIndexOf('\n')).split('\n')
      resolve(lines.filter((line) => line.startsWith('ord_')))
    })
  })
}

async function inspect(place: Place, ids: readonly string[], round: number): Promise<void> {
  const database = openDatabase(place, systemClock)
  try {
    const { rows } = await sql<{ integrityCheck: string }>`pragma integrity_check`.execute(database.db)
    assert.equal(rows[0]?.integrityCheck, 'ok', `round ${round}`)
    for (let start = 0; start < ids.length; start += 500) {
      const some = ids.slice(start, start + 500)
      const found = await database.db
        .selectFrom('orders')
        .select('id')
        .where('id', 'in', some)
        .where('status', '=', 'fulfilled')
        .execute()
      assert.equal(found.length, some.length, `round ${round}: an acknowledged settlement is missing`)
    }
    assert.deepEqual((await checkBooks(database.db)).problems, [], `round ${round}`)
  } finally {
    await database.close()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { acknowledged, rounds } = await crashRounds(Number(process.argv[2] ?? 200))
  console.log(`${rounds} kills, ${acknowledged} settlements acknowledged, none lost, none doubled`)
}
