import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { type HttpsProxy, startHttpsProxy } from '../support/https-proxy.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { createOwnAuthority } from '../support/own-authority.ts'
import { type Ended, type Running, runProgram, untilReady } from '../support/process.ts'
import { type Bank, startBank } from './outside-bank.ts'

const root = join(import.meta.dirname, '..', '..')
const installMd = readFileSync(join(root, 'docs', 'operating', 'install.md'), 'utf8')
const blocks = [...installMd.matchAll(/^```\n(.*?)^```$/gms)].map(([, text = '']) => text)

/** The block of docs/operating/install.md that has this in it, without the marks around it. */
export function documented(words: string): string {
  const found = blocks.filter((block) => block.includes(words))
  if (found.length !== 1) throw new Error(`install.md has ${found.length} blocks with ${words}`)
  return found[0] ?? ''
}

/** As the operator and the provider's back office agreed on, with the signs that a shell and systemd could change. */
const ogone: Readonly<Record<string, string>> = {
  PSPID: 'Sources',
  SHA_IN: 'to the page; $of "Sources" & more',
  SHA_OUT: 'to the shop # of <Sources> 100%',
  SHA_IN_DIRECT_LINK: 'direct * link \\ of (Sources)',
  API_USER_ID: 'sources-api',
  API_PASSWORD: 'password of the api!',
}
const bankSettings = {
  pspid: ogone.PSPID ?? '',
  shaIn: ogone.SHA_IN ?? '',
  shaOut: ogone.SHA_OUT ?? '',
  shaOutBefore: '',
  shaInDirectLink: ogone.SHA_IN_DIRECT_LINK ?? '',
  apiUserId: ogone.API_USER_ID ?? '',
  apiPassword: ogone.API_PASSWORD ?? '',
  hashAlgorithm: 'sha512',
  directLinkSignsQueries: 'yes',
  sharedAccount: 'no',
}

export type Installation = {
  proxy: HttpsProxy
  mail: MailServer
  bank: Bank
  /** Where a command may leave its files. */
  folder: string
  /** A command line of the document, in a shell that took the settings; `input` is what is typed. */
  shell(line: string, input?: string): Promise<Ended>
  /** What the unit of the document starts, once it is ready. */
  start(): Promise<Running>
  /** Other settings than those of the first day. */
  set(changes: Readonly<Record<string, string>>): void
  remove(): Promise<void>
}

/** What docs/operating/install.md sets up, with everything around it on this machine; the database is `place`. */
export async function createInstallation(place: Place): Promise<Installation> {
  const folder = join(place.dataDir, 'installation')
  mkdirSync(join(folder, 'data'), { recursive: true })
  const authority = createOwnAuthority(folder)
  const port = await freePort()
  const proxy = await startHttpsProxy(authority.server, port)
  const mail = await startMailServer(authority.server)
  const bank = await startBank({ shopUrl: proxy.url, tls: authority.server, settings: bankSettings }, authority)
  writeFileSync(join(folder, 'key'), `${randomBytes(33).toString('base64')}\n`, { mode: 0o640 })
  const own: Record<string, string | undefined> = {
    OBOLE_PUBLIC_URL: proxy.url,
    OBOLE_SECRET_KEY_FILE: join(folder, 'key'),
    OBOLE_DATA_DIR: join(folder, 'data'),
    DATABASE_URL: place.databaseUrl,
    SMTP_URL: mail.url,
    OBOLE_OGONE_BASE_URL: bank.url,
    ...Object.fromEntries(Object.entries(ogone).map(([name, value]) => [`OBOLE_OGONE_${name}`, value])),
    NODE_EXTRA_CA_CERTS: authority.file,
    PORT: String(port),
  }
  const file = join(folder, 'environment')
  const write = () => writeFileSync(file, environmentOf(own))
  write()
  return {
    proxy,
    mail,
    bank,
    folder,
    shell: (line, input) => runProgram(['sh', '-c', `set -a; . ${file}; set +a; ${line}`], {}, input).ended,
    start: () => startUnit(file),
    set(changes) {
      Object.assign(own, changes)
      write()
    },
    async remove() {
      await Promise.all([bank.stop(), proxy.stop(), mail.stop()])
      authority.forget()
    },
  }
}

/** The lines of the document with our values, and what it says besides; a line without a value is left out. */
function environmentOf(own: Readonly<Record<string, string | undefined>>): string {
  const lines = documented('OBOLE_MODE=live').trim().split('\n')
  const given = lines.map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) ?? [])
  const names = given.map(([name = '']) => name)
  const values = [...given, ...Object.entries(own).filter(([name]) => !names.includes(name))]
  return values
    .map(([name = '', value]) => [name, name in own ? own[name] : value] as const)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}='${value}'\n`]))
    .join('')
}

/** As systemd does: the command of the unit, with the settings of the file, each without the quotes around it. */
function startUnit(file: string): Promise<Running> {
  const command = /^ExecStart=(.*)$/m.exec(documented('Restart=on-failure'))?.[1] ?? ''
  const words = command.replaceAll('/opt/obole/', `${root}/`).split(' ')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const environment = Object.fromEntries(lines.map((line) => /^(\w+)='(.*)'$/.exec(line)?.slice(1) ?? []))
  return untilReady(runProgram(words, environment as Record<string, string>))
}
