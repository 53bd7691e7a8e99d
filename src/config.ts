import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { allGateways } from './gateways/all-gateways.ts'
import { environmentName } from './gateways/connect-gateways.ts'
import { withoutEnd } from './kit/without-end.ts'
import type { WithdrawalRules } from './orders/withdrawal-period.ts'

/** Everything the operator sets from outside, read once. The rest of the program never sees the environment. */
export type Config = {
  mode: 'demo' | 'test' | 'live'
  host: string
  port: number
  /** As people and providers reach us, without a trailing slash. */
  publicUrl: string
  dataDir: string
  databaseUrl: string | undefined
  /** Derives cookie signatures and encrypts secrets at rest. */
  secretKey: string
  smtpUrl: string | undefined
  mailFrom: string
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  timeZone: string
  orderNumberPattern: string
  trustProxy: boolean
  /** Where signed heads of the books are kept, and what their key is derived from. */
  headsFile: string
  headsSecret: string
  /** Who gets the day's head by mail. */
  auditMail: string | undefined
  /** What the operator settles about the right to withdraw. */
  withdrawal: WithdrawalRules
  /** By gateway id, then setting name: what the adapters declare, read from OBOLE_<ID>_<NAME>. */
  gatewaySettings: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export type Setting = { name: string; default: string; secret: boolean; help: string }

const demoKey = 'demonstration-only-secret-key-0001'

/** The table behind docs/operating/settings.md. */
export const settings: readonly Setting[] = [
  { name: 'PORT', default: '3000', secret: false, help: 'TCP port to listen on, 1 to 65535.' },
  { name: 'HOST', default: '127.0.0.1', secret: false, help: 'Address to listen on.' },
  { name: 'OBOLE_DATA_DIR', default: './data', secret: false, help: 'Folder of the embedded database.' },
  { name: 'DATABASE_URL', default: '', secret: true, help: 'postgres://… moves the same core to PostgreSQL.' },
  { name: 'OBOLE_PUBLIC_URL', default: 'http://localhost:PORT', secret: false, help: 'URL people and providers use.' },
  { name: 'OBOLE_MODE', default: 'demo', secret: false, help: 'demo, test (provider’s sandbox) or live.' },
  { name: 'OBOLE_SECRET_KEY', default: 'fixed in demo', secret: true, help: 'At least 32 characters, random.' },
  { name: 'OBOLE_SECRET_KEY_FILE', default: '', secret: false, help: 'A file that holds the secret key instead.' },
  { name: 'SMTP_URL', default: '', secret: true, help: 'smtp://user:password@host:port; without it no mail leaves.' },
  { name: 'OBOLE_MAIL_FROM', default: 'obole@HOST of the public URL', secret: false, help: 'Sender of all mail.' },
  { name: 'OBOLE_LOG_LEVEL', default: 'info', secret: false, help: 'debug, info, warn, error or silent.' },
  { name: 'OBOLE_TIME_ZONE', default: 'Europe/Paris', secret: false, help: 'IANA name; instants are shown in it.' },
  {
    name: 'OBOLE_ORDER_NUMBER',
    default: 'gp4_{login}{number}',
    secret: false,
    help: 'Pattern of order numbers; {number} is obligatory, {login} and {year} may be used.',
  },
  {
    name: 'OBOLE_WITHDRAWAL',
    default: 'on',
    secret: false,
    help: 'off: nobody is offered to withdraw from an order; for who sells to traders only.',
  },
  { name: 'OBOLE_WITHDRAWAL_DAYS', default: '14', secret: false, help: 'Days to withdraw, 14 at least.' },
  {
    name: 'OBOLE_WITHDRAWAL_USED',
    default: 'charged',
    secret: false,
    help: 'charged: used credit stays due where its immediate use was asked for; free: never.',
  },
  {
    name: 'OBOLE_HEADS_FILE',
    default: 'heads.jsonl in the data folder',
    secret: false,
    help: 'File to which signed heads of the books are added; best on another machine.',
  },
  {
    name: 'OBOLE_HEADS_KEY_FILE',
    default: '',
    secret: false,
    help: 'A file that holds a secret of its own for heads.',
  },
  { name: 'OBOLE_AUDIT_MAIL', default: '', secret: false, help: 'Address that gets a signed head each day.' },
  { name: 'OBOLE_TRUST_PROXY', default: 'no', secret: false, help: 'yes: X-Forwarded-For comes from your own proxy.' },
]

/** A value that cannot be used: `message` names the setting and says what to do. */
export class ConfigError extends Error {}

const shape = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  OBOLE_DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  OBOLE_PUBLIC_URL: z.string().optional(),
  OBOLE_MODE: z.enum(['demo', 'test', 'live']).default('demo'),
  OBOLE_SECRET_KEY: z.string().min(32, 'needs at least 32 characters').optional(),
  OBOLE_SECRET_KEY_FILE: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  OBOLE_MAIL_FROM: z.string().includes('@', { message: 'must be a mail address' }).optional(),
  OBOLE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  OBOLE_TIME_ZONE: z.string().default('Europe/Paris').refine(isTimeZone, 'is not a time zone of the IANA list'),
  OBOLE_ORDER_NUMBER: z
    .string()
    .max(60)
    .includes('{number}', { message: 'must contain {number}' })
    .default('gp4_{login}{number}'),
  OBOLE_WITHDRAWAL: z.enum(['on', 'off']).default('on'),
  OBOLE_WITHDRAWAL_DAYS: z.coerce.number().int().min(14, 'may not be less than 14').max(365).default(14),
  OBOLE_WITHDRAWAL_USED: z.enum(['charged', 'free']).default('charged'),
  OBOLE_HEADS_FILE: z.string().min(1).optional(),
  OBOLE_HEADS_KEY_FILE: z.string().optional(),
  OBOLE_AUDIT_MAIL: z.string().includes('@', { message: 'must be a mail address' }).optional(),
  OBOLE_TRUST_PROXY: z.enum(['yes', 'no']).default('no'),
})

/** Reads the configuration; throws ConfigError naming every bad setting. Empty values count as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = shape.safeParse(set)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    lines.push(...unknownSettings(set))
    throw new ConfigError(`Bad settings:\n  ${lines.join('\n  ')}`)
  }
  const unknown = unknownSettings(set)
  if (unknown.length > 0) throw new ConfigError(`Bad settings:\n  ${unknown.join('\n  ')}`)
  const values = parsed.data
  const secretKey = readSecretKey(values)
  const publicUrl = readPublicUrl(values.OBOLE_PUBLIC_URL ?? `http://localhost:${values.PORT}`, values.OBOLE_MODE)
  return {
    mode: values.OBOLE_MODE,
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    dataDir: values.OBOLE_DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    secretKey,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.OBOLE_MAIL_FROM ?? `obole@${new URL(publicUrl).hostname}`,
    logLevel: values.OBOLE_LOG_LEVEL,
    timeZone: values.OBOLE_TIME_ZONE,
    orderNumberPattern: values.OBOLE_ORDER_NUMBER,
    headsFile: values.OBOLE_HEADS_FILE ?? join(values.OBOLE_DATA_DIR, 'heads.jsonl'),
    headsSecret: values.OBOLE_HEADS_KEY_FILE
      ? readKeyFile(values.OBOLE_HEADS_KEY_FILE, 'OBOLE_HEADS_KEY_FILE')
      : secretKey,
    auditMail: values.OBOLE_AUDIT_MAIL,
    trustProxy: values.OBOLE_TRUST_PROXY === 'yes',
    withdrawal: {
      offered: values.OBOLE_WITHDRAWAL === 'on',
      days: values.OBOLE_WITHDRAWAL_DAYS,
      chargesUse: values.OBOLE_WITHDRAWAL_USED === 'charged',
    },
    gatewaySettings: readGatewaySettings(set),
  }
}

function readPublicUrl(text: string, mode: Config['mode']): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new ConfigError('OBOLE_PUBLIC_URL: must be an http(s) URL without query, such as https://print.example.org')
  }
  if (mode === 'live' && url.protocol !== 'https:') {
    throw new ConfigError('OBOLE_PUBLIC_URL: live mode needs https://')
  }
  return withoutEnd(text, '/')
}

function readSecretKey(values: z.infer<typeof shape>): string {
  const fromFile = values.OBOLE_SECRET_KEY_FILE
  const key = fromFile ? readKeyFile(fromFile, 'OBOLE_SECRET_KEY_FILE') : values.OBOLE_SECRET_KEY
  if (key === undefined) {
    if (values.OBOLE_MODE === 'demo') return demoKey
    throw new ConfigError('OBOLE_SECRET_KEY: needed outside demo mode, at least 32 random characters')
  }
  if (key === demoKey && values.OBOLE_MODE !== 'demo') {
    throw new ConfigError('OBOLE_SECRET_KEY: the demonstration key may only be used in demo mode')
  }
  return key
}

function readKeyFile(path: string, setting: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch {
    throw new ConfigError(`${setting}: ${path} cannot be read`)
  }
  if (text.length < 32) throw new ConfigError(`${setting}: the key needs at least 32 characters`)
  return text
}

const gatewayVariables = allGateways.flatMap(({ id, settings: declared }) =>
  Object.keys(declared).map((setting) => ({ id, setting, name: environmentName(id, setting) })),
)

/** The environment itself, for a command that needs a few of its settings only. */
export const environment: Readonly<Record<string, string | undefined>> = process.env

/** The settings that the gateways declare, each under its name in the environment; the adapters check the values. */
export function readGatewaySettings(set: Readonly<Record<string, unknown>>): Config['gatewaySettings'] {
  const found: Record<string, Record<string, string>> = {}
  for (const { id, setting, name } of gatewayVariables) {
    const value = set[name]
    if (typeof value === 'string' && value !== '') found[id] = { ...found[id], [setting]: value }
  }
  return found
}

/** A name of ours that nothing reads is a slip of the pen, and what it was meant to set would be missing in silence. */
function unknownSettings(set: Readonly<Record<string, unknown>>): string[] {
  const known = new Set([...settings, ...gatewayVariables].map(({ name }) => name))
  return Object.keys(set)
    .filter((name) => name.startsWith('OBOLE_') && !known.has(name))
    .map((name) => `${name}: is no setting of Obole`)
}

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC'
}
