import { pino } from 'pino'

/** What happened, with ids only: no name, no mail address, no secret, no raw body, no URL with a token. */
export interface Log {
  info(fields: LogFields, event: string): void
  warn(fields: LogFields, event: string): void
  error(fields: LogFields, event: string): void
}
export type LogFields = Readonly<Record<string, unknown>>

/** A second net under the rule above: these names never reach the output, whatever they hold. */
const redacted = [
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'email',
  'login',
  'name',
  'body',
  'raw',
  'cardNumber',
].flatMap((name) => [name, `*.${name}`])

const mostUnwritten = 1024 * 1024

/** Structured lines on standard output. Whoever read them may be gone, or the disk full: only lines are lost then. */
export function createLog(level: string): Log {
  const output = pino.destination({ dest: 1, sync: true, maxLength: mostUnwritten })
  output.on('error', () => {})
  const logger = pino({ level, base: null, redact: { paths: redacted, censor: '[removed]' } }, output)
  return {
    info: (fields, event) => logger.info(fields, event),
    warn: (fields, event) => logger.warn(fields, event),
    error: (fields, event) => logger.error(fields, event),
  }
}

/** Keeps lines in memory: tests read them, and search them for canaries. */
export function memoryLog(): Log & { lines: string[] } {
  const lines: string[] = []
  const keep = (level: string) => (fields: LogFields, event: string) => {
    lines.push(JSON.stringify({ level, event, ...fields }))
  }
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') }
}
