import { Command } from 'commander'
import { BadBackup } from '../backup/backup-file.ts'
import { type Config, ConfigError, environment, readConfig } from '../config.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate, NewerDatabase, pendingMigrations } from '../db/migrate.ts'
import { DatabaseUnavailable } from '../db/unavailable.ts'
import { headKey } from '../finance/signed-heads.ts'
import { systemClock } from '../kit/clock.ts'
import { languages, mainLanguage, writtenLanguages } from '../kit/language.ts'
import { formatLanguage } from '../messages/format.ts'
import { type BackupOptions, backupCommand, backupDrillCommand, restoreCommand } from './backup-command.ts'
import { checkBooksCommand } from './check-books-command.ts'
import { checkConfigCommand } from './check-config-command.ts'
import { makeAdminCommand, takeRoleCommand } from './make-admin-command.ts'
import {
  type AddOptions,
  addPersonCommand,
  disablePersonCommand,
  enablePersonCommand,
  listPeopleCommand,
  resetPasswordCommand,
} from './people-command.ts'
import { resetDemoCommand } from './reset-demo-command.ts'
import { resetSecondFactorCommand } from './reset-second-factor-command.ts'
import { type SetUpOptions, setUpCommand } from './set-up-command.ts'
import { signCommand } from './sign-command.ts'
import { BadInput, type SupportOptions } from './support-gateway.ts'
import { listVatCommand, setVatCommand } from './vat-command.ts'
import { type VerifyOptions, verifyNoticeCommand } from './verify-notice-command.ts'

type Act = (database: Database, config: Config) => Promise<number>

/** Runs an act on the configured database; its number is the exit code. */
async function withDatabase(act: Act): Promise<void> {
  const config = readConfig()
  const database = openDatabase(config, systemClock, 'command')
  try {
    process.exitCode = await act(database, config)
  } finally {
    await database.close()
  }
}

/** The same for what only reads: a database that this program has not prepared yet is named, and left as it is. */
const withReadyDatabase = (act: Act): Promise<void> =>
  withDatabase(async (database, config) => {
    const [missing] = await pendingMigrations(database)
    if (missing === undefined) return act(database, config)
    console.log(`The database lacks ${missing}. Run: npm run obole -- migrate`)
    return 1
  })

/** For options that may come several times. */
const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

const program = new Command('obole').description('Commands for operators. Settings come from the environment.')

program
  .command('check-books')
  .description('recomputes chain, balances, sales and receipt numbers; exit code 1 when something is wrong')
  .option('--json', 'print the report as JSON')
  .option('--heads <file>', 'a file of signed heads: says whether each of them is still on the chains')
  .action((options: { json?: boolean; heads?: string }) =>
    withDatabase((database, config) => checkBooksCommand(database, { ...options, secret: config.headsSecret })),
  )

const keyFile = '--key-file <file>'
const keyFileHelp = 'a file that holds the passphrase of an encrypted back-up'

program
  .command('backup')
  .argument('<file>')
  .option(keyFile, keyFileHelp)
  .description('writes a back-up while the program works; either engine takes it back')
  .action((file: string, options: BackupOptions) => withDatabase((database) => backupCommand(database, file, options)))

program
  .command('restore')
  .argument('<file>')
  .option(keyFile, keyFileHelp)
  .description('puts a back-up into an empty database')
  .action((file: string, options: BackupOptions) =>
    withDatabase((database, { mode, headsFile, headsSecret }) =>
      restoreCommand(database, file, options, { mode, file: headsFile, key: headKey(headsSecret) }),
    ),
  )

program
  .command('backup-drill')
  .argument('<file>')
  .option(keyFile, keyFileHelp)
  .description('restores a back-up in a scratch folder and checks its books')
  .action(async (file: string, options: BackupOptions) => {
    process.exitCode = await backupDrillCommand(file, options)
  })

program
  .command('check-config')
  .description('reads every setting and says what is missing or bad, without starting')
  .option('--ask', 'ask the payment providers too whether they accept the settings')
  .action(async (options: { ask?: boolean }) => {
    process.exitCode = await checkConfigCommand(options.ask === true)
  })

const setUp = program
  .command('set-up')
  .option('--manager <login>', 'the first manager; with --name and --email')
  .option('--name <name>', 'name of a new manager')
  .option('--email <email>', 'address of a new manager')
  .option('--vat <code=rate>', 'a VAT rate, such as fr-20=20; may come several times', several)
  .option('--brand <file.json>', 'brand, seller and legal texts by the names of their fields')
  .option('--brand-form', 'print such a file, with what is published, and do nothing else')
  .option('--ask', 'ask even where the answers do not come from a terminal: one a line')
  .description('prepares the database, asks for what a shop needs before it sells, and says what is missing')
  .action((options: SetUpOptions) => withDatabase((database, config) => setUpCommand(database, config, options)))
for (const language of writtenLanguages)
  setUp.option(
    `--terms-${language} <file>`,
    `terms of sale in ${formatLanguage(language, 'en')}; all languages together`,
  )

program
  .command('make-admin')
  .argument('<login>')
  .option('--name <name>', 'name of a new person')
  .option('--email <email>', 'address of a new person')
  .option('--role <role>', 'manager, support or auditor', 'manager')
  .description('gives a person a role at the desk; creates the person, with a password link, when the login is new')
  .action((login: string, options: { role: string; name?: string; email?: string }) =>
    withDatabase(async (database, config) => {
      await migrate(database)
      return makeAdminCommand(database, { login, ...options, publicUrl: config.publicUrl })
    }),
  )

program
  .command('take-role')
  .argument('<login>')
  .argument('<role>', 'manager, support or auditor')
  .description('takes a role at the desk away')
  .action((login: string, role: string) => withDatabase((database) => takeRoleCommand(database, { login, role })))

const people = program.command('people').description('who can sign in; roles: make-admin, take-role')
people
  .command('add')
  .argument('<login>')
  .requiredOption('--name <name>', 'as the person is greeted')
  .option('--email <email>', 'where the letter goes; without one, add --show-link')
  .option('--language <language>', languages.join(' or '), mainLanguage)
  .option('--show-link', 'print the link to choose a password instead of sending it')
  .description('creates a person and sends a link to choose a password, good once within seven days')
  .action((login: string, options: AddOptions) =>
    withDatabase(async (database, { publicUrl }) => {
      await migrate(database)
      return addPersonCommand(database, { login, ...options, publicUrl })
    }),
  )
people
  .command('disable')
  .argument('<login>')
  .description('ends the person’s sessions and lets nobody in any more; credit and orders stay')
  .action((login: string) => withReadyDatabase((database) => disablePersonCommand(database, login)))
people
  .command('enable')
  .argument('<login>')
  .description('lets a disabled person in again')
  .action((login: string) => withReadyDatabase((database) => enablePersonCommand(database, login)))
people
  .command('reset-password')
  .argument('<login>')
  .option('--show-link', 'print the link instead of sending it')
  .description('sends a link to choose a password; today’s works until then')
  .action((login: string, options: { showLink?: boolean }) =>
    withReadyDatabase((database, { publicUrl }) => resetPasswordCommand(database, { login, ...options, publicUrl })),
  )
people
  .command('list')
  .argument('[text]', 'the beginning of a login, an address or a name')
  .description('prints login, state, roles, address and name')
  .action((text: string | undefined) => withReadyDatabase((database) => listPeopleCommand(database, text ?? '')))

const vat = program.command('vat').description('VAT rates: what each code stands for, from a day on')
vat
  .command('set')
  .argument('<code>', 'a short name, such as fr-20')
  .argument('<rate>', 'in per cent, such as 20 or 5.5')
  .option('--from <day>', 'as 2027-01-01; at once unless told')
  .description('sets the rate of a code; what is known already changes nothing')
  .action((code: string, rate: string, options: { from?: string }) =>
    withDatabase(async (database, config) => {
      await migrate(database)
      return setVatCommand(database, { code, rate, ...options, timeZone: config.timeZone })
    }),
  )
vat
  .command('list')
  .description('prints every code with its rate today and those to come')
  .action(() => withReadyDatabase((database, config) => listVatCommand(database, config.timeZone)))

program
  .command('migrate')
  .description('applies what is missing to the database; the server does the same at its start')
  .action(() =>
    withDatabase(async (database) => {
      const applied = await migrate(database)
      console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied: ${applied.join(', ')}`)
      return 0
    }),
  )

program
  .command('reset-second-factor')
  .argument('<login>')
  .description('lets a manager who lost telephone and recovery codes set up a second factor anew; ends the sessions')
  .action((login: string) => withDatabase((database) => resetSecondFactorCommand(database, login)))

program
  .command('reset-demo')
  .description('deletes the demonstration’s database; refuses any other')
  .action(async () => {
    process.exitCode = await resetDemoCommand(readConfig())
  })

function supportCommand(name: string) {
  return program
    .command(name)
    .requiredOption('--gateway <id>', 'which gateway')
    .option('--mode <mode>', 'demo, test or live; OBOLE_MODE unless told')
    .option('--set <name=value>', 'a setting of the gateway; @file: the content of a file', several, [])
}

supportCommand('verify-notice')
  .description('says whether a notice’s signature holds and what it means; exit code 1 when it does not')
  .requiredOption('--file <request>', 'the raw HTTP request: request line, headers, an empty line, body')
  .option('--at <instant>', 'when it arrived, for proofs that age; now unless told')
  .option('--certificate <file>', 'the certificate that the notice names, instead of fetching it')
  .option('--json', 'print {"valid":…,"facts":[…]}')
  .action(async (options: VerifyOptions) => {
    process.exitCode = await verifyNoticeCommand(options, environment)
  })

supportCommand('sign')
  .description('prints the signature that we would send with these parameters')
  .requiredOption('--file <params.json>', 'names and values as a JSON object')
  .action((options: SupportOptions & { file: string }) => {
    process.exitCode = signCommand(options, environment)
  })

// Who reads only the first lines (`| head`) is done: the command finishes what it does.
process.stdout.on('error', () => {})

program.parseAsync().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = error instanceof BadInput ? 2 : 1
})

/** A sentence where the operator can do something about it; a bug keeps its stack. */
function explain(error: unknown): unknown {
  const ours = [ConfigError, BadInput, DatabaseUnavailable, NewerDatabase, BadBackup]
  if (ours.some((kind) => error instanceof kind)) return (error as Error).message
  const { path, syscall, code } = error as { path?: unknown; syscall?: unknown; code?: unknown }
  if (code === 'ENOSPC') return 'The disk is full.'
  const isFile = (syscall === 'open' || syscall === 'rename') && typeof path === 'string'
  return isFile ? `${path}: cannot be used (${code})` : error
}
