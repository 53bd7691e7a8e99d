import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another connection that holds a lock on the database file: for writing, or (`exclusive`) for everything. */
export function lockFile(dataDir: string, how: 'write' | 'exclusive' = 'write'): { free: () => void } {
  const other = new DatabaseSync(join(dataDir, 'obole.sqlite'))
  if (how === 'exclusive') other.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive')
  else other.exec('begin immediate')
  return {
    free() {
      other.exec('rollback')
      other.close()
    },
  }
}
