import { ConfigError, readConfig } from '../config.ts'
import { allGateways } from '../gateways/all-gateways.ts'
import { type Connected, connectGateways } from '../gateways/connect-gateways.ts'
import { systemClock } from '../kit/clock.ts'
import { httpClient } from '../kit/http-client.ts'
import { createLog } from '../kit/log.ts'

/**
 * Says what each setting that matters was read as, secrets aside, and every problem; 0 when there is none. `ask`: the
 * providers are asked too whether they accept our settings.
 */
export async function checkConfigCommand(ask: boolean): Promise<number> {
  try {
    const config = readConfig()
    const around = { mode: config.mode, publicUrl: config.publicUrl, loopbackUrl: `http://127.0.0.1:${config.port}` }
    const outside = { clock: systemClock, http: httpClient, log: createLog('silent') }
    const connected = connectGateways(allGateways, config.gatewaySettings, around, outside)
    console.log(
      `mode        ${config.mode}\nlistens on  ${config.host}:${config.port}\npublic URL  ${config.publicUrl}`,
    )
    console.log(`database    ${config.databaseUrl ? 'PostgreSQL' : `SQLite in ${config.dataDir}`}`)
    console.log(
      `mail        ${config.smtpUrl ? 'SMTP' : config.mode === 'demo' ? 'captured' : 'not set up: letters wait'}`,
    )
    console.log(`gateways    ${[...connected.gateways.keys()].join(', ') || 'none: nothing can be paid'}`)
    for (const warning of connected.warnings) console.log(`warning     ${warning}`)
    const problems = [...connected.problems, ...(ask ? await askProviders(connected) : [])]
    for (const problem of problems) console.log(`BAD         ${problem}`)
    return problems.length === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.log(error.message)
    return 1
  }
}

async function askProviders({ gateways }: Connected): Promise<string[]> {
  const told = await Promise.all(
    [...gateways.values()].map(async ({ kind, gateway }) =>
      (await gateway.checkSettings()).map((problem) => `${kind.title}: ${problem}`),
    ),
  )
  return told.flat()
}
