import { createApp } from './app.ts'
import { type Config, ConfigError, environment, readConfig } from './config.ts'
import { NewerDatabase } from './db/migrate.ts'
import { DatabaseUnavailable } from './db/unavailable.ts'
import { demoLogins, demoPassword } from './demonstration/demo-data.ts'
import { systemClock } from './kit/clock.ts'
import { httpClient } from './kit/http/http-client.ts'
import { createLog, type Log } from './kit/log.ts'
import { openingLines, unusualSettings } from './opening/opening-lines.ts'
import { createProcessEnd, type ProcessEnd } from './process-end.ts'

/** Process entry: configuration, then what serves until the process ends. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const processEnd = createProcessEnd(log)
  try {
    await serve(config, { log, processEnd })
  } catch (error) {
    console.error(explain(error))
    processEnd.end(1)
  }
}

/** Building, listening, and what a terminal is told. */
async function serve(config: Config, { log, processEnd }: { log: Log; processEnd: ProcessEnd }): Promise<void> {
  for (const warning of unusualSettings(config, environment)) log.warn({}, warning)
  const app = await createApp(config, { clock: systemClock, http: httpClient, log })
  processEnd.stopFirst(() => app.stop())
  await app.server.listen({ port: config.port, host: config.host })
  app.worker.start()
  await app.afterListening?.()
  const lines = [`Obole is ready: ${config.publicUrl}`]
  if (config.mode !== 'demo') lines.push(...openingLines(await app.site.opening.read(), config.mode))
  if (config.mode === 'demo') {
    const logins = demoLogins.map(({ login }) => login).join(', ')
    lines.push(`Demonstration. Sign in with one click, or as ${logins}; password for all: ${demoPassword}`)
    lines.push(`Mail that would have been sent: ${config.publicUrl}/demo/mail`)
  }
  console.log(lines.join('\n'))
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = 1
})

const isInUse = (error: unknown): boolean => (error as { code?: string }).code === 'EADDRINUSE'

function explain(error: unknown): unknown {
  if (isInUse(error)) return 'PORT: this port is taken by another program. Choose another one, for instance PORT=3001.'
  if (error instanceof DatabaseUnavailable) return `The database cannot be had (${error.message}). Nothing was changed.`
  return error instanceof ConfigError || error instanceof NewerDatabase ? error.message : error
}
