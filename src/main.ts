import { createApp } from './app.ts'
import { ConfigError, environment, readConfig } from './config.ts'
import { NewerDatabase } from './db/migrate.ts'
import { DatabaseUnavailable } from './db/unavailable.ts'
import { demoLogins, demoPassword } from './demo-data.ts'
import { systemClock } from './kit/clock.ts'
import { httpClient } from './kit/http-client.ts'
import { createLog, type Log } from './kit/log.ts'
import { openingLines } from './opening/opening-lines.ts'
import { unusualSettings } from './opening/unusual-settings.ts'

/** Process entry: configuration, building, listening, stopping. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  surviveEvents(log)
  for (const warning of unusualSettings(config, environment)) log.warn({}, warning)
  const app = await createApp(config, { clock: systemClock, http: httpClient, log })
  await app.server.listen({ port: config.port, host: config.host })
  app.worker.start()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      app.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
  const lines = [`Obole is ready: ${config.publicUrl}`]
  if (config.mode !== 'demo') lines.push(...openingLines(await app.site.opening.read(), config.mode))
  if (config.mode === 'demo') {
    lines.push(`Demonstration. Sign in as ${demoLogins.join(', ')}; password for all: ${demoPassword}`)
    lines.push(`Mail that would have been sent: ${config.publicUrl}/demo/mail`)
  }
  console.log(lines.join('\n'))
}

/**
 * The last net: what nobody listened to or waited for is logged, and the process goes on. Whatever it was in the middle
 * of stands in rows, and other people's payments are under way.
 */
function surviveEvents(log: Log): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const tell = (error: unknown) =>
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'nobody listened')
  process.on('unhandledRejection', tell)
  process.on('uncaughtException', tell)
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
