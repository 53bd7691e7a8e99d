import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './bench.ts'

/** How often this disk takes 8 KiB for good: the limit of every commit that stands alone. */
export function measureDisk(say: (figure: Figure) => void): number {
  const folder = mkdtempSync(join(tmpdir(), 'obole-bench-'))
  const file = openSync(join(folder, 'x'), 'w')
  const page = Buffer.alloc(8192, 1)
  const until = performance.now() + 1500
  let writes = 0
  for (; performance.now() < until; writes += 1) {
    writeSync(file, page)
    fdatasyncSync(file)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  const rate = writes / 1.5
  say({ what: 'disk: 8 KiB write + fdatasync', value: rate, unit: '/s' })
  return rate
}
