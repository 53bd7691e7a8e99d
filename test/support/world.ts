import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type App, createApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import type { Schema } from '../../src/db/schema.ts'
import { type BooksReport, checkBooks } from '../../src/finance/check-books/check-books.ts'
import { type Clock, handClock } from '../../src/kit/clock.ts'
import { type HttpClient, httpClient } from '../../src/kit/http/http-client.ts'
import { memoryLog } from '../../src/kit/log.ts'
import { walletOf } from '../../src/ledger/balance.ts'
import type { MailSender } from '../../src/mail/mail.ts'
import { findPersonByLogin, type Person } from '../../src/people/person.ts'
import type { PrintSystem } from '../../src/printing/print-system.ts'
import type { Simulator } from '../../src/simulators/engine/simulator.ts'
import { checkedHttp } from './checked-http.ts'
import { freshPlace, type Place, templatePlace } from './databases.ts'
import { freePort } from './free-port.ts'

/** So old, a payment has been asked for once by the poller, whatever its jitter, and not twice. */
export const untilFirstLookMs = 67_000

export type World = Awaited<ReturnType<typeof createWorld>>

export type WorldOptions = {
  engine?: Place['engine']
  printSystem?: PrintSystem
  /** Several at once, given the clock of this world; the first is where new accounts are. */
  printSystems?: (clock: Clock) => [PrintSystem, ...PrintSystem[]]
  /** How long a page waits for a print system. */
  patience?: () => AbortSignal
  mail?: MailSender
  /** Stands between us and the world: to cut the line to a provider. */
  http?: HttpClient
  config?: Partial<Config>
  start?: string
  /** The address under which the database is reached instead, given its own. */
  databaseThrough?: (databaseUrl: string) => Promise<string>
}

const usualStart = '2026-11-24T09:00:00.000Z'

/** The whole application on a fresh database, listening, with a clock that stands still until it is moved. */
export async function createWorld(options: WorldOptions = {}) {
  const place = await startingPlace(options)
  const through = options.databaseThrough ?? (async (databaseUrl: string) => databaseUrl)
  const clock = handClock(options.start ?? usualStart)
  const log = memoryLog()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const databaseUrl = place.databaseUrl && (await through(place.databaseUrl))
  const config: Config = { ...usualConfig(place, port), databaseUrl, ...options.config }
  const checked = checkedHttp(options.http ?? httpClient)
  const outside = {
    clock,
    http: checked.http,
    log,
    ...(options.printSystem && { printSystems: [options.printSystem] as [PrintSystem] }),
    ...(options.printSystems && { printSystems: options.printSystems(clock) }),
    ...(options.patience && { patience: options.patience }),
    ...(options.mail && { mail: options.mail }),
  }
  let app: App = await createApp(config, outside)
  await app.server.listen({ port, host: '127.0.0.1' })
  const world = {
    url,
    clock,
    log,
    config,
    outside,
    violations: checked.violations,
    place,
    get app() {
      return app
    },
    /** Tests write what the program cannot: it hands out its database to read. */
    get db() {
      return app.database.db as Kysely<Schema>
    },
    simulator(id: string): Simulator {
      const simulator = app.simulators.get(id)
      if (!simulator) throw new Error(`${id} is not in this world`)
      return simulator
    },
    /** Runs what is due: what the loops of the worker would do by and by. */
    async settle() {
      for (const simulator of app.simulators.values()) await simulator.idle()
      await app.worker.runNow([
        'clock',
        'notices',
        ...[...app.shop.gateways.keys()].map((id) => `payments of ${id}` as const),
        ...[...app.shop.printSystems.byId.keys()].flatMap(
          (id) => [`top-ups at ${id}`, `uncertain top-ups at ${id}`] as const,
        ),
        'refunds',
        'uncertain refunds',
        'mails',
        'orders',
      ])
    },
    async person(login: string): Promise<Person> {
      const person = await findPersonByLogin(app.database.db, login)
      if (!person) throw new Error(`${login} is not in this world`)
      return person
    },
    async balanceOf(login: string): Promise<number> {
      return (await walletOf(app.database.db, (await world.person(login)).id)).total.minor
    },
    check: (): Promise<BooksReport> => app.database.snapshot(checkBooks),
    /** A second process on the same data: it listens to nothing, and reaches the provider as the first one does. */
    anotherProcess: (): Promise<App> => createApp(config, outside),
    /** Stops and starts on the same data, as an upgrade or a crash would. */
    async restart() {
      await app.stop()
      app = await createApp(config, outside)
      await app.server.listen({ port, host: '127.0.0.1' })
    },
    async end() {
      await app.stop()
      await place.remove()
      if (checked.violations.length > 0)
        throw new Error(`against PayPal’s documents:\n${checked.violations.join('\n')}`)
    },
  }
  return world
}

function usualConfig(place: Place, port: number): Config {
  return {
    mode: 'demo',
    host: '127.0.0.1',
    port,
    publicUrl: `http://127.0.0.1:${port}`,
    dataDir: place.dataDir,
    databaseUrl: place.databaseUrl,
    secretKey: 'a key of the tests, long enough for it',
    smtpUrl: undefined,
    mailFrom: 'obole@example.org',
    logLevel: 'silent',
    timeZone: 'Europe/Paris',
    orderNumberPattern: 'gp4_{login}{number}',
    trustProxy: false,
    headsFile: join(place.dataDir, 'heads.jsonl'),
    headsSecret: 'a key of the tests, for heads alone',
    mailReplyTo: undefined,
    auditMail: undefined,
    draftLanguages: true,
    demoDays: 0,
    withdrawal: { offered: true, days: 14, chargesUse: true },
    gatewaySettings: {},
  }
}

/** A copy of the demonstration as its first start leaves it; empty where a world differs in what that start writes. */
async function startingPlace({ engine = 'sqlite', start, config }: WorldOptions): Promise<Place> {
  const isUsual =
    start === undefined && (config?.mode ?? 'demo') === 'demo' && config?.timeZone === undefined && !config?.demoDays
  if (!isUsual) return freshPlace(engine)
  const template = await templatePlace(engine, 'demonstration', async (place) => {
    const outside = { clock: handClock(usualStart), http: httpClient, log: memoryLog() }
    const app = await createApp(usualConfig(place, 0), outside)
    await app.stop()
  })
  return freshPlace(engine, template)
}
