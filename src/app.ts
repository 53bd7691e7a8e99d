import type { FastifyInstance } from 'fastify'
import { createBrandReader, currentBrand } from './brand/brand.ts'
import { brandText } from './brand/brand-text.ts'
import { type Config, ConfigError } from './config.ts'
import { createAccountReader } from './credit/account-reader.ts'
import { type Database, openDatabase } from './db/database.ts'
import { migrate, stampMode } from './db/migrate.ts'
import { transactAsOne } from './db/transact-as-one.ts'
import { DatabaseUnavailable } from './db/unavailable.ts'
import { demoLogins, demoPassword, type InThePast, seedDemo } from './demonstration/demo-data.ts'
import { recallPast } from './demonstration/simulated-past.ts'
import { sellElsewhere } from './demonstration/year/foreign-sale.ts'
import { beginningOf, liveYear } from './demonstration/year/live-year.ts'
import { buyToday } from './demonstration/year/today.ts'
import { headKey } from './finance/signed-heads.ts'
import { allGateways } from './gateways/all-gateways.ts'
import { connectGateways } from './gateways/connect-gateways.ts'
import { describeMethods } from './gateways/method-look.ts'
import { type Clock, handClock, nowOf } from './kit/clock.ts'
import type { HttpClient } from './kit/http/http-client.ts'
import { createLog, type Log } from './kit/log.ts'
import { createSecretBox } from './kit/secret-box.ts'
import { createCapturingSender } from './mail/captured-mail.ts'
import { writeHeadLetter } from './mail/head-letter.ts'
import type { Letter, MailSender } from './mail/mail.ts'
import { type MailDelivery, tryMailNow } from './mail/mail-outbox.ts'
import { writtenIn } from './messages/french-spaces.ts'
import type { Language } from './messages/translate.ts'
import { createOpening, openingFactsOf } from './opening/opening-list.ts'
import { forgetUnseenProxy } from './opening/unseen-proxy.ts'
import { createNoticeReceiver } from './payments/intake/receive-notice.ts'
import { createNoticeReadings, type Shop } from './payments/shop.ts'
import { renewPersonKeys } from './people/person-key.ts'
import { startLettersLink, writePersonLetter } from './people/person-letters.ts'
import { allPrintSystems } from './printing/all-print-systems.ts'
import { type PrintSystem, printSystemsOf } from './printing/print-system.ts'
import { writeReceiptLetter } from './receipts/receipt-letter.ts'
import { readLetterhead } from './receipts/render-receipt.ts'
import { allSimulators } from './simulators/all-simulators.ts'
import { createSimulators } from './simulators/create-simulators.ts'
import type { Simulator } from './simulators/engine/simulator.ts'
import { countOrderStreams } from './web/portal/orders/order-events.ts'
import { createWebServer } from './web/server.ts'
import type { Site } from './web/site.ts'
import { writeWithdrawalLetter } from './withdrawals/withdrawal-letter.ts'
import { type JobName, listJobs } from './worker/jobs.ts'
import { createWorker, type Worker } from './worker/worker.ts'

/** Every gateway that Obole speaks: a receipt may be of one that is no longer set up. */
const methodLook = describeMethods(allGateways)

/** What a process may touch of the world; tests bring their own clock and their own print systems. */
export type Outside = {
  clock: Clock
  http: HttpClient
  log: Log
  printSystems?: [PrintSystem, ...PrintSystem[]]
  /** How long a page waits for a print system. */
  patience?: () => AbortSignal
  mail?: MailSender
}

export type App = {
  database: Database
  shop: Shop
  site: Site
  server: FastifyInstance
  worker: Worker<JobName>
  simulators: ReadonlyMap<string, Simulator>
  /** What the demonstration does once, when it can be reached for the first time. */
  afterListening?: () => Promise<void>
  /** Lets what is under way finish; what was not begun stays in its rows. */
  stop(): Promise<void>
}

/** The one place that knows every part. Opens, migrates and builds; listens to nothing yet. */
export async function createApp(config: Config, outside: Outside): Promise<App> {
  await migratePatiently(config, outside)
  const database = openDatabase(config, outside.clock)
  try {
    return await build(config, outside, database)
  } catch (error) {
    await database.close()
    throw error
  }
}

const startPatienceMs = 60_000

/** A server that is not up yet, or a file that another program holds, is waited for, and said so: a minute at most. */
async function migratePatiently(config: Config, { clock, log }: Outside): Promise<void> {
  // Real time on purpose: nothing is decided by it.
  const until = performance.now() + startPatienceMs
  for (;;) {
    const database = openDatabase(config, clock, 'command')
    try {
      const applied = await migrate(database)
      if (applied.length > 0) log.info({ applied }, 'migrations applied')
      return
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || performance.now() > until) throw error
      log.warn({ why: error.message }, 'the database cannot be had yet: waiting for it')
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    } finally {
      await database.close()
    }
  }
}

async function build(config: Config, outside: Outside, database: Database): Promise<App> {
  const { log } = outside
  await stampMode(database, config.mode)
  const renewed = await renewPersonKeys(database)
  if (renewed > 0) log.info({ renewed }, 'people can be found by names as they are typed')
  const isDemo = config.mode === 'demo'
  const past = config.demoDays > 0 ? pastOf(config, outside) : undefined
  const lived = isDemo && (await seedDemo(database, config, past))
  if (config.trustProxy !== false) await forgetUnseenProxy(database)

  const { shop, connected, simulators } = connectShop(config, outside, database)
  if (isDemo) await recallPast(database.db, simulators)
  if (lived) sellElsewhere(simulators, nowOf(outside.clock))
  const mail = await createMailDelivery(config, outside, database)
  // The settings may be other ones since what was wrong.
  await database.transact(tryMailNow)
  const { mode, timeZone, headsFile: file, auditMail } = config
  const heads = { mode, timeZone, file, key: headKey(config.headsSecret), auditMail }
  const worker = createWorker(listJobs({ shop, mail, heads, simulators }), outside)
  const stopping = new AbortController()
  const site: Site = {
    config,
    stopping: stopping.signal,
    shop,
    secretBox: createSecretBox(config.secretKey),
    receiveNotice: createNoticeReceiver(shop),
    worker,
    opening: createOpening(database, { mode, ...openingFactsOf(config, [...connected.gateways.keys()]) }),
    brand: createBrandReader(database.db),
    orderStreams: countOrderStreams(),
    methodLook,
    simulators,
    formOrigins: connected.formOrigins,
    demoLogins: config.mode === 'demo' ? demoLogins : [],
    demoPassword,
  }
  const server = await createWebServer(site)
  return {
    database,
    shop,
    site,
    server,
    worker,
    simulators,
    ...(lived && {
      async afterListening() {
        await buyToday(shop, outside.http)
        await worker.runNow(['reconciliation'])
      },
    }),
    stop() {
      stopping.abort()
      return stop({ server, worker, database })
    },
  }
}

/** What selling needs: the gateways, the print systems, and how both are read. */
function connectShop(config: Config, outside: Outside, database: Database) {
  const { log } = outside
  const { connected, simulators } = connectProviders(config, outside)
  const printSystems = printSystemsOf(outside.printSystems ?? allPrintSystems({ database }))
  const shop: Shop = {
    database,
    gateways: connected.gateways,
    printSystems,
    accounts: createAccountReader({ ...outside, database, printSystems }),
    mode: config.mode,
    publicUrl: config.publicUrl,
    readings: createNoticeReadings(),
    orderNumberPattern: config.orderNumberPattern,
    timeZone: config.timeZone,
    log,
  }
  return { shop, connected, simulators }
}

/** The demonstration's year is lived on a connection and under a clock of its own, before anybody is served. */
const pastOf =
  (config: Config, outside: Outside): InThePast =>
  async (act) => {
    const until = nowOf(outside.clock)
    const clock = handClock(until)
    const around = { ...outside, clock, log: createLog('silent') }
    outside.log.info({}, 'the demonstration lives its year: this takes some seconds, once')
    const apart = openDatabase(config, clock, 'command')
    try {
      await transactAsOne(apart, clock, (database) => {
        clock.set(beginningOf(until, config))
        const { shop } = connectShop(config, around, database)
        return act({ database, live: (by) => liveYear(shop, clock, { until, by, days: config.demoDays }) })
      })
    } finally {
      await apart.close()
    }
  }

/** The gateways that are set up, and in the demonstration the providers behind them. Throws ConfigError. */
function connectProviders(config: Config, outside: Outside) {
  const around = { mode: config.mode, publicUrl: config.publicUrl, loopbackUrl: `http://127.0.0.1:${config.port}` }
  const isDemo = config.mode === 'demo'
  const simulatedAuthority = async (id: string) => (await allSimulators[id]?.authority?.(outside.clock)) ?? ''
  const demonstrated = { ...around, ...(isDemo && { simulatedAuthority }) }
  const connected = connectGateways(allGateways, config.gatewaySettings, demonstrated, outside)
  if (connected.problems.length > 0) throw new ConfigError(`Bad settings:\n  ${connected.problems.join('\n  ')}`)
  for (const warning of connected.warnings) outside.log.warn({}, warning)
  const simulators = createSimulators(isDemo ? allSimulators : {}, connected.settings, outside)
  return { connected, simulators }
}

async function stop(parts: { server: FastifyInstance; worker: Worker<JobName>; database: Database }): Promise<void> {
  // A browser keeps its connection after the answer it waited for, and would keep this process for over a minute.
  const idle = setInterval(() => parts.server.server.closeIdleConnections(), 50)
  await parts.server.close().finally(() => clearInterval(idle))
  await parts.worker.stop()
  await parts.database.close()
}

/** Demo mode captures; otherwise SMTP where it is set up, and letters wait in the outbox where it is not. */
async function createMailDelivery(config: Config, outside: Outside, database: Database): Promise<MailDelivery> {
  const sender = outside.mail ?? (await chooseSender(config, database))
  const { publicUrl, timeZone } = config
  return {
    sender,
    log: outside.log,
    async render(mail) {
      await startLettersLink(database, mail)
      const brand = await currentBrand(database.db)
      const from = await readLetterhead(database.db, brand)
      const signature = brandText(writtenIn(brand.mailSignature, mail.language))
      const letter = writePersonLetter(mail, { publicUrl, from, signature })
      const paidBy = (gatewayId: string, language: Language) => methodLook(gatewayId, language).long
      const head = writeHeadLetter(mail, { from, signature })
      if (letter ?? head) return (letter ?? head) as Letter
      const withdrawal = await writeWithdrawalLetter(mail, { db: database.db, timeZone, from, signature })
      return (
        withdrawal ??
        writeReceiptLetter(mail, {
          ...{ db: database.db, publicUrl, timeZone, from, paidBy },
          withdrawal: config.withdrawal,
        })
      )
    },
  }
}

async function chooseSender(config: Config, database: Database): Promise<MailSender> {
  if (config.smtpUrl) {
    // Loaded where it is used only: a demonstration does not pay with memory for mail that it never sends.
    const { createSmtpSender } = await import('./mail/smtp-mail.ts')
    return createSmtpSender({ url: config.smtpUrl, from: config.mailFrom, replyTo: config.mailReplyTo })
  }
  if (config.mode === 'demo') return createCapturingSender(database)
  return { send: async () => ({ is: 'held', trouble: 'not_set_up', why: 'SMTP_URL' }) }
}
