import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { allGateways } from './gateways/all-gateways.ts'
import { environmentName } from './gateways/gateway-settings.ts'
import { readTrustProxy, type TrustProxy } from './kit/http/trust-proxy.ts'
import { unsafeSettings } from './opening/unsafe-settings.ts'
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
  /** Where answers to letters go; undefined: to the sender. */
  mailReplyTo: string | undefined
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  timeZone: string
  orderNumberPattern: string
  /** Whose word about a client's address is taken: nobody's, that many proxies', or that of these networks. */
  trustProxy: TrustProxy
  /** Where signed heads of the books are kept, and what their key is derived from. */
  headsFile: string
  headsSecret: string
  /** Who gets the day's head by mail. */
  auditMail: string | undefined
  /** Whether people may choose a language whose texts are a draft. */
  draftLanguages: boolean
  /** With how many days of a small university's life the demonstration begins; 0: with its three people alone. */
  demoDays: number
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
    name: 'OBOLE_DRAFT_LANGUAGES',
    default: 'on in the demonstration, else off',
    secret: false,
    help: 'on: people may also choose languages whose texts are drafts, such as German.',
  },
  {
    name: 'OBOLE_DEMO_YEAR',
    default: 'on',
    secret: false,
    help: 'off: the demonstration starts without a year of invented sales, with three people alone.',
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
  { name: 'OBOLE_MAIL_REPLY_TO', default: '', secret: false, help: 'Address that answers to letters go to.' },
  { name: 'OBOLE_AUDIT_MAIL', default: '', secret: false, help: 'Address that gets a signed head each day.' },
  {
    name: 'OBOLE_TRUST_PROXY',
    default: 'no',
    secret: false,
    help: 'How many proxies of yours a request passes (1), or their networks: 127.0.0.1, 10.1.0.0/16, loopback.',
  },
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
  OBOLE_DRAFT_LANGUAGES: z.enum(['on', 'off']).optional(),
  OBOLE_DEMO_YEAR: z.enum(['on', 'off']).default('on'),
  OBOLE_WITHDRAWAL: z.enum(['on', 'off']).default('on'),
  OBOLE_WITHDRAWAL_DAYS: z.coerce.number().int().min(14, 'may not be less than 14').max(365).default(14),
  OBOLE_WITHDRAWAL_USED: z.enum(['charged', 'free']).default('charged'),
  OBOLE_HEADS_FILE: z.string().min(1).optional(),
  OBOLE_HEADS_KEY_FILE: z.string().optional(),
  OBOLE_MAIL_REPLY_TO: z.string().includes('@', { message: 'must be a mail address' }).optional(),
  OBOLE_AUDIT_MAIL: z.string().includes('@', { message: 'must be a mail address' }).optional(),
  OBOLE_TRUST_PROXY: z
    .string()
    .default('no')
    .refine((text) => readTrustProxy(text) !== undefined, 'must be no, a number of proxies, or networks: 10.0.0.0/8'),
})

type Environment = Readonly<Record<string, string | undefined>>

/** What was read, where it could be read at all, and everything that is wrong with it, in sentences. */
export type Reading = { config: Config | undefined; problems: string[] }

/** Reads the configuration; throws ConfigError naming every bad setting. Empty values count as not set. */
export function readConfig(environment: Environment = process.env): Config {
  const { config, problems } = readSettings(environment)
  if (config && problems.length === 0) return config
  throw new ConfigError(`Bad settings:\n  ${problems.join('\n  ')}`)
}

/** The same without throwing: what is readable but unsafe to start with is there beside its problems. */
export function readSettings(environment: Environment = process.env): Reading {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = shape.safeParse(set)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    return { config: undefined, problems: [...lines, ...unknownSettings(set)] }
  }
  const values = parsed.data
  const problems = unknownSettings(set)
  const publicUrl = readPublicUrl(values.OBOLE_PUBLIC_URL ?? `http://localhost:${values.PORT}`)
  if (publicUrl === undefined) problems.push(publicUrlForm)
  const key = readSecretKey(values)
  if (key.problem !== undefined) problems.push(key.problem)
  const headsKey = values.OBOLE_HEADS_KEY_FILE ? readKeyFile(values.OBOLE_HEADS_KEY_FILE, 'OBOLE_HEADS_KEY_FILE') : key
  if (headsKey !== key && headsKey.problem !== undefined) problems.push(headsKey.problem)
  const judged = { publicUrl: publicUrl ?? '', secretKey: key.value, tlsSwitch: set.NODE_TLS_REJECT_UNAUTHORIZED }
  const { OBOLE_MODE: mode, OBOLE_DATA_DIR: dataDir, OBOLE_HEADS_FILE: headsFile } = values
  problems.push(...unsafeSettings({ ...judged, mode, dataDir, headsFile }).filter(isNewTo(problems)))
  if (publicUrl === undefined) return { config: undefined, problems }
  return {
    config: configOf(values, { publicUrl, secretKey: key.value ?? '', headsSecret: headsKey.value ?? '', set }),
    problems,
  }
}

/** One sentence a setting: what cannot be read is not judged besides. */
const isNewTo =
  (problems: readonly string[]) =>
  (problem: string): boolean =>
    !problems.some((known) => known.split(':')[0] === problem.split(':')[0])

type Values = z.infer<typeof shape>
type ReadBefore = { publicUrl: string; secretKey: string; headsSecret: string; set: Readonly<Record<string, unknown>> }

function configOf(values: Values, { publicUrl, secretKey, headsSecret, set }: ReadBefore): Config {
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
    headsSecret,
    mailReplyTo: values.OBOLE_MAIL_REPLY_TO,
    auditMail: values.OBOLE_AUDIT_MAIL,
    trustProxy: readTrustProxy(values.OBOLE_TRUST_PROXY) ?? false,
    draftLanguages: (values.OBOLE_DRAFT_LANGUAGES ?? (values.OBOLE_MODE === 'demo' ? 'on' : 'off')) === 'on',
    demoDays: values.OBOLE_DEMO_YEAR === 'on' ? 365 : 0,
    withdrawal: {
      offered: values.OBOLE_WITHDRAWAL === 'on',
      days: values.OBOLE_WITHDRAWAL_DAYS,
      chargesUse: values.OBOLE_WITHDRAWAL_USED === 'charged',
    },
    gatewaySettings: readGatewaySettings(set),
  }
}

const publicUrlForm =
  'OBOLE_PUBLIC_URL: must be an http(s) URL of a host alone, such as https://print.example.org, without path or ' +
  'query: give Obole a host name of its own'

/** Without its closing slash; undefined for what is no URL of a host alone. */
function readPublicUrl(text: string): string | undefined {
  const url = URL.parse(text)
  const isHostAlone = url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  return isHostAlone && /^https?:$/.test(url.protocol) ? url.origin : undefined
}

function readSecretKey(values: Values): { value?: string; problem?: string } {
  const fromFile = values.OBOLE_SECRET_KEY_FILE
  if (fromFile) return readKeyFile(fromFile, 'OBOLE_SECRET_KEY_FILE')
  if (values.OBOLE_SECRET_KEY !== undefined) return { value: values.OBOLE_SECRET_KEY }
  if (values.OBOLE_MODE === 'demo') return { value: demoKey }
  return { problem: 'OBOLE_SECRET_KEY: needed outside demo mode, at least 32 random characters' }
}

function readKeyFile(path: string, setting: string): { value?: string; problem?: string } {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch {
    return { problem: `${setting}: ${path} cannot be read` }
  }
  if (text.length < 32) return { problem: `${setting}: the key needs at least 32 characters` }
  return { value: text }
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
