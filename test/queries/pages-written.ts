import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const [logHeader, frameHeader] = [32, 24]

/** How many pages of the database `act` has written into SQLite's write-ahead log. */
export async function pagesWritten(dataDir: string, act: () => Promise<unknown>): Promise<number> {
  const path = join(dataDir, 'obole.sqlite')
  // All that was written before is taken over, and the log begins anew.
  const file = new DatabaseSync(path)
  file.exec('pragma wal_checkpoint(truncate)')
  const { page_size: pageSize } = file.prepare('pragma page_size').get() as { page_size: number }
  file.close()
  await act()
  return existsSync(`${path}-wal`) ? framesIn(`${path}-wal`, pageSize) : 0
}

function framesIn(log: string, pageSize: number): number {
  const size = statSync(log).size
  return size <= logHeader ? 0 : Math.floor((size - logHeader) / (pageSize + frameHeader))
}
