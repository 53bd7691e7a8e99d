import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backUp, type Counts } from '../backup/back-up.ts'
import { restore } from '../backup/restore.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { checkBooks } from '../finance/check-books/check-books.ts'
import { appendHead, type HeadKeeping } from '../finance/signed-heads.ts'
import { systemClock } from '../kit/clock.ts'
import { BadInput, readText } from './support-gateway.ts'

export type BackupOptions = { keyFile?: string }

const shortestPassphrase = 16

/** Undefined where none is wanted. Throws BadInput for a file that cannot be read, or holds too little. */
function passphraseOf({ keyFile }: BackupOptions): string | undefined {
  if (keyFile === undefined) return undefined
  const text = readText(keyFile).trim()
  if (text.length < shortestPassphrase)
    throw new BadInput(`${keyFile}: needs at least ${shortestPassphrase} characters`)
  return text
}

const say = (counts: Counts): string => {
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return `${rows} rows of ${Object.keys(counts).length} tables`
}

/** Writes a back-up while the program works, and reads it again before it counts. */
export async function backupCommand(database: Database, file: string, options: BackupOptions): Promise<number> {
  const counts = await backUp(database, file, passphraseOf(options))
  console.log(`${file}: ${say(counts)}, read again and whole.`)
  return 0
}

/** Puts a back-up into an empty database, says so in the file of heads, and says what follows. */
export async function restoreCommand(
  database: Database,
  file: string,
  options: BackupOptions,
  heads: HeadKeeping,
): Promise<number> {
  const counts = await restore(database, file, passphraseOf(options))
  await appendHead(database, heads)
  const problems = await sayBooks(database)
  console.log(
    `${say(counts)} restored. Start the program: it asks the providers what became of the payments of that time and ` +
      'compares their lists; what they know and these books do not stands at the desk, under reconciliation.',
  )
  return problems
}

/** Proves a back-up: restored in a scratch folder, its books are checked, and the folder is removed. */
export async function backupDrillCommand(file: string, options: BackupOptions): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'obole-drill-'))
  const scratch = openDatabase({ dataDir }, systemClock, 'command')
  try {
    const counts = await restore(scratch, file, passphraseOf(options))
    console.log(`${file}: ${say(counts)}.`)
    return await sayBooks(scratch)
  } finally {
    await scratch.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function sayBooks(database: Database): Promise<number> {
  const { problems } = await database.snapshot(checkBooks)
  for (const problem of problems) console.log(`WRONG  ${problem}`)
  console.log(`check-books: ${problems.length} problems`)
  return problems.length === 0 ? 0 : 1
}
