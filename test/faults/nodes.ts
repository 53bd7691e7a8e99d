import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Config } from '../../src/config.ts'
import type { Place } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { runsTypeScript } from '../support/process.ts'
import type { FastTime } from './fast-clock.ts'
import type { ChildTask, Told } from './faults-child.ts'

const root = join(import.meta.dirname, '..', '..')

export type CampaignNode = {
  port: number
  isUp: boolean
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void
  /** Kills it and starts it anew, on the same data. */
  killAndStart(): Promise<void>
  /** `quiet`: it sells no more. `leap 60000`: so much of its time passes at once. */
  tell(order: string): void
  stop(): Promise<void>
}

type Around = { place: Place; time: FastTime; doorUrl: string; bankUrl: string; told: (told: Told) => void }

/** What ended by itself, and what a node could not explain: each of these fails the campaign. */
export const scandals: string[] = []

/** A node in a process of its own, once it is ready. */
export async function startNode(number: number, around: Around): Promise<CampaignNode> {
  const port = await freePort()
  let child = await begin(number, port, around)
  const node: CampaignNode = {
    port,
    isUp: true,
    signal: (name) => void child.kill(name),
    async killAndStart() {
      node.isUp = false
      await kill(child)
      child = await begin(number, port, around)
      node.isUp = true
    },
    tell: (order) => void child.stdin?.write(`${order}\n`),
    async stop() {
      node.isUp = false
      await kill(child)
    },
  }
  return node
}

const killed = new WeakSet<ChildProcess>()

async function kill(child: ChildProcess): Promise<void> {
  killed.add(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

function begin(number: number, port: number, around: Around): Promise<ChildProcess> {
  const task: ChildTask = { config: configOf(around), time: around.time, bankUrl: around.bankUrl, port, number }
  const args = [...runsTypeScript, join(import.meta.dirname, 'faults-child.ts'), JSON.stringify(task)]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (piece: Buffer) => {
    errors = (errors + piece.toString()).slice(-4_000)
    for (const line of piece.toString().split('\n')) if (/UNEXPECTED/.test(line)) scandals.push(errors)
  })
  child.stdin.on('error', () => {})
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === '"ready"') resolve(child)
      else if (line.startsWith('{"gatewayId"')) around.told(JSON.parse(line) as Told)
      else if (/job failed/.test(line) && !/database: /.test(line)) scandals.push(line)
    })
    child.on('exit', (code, signal) => {
      if (killed.has(child)) return
      scandals.push(`node ${number} ended by itself with ${signal ?? code}: ${errors}`)
      reject(new Error(errors))
    })
  })
}

/** Its own address is that of the door: so all nodes and the bank call the shop by the same name. */
const configOf = ({ place, doorUrl }: Around): Config => ({
  mode: 'demo',
  host: '127.0.0.1',
  port: Number(new URL(doorUrl).port),
  publicUrl: doorUrl,
  dataDir: place.dataDir,
  databaseUrl: place.databaseUrl,
  secretKey: 'a key of the campaigns, long enough here',
  smtpUrl: undefined,
  mailFrom: 'a@example.org',
  logLevel: 'warn',
  timeZone: 'Europe/Paris',
  orderNumberPattern: '{number}',
  trustProxy: false,
  headsFile: join(place.dataDir, 'heads.jsonl'),
  headsSecret: 'a key of the campaigns, for heads',
  mailReplyTo: undefined,
  auditMail: undefined,
  draftLanguages: false,
  demoDays: 0,
  withdrawal: { offered: true, days: 14, chargesUse: true },
  gatewaySettings: {},
})
