import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, environment, readSettings } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { allGateways } from '../gateways/all-gateways.ts'
import { type Connected, connectGateways } from '../gateways/connect-gateways.ts'
import { nowOf, systemClock } from '../kit/clock.ts'
import { httpClient } from '../kit/http/http-client.ts'
import { createLog } from '../kit/log.ts'
import { translator } from '../messages/translate.ts'
import { openingLines, unusualSettings } from '../opening/opening-lines.ts'
import { openingFactsOf, readOpeningList } from '../opening/opening-list.ts'

/**
 * Says what each setting that matters was read as, secrets aside, every problem, and what the shop lacks before it may
 * sell; 0 when nothing of it keeps this mode from working. `ask`: the providers are asked too whether they accept our
 * settings.
 */
export async function checkConfigCommand(ask: boolean): Promise<number> {
  const { config, problems: unreadable } = readSettings()
  const problems = [...unreadable]
  let isComplete = true
  if (config) {
    const connected = connect(config)
    for (const line of settingLines(config, connected)) console.log(line)
    problems.push(...connected.problems, ...(ask ? await askProviders(connected) : []))
    const opening = await lookAtDatabase(config, [...connected.gateways.keys()])
    problems.push(...opening.problems)
    isComplete = opening.isComplete || config.mode !== 'live'
    for (const line of opening.lines) console.log(line)
  }
  for (const problem of problems) console.log(`BAD         ${problem}`)
  return problems.length === 0 && isComplete ? 0 : 1
}

function connect(config: Config): Connected {
  const around = { mode: config.mode, publicUrl: config.publicUrl, loopbackUrl: `http://127.0.0.1:${config.port}` }
  const outside = { clock: systemClock, http: httpClient, log: createLog('silent') }
  return connectGateways(allGateways, config.gatewaySettings, around, outside)
}

function settingLines(config: Config, connected: Connected): string[] {
  const mail = config.smtpUrl ? 'SMTP' : config.mode === 'demo' ? 'captured' : 'not set up: letters wait'
  const { trustProxy } = config
  const networks = typeof trustProxy === 'object' ? trustProxy.join(', ') : ''
  const proxies = typeof trustProxy === 'number' ? `${trustProxy} before us` : networks
  return [
    `mode        ${config.mode}`,
    `listens on  ${config.host}:${config.port}`,
    `public URL  ${config.publicUrl}`,
    `database    ${config.databaseUrl ? 'PostgreSQL' : `SQLite in ${config.dataDir}`}`,
    `mail        ${mail}`,
    `proxies     ${proxies || 'none: addresses are those of the connections'}`,
    `gateways    ${[...connected.gateways.keys()].join(', ') || 'none: nothing can be paid'}`,
    ...[...connected.warnings, ...unusualSettings(config, environment)].map((warning) => `warning     ${warning}`),
  ]
}

type Looked = { lines: string[]; problems: string[]; isComplete: boolean }

/** Looks and changes nothing: a database that is not there yet, or not prepared yet, is said to be so. */
async function lookAtDatabase(config: Config, gatewayIds: readonly string[]): Promise<Looked> {
  const notYet = (sentence: string): Looked => ({
    lines: config.mode === 'demo' ? [] : [`MISSING     ${sentence} Run: npm run obole -- set-up`],
    problems: [],
    isComplete: false,
  })
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'obole.sqlite')))
    return notYet('There is no database yet.')
  const database = openDatabase(config, systemClock)
  try {
    if ((await pendingMigrations(database)).length > 0) return notYet('The database is not prepared for this version.')
    const list = await readOpeningList(database.db, openingFactsOf(config, gatewayIds), nowOf(systemClock))
    return { lines: openingLines(list, config.mode), problems: [], isComplete: list.isComplete }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    const name = config.databaseUrl ? 'DATABASE_URL' : 'OBOLE_DATA_DIR'
    return { lines: [], problems: [`${name}: the database cannot be used: ${code ?? message}`], isComplete: false }
  } finally {
    await database.close()
  }
}

async function askProviders({ gateways }: Connected): Promise<string[]> {
  const t = translator('en')
  const told = await Promise.all(
    [...gateways.values()].map(async ({ kind, gateway }) =>
      (await gateway.checkSettings()).map(({ key, values }) => `${kind.title}: ${t(key, values)}`),
    ),
  )
  return told.flat()
}
