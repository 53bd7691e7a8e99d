import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const enoughBytes = 1024 ** 3

/**
 * A folder for the databases of one run, in memory where Linux has room for it: tests end processes, never the machine,
 * so what the system was given is kept, and no commit waits for a disk. `synchronous = full` stays as it is.
 */
export function makeRunFolder(): string {
  return mkdtempSync(join(hasRoom() ? memory : tmpdir(), 'obole_run_'))
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > enoughBytes
}

/** Given by run-suite.ts to all its processes; a file that is run by hand has its own. */
export function runFolder(): string {
  const given = process.env.OBOLE_TEST_FOLDER
  if (given) return given
  const folder = makeRunFolder()
  process.env.OBOLE_TEST_FOLDER = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
