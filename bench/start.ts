import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshPlace, type Place } from '../test/support/databases.ts'
import { freePort } from '../test/support/free-port.ts'
import type { Figure } from './bench.ts'
import { startCommand } from './server-process.ts'

/** From `npm start`'s own command to an answer on /readyz, with nothing and with full books; memory once at rest. */
export async function measureStart(say: (figure: Figure) => void, full: Place): Promise<void> {
  const empty = await freshPlace('sqlite')
  const first = await startOnce(empty.dataDir)
  const second = await startOnce(empty.dataDir)
  const third = await startOnce(full.dataDir)
  say({ what: 'start to ready, first start (migrations, demonstration data)', value: first.seconds, unit: 's' })
  say({ what: 'start to ready, second start', value: second.seconds, unit: 's' })
  say({ what: 'start to ready, 1 000 000 transfers', value: third.seconds, unit: 's' })
  say({ what: 'memory at rest', value: second.megabytes, unit: 'MB', aim: '≤ 150', met: second.megabytes <= 150 })
  await empty.remove()
  await full.remove()
}

async function startOnce(dataDir: string): Promise<{ seconds: number; megabytes: number }> {
  const port = await freePort()
  const root = join(import.meta.dirname, '..')
  const start = performance.now()
  const child = spawn(process.execPath, [...startCommand], {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: String(port), OBOLE_DATA_DIR: dataDir, OBOLE_LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  while (!(await isReady(port))) await new Promise((resolve) => setTimeout(resolve, 20))
  const seconds = (performance.now() - start) / 1000
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  await new Promise((resolve) => {
    child.on('exit', resolve)
    child.kill('SIGTERM')
  })
  return { seconds, megabytes }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false
  }
}
