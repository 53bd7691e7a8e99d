import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../src/config.ts'
import { freePort } from '../test/support/free-port.ts'

const root = join(import.meta.dirname, '..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }

/** What `npm start` gives to node, the file at the end: what is measured runs as operators run it. */
export const startCommand: readonly string[] = scripts.start.split(' ').slice(1)
/** The same for a program of the bench, which is not compiled ahead. */
const benchFlags = [...startCommand.slice(0, -1), '--import', 'tsx']

export type BenchServer = {
  url: string
  tokens: string[]
  /** What the process has computed so far: unlike a rate, it hardly knows what else the machine does. */
  cpuMs: () => number
  stop: () => Promise<void>
}

const msPerTick = 10

function cpuMsOf({ pid }: ChildProcess): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user, system] = fields.split(' ').slice(11, 13)
  return (Number(user) + Number(system)) * msPerTick
}

/** The application in a process of its own, on a data folder, with that many people signed in. */
export async function startServer(options: { dataDir: string; people: number }): Promise<BenchServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config: Config = {
    mode: 'demo',
    host: '127.0.0.1',
    port,
    publicUrl: url,
    dataDir: options.dataDir,
    databaseUrl: undefined,
    smtpUrl: undefined,
    headsFile: join(options.dataDir, 'heads.jsonl'),
    headsSecret: 'a key for heads alone, long enough here',
    mailReplyTo: undefined,
    auditMail: undefined,
    secretKey: 'the key of the bench, long enough here',
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
  const args = [
    ...benchFlags,
    join(import.meta.dirname, 'bench-server.ts'),
    JSON.stringify({ config, people: options.people }),
  ]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      if (text.includes('\n')) resolve(text)
    })
    child.on('exit', () => reject(new Error('the server ended')))
  })
  const { tokens } = JSON.parse(line) as { tokens: string[] }
  return {
    url,
    tokens,
    cpuMs: () => cpuMsOf(child),
    stop: () =>
      new Promise((resolve) => {
        child.on('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}
