import { createApp } from './app.ts'
import { type Config, ConfigError, environment, readConfig } from './config.ts'
import { NewerDatabase } from './db/migrate.ts'
import { DatabaseUnavailable } from './db/unavailable.ts'
import { demoLogins, demoPassword } from './demonstration/demo-data.ts'
import { systemClock } from './kit/clock.ts'
import { httpClient } from './kit/http/http-client.ts'
import { createLog, type Log } from './kit/log.ts'
import { openingLines, unusualSettings } from './opening/opening-lines.ts'

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

type ProcessEnd = {
  /** What is to be stopped before the process ends, from now on. */
  stopFirst(stop: () => Promise<void>): void
  /** Stops it and ends the process with this code. Called again, it only makes the code worse. */
  end(code: number): void
}

/** After a bug even a stop may hang. Real time on purpose: nothing is decided by it. */
const longestStopMs = 20_000

/**
 * How this process ends. SIGTERM and SIGINT: in order, with 0. What is thrown where nobody catches it is a bug, and
 * what the process remembers cannot be relied on any more: it is logged, nothing new is accepted, what is under way
 * finishes if it can, and the process ends with 1, so that its supervisor starts another one. That one finds every
 * intent in its rows.
 */
function createProcessEnd(log: Log): ProcessEnd {
  let stop = async (): Promise<void> => {}
  let worst: number | undefined

  function end(code: number): void {
    const isEnding = worst !== undefined
    worst = Math.max(worst ?? 0, code)
    if (code !== 0) setTimeout(() => process.exit(worst), longestStopMs).unref()
    if (isEnding) return
    stop().then(
      () => process.exit(worst),
      () => process.exit(1),
    )
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(0))
  const bug = (error: unknown): void => {
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'uncaught: ending')
    end(1)
  }
  process.on('uncaughtException', bug)
  process.on('unhandledRejection', bug)
  // Whoever read our lines may be gone: that is no bug of ours, and the lines alone are lost.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return {
    end,
    stopFirst(first) {
      stop = first
    },
  }
}
