import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { newestBrandNumber, publishBrand, publishedContent } from '../brand/brand.ts'
import { brandChanges } from '../brand/brand-changes.ts'
import { brandFields } from '../brand/brand-fields.ts'
import { publishProblems, readBrandTexts } from '../brand/check-brand.ts'
import { publishTerms, termsInForce } from '../catalogue/terms-of-sale.ts'
import { hasVatRate } from '../catalogue/vat-rate.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { migrate, stampMode } from '../db/migrate.ts'
import { nowOf } from '../kit/clock.ts'
import { fieldIn, inEach, type WrittenLanguage, writtenLanguages } from '../kit/language.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { isHeld } from '../people/find-people.ts'
import { checkConfigCommand } from './check-config-command.ts'
import { makeAdminCommand } from './make-admin-command.ts'
import { BadInput, readText } from './support-gateway.ts'
import { setVatCommand } from './vat-command.ts'

export type SetUpOptions = { readonly [file in `terms${Capitalize<WrittenLanguage>}`]?: string } & {
  vat?: readonly string[]
  manager?: string
  name?: string
  email?: string
  brand?: string
  brandForm?: boolean
  ask?: boolean
}

const by = 'command line'

/**
 * Walks through what a shop needs before it may sell: prepares the database, does what the flags say, asks at a
 * terminal for what is missing and short, and prints the list. Said again, it does what is left.
 */
export async function setUpCommand(database: Database, config: Config, options: SetUpOptions): Promise<number> {
  const applied = await migrate(database)
  await stampMode(database, config.mode)
  if (options.brandForm) return printBrandForm(database)
  console.log(applied.length === 0 ? 'The database is prepared.' : `The database is prepared: ${applied.join(', ')}`)
  const asked = options.ask || stdin.isTTY ? askLines() : undefined
  try {
    await setUpManager(database, config, { options, asked })
    await setUpVat(database, config, { options, asked })
  } finally {
    asked?.close()
  }
  await setUpTerms(database, options)
  await setUpBrand(database, options)
  console.log('')
  return checkConfigCommand(false)
}

/** The texts that `--brand` takes, by the names of their fields, with what is published of them. */
async function printBrandForm(database: Database): Promise<number> {
  const content = await publishedContent(database.db)
  console.log(JSON.stringify(Object.fromEntries(brandFields.map(({ name, read }) => [name, read(content)])), null, 2))
  return 0
}

type Asked = { answer(question: string): Promise<string>; close(): void }
type With = { options: SetUpOptions; asked: Asked | undefined }

/** Lines are kept as they come: some may be there before their question. Their end answers "later" to all the rest. */
function askLines(): Asked {
  const input = createInterface({ input: stdin, ...(stdin.isTTY && { output: stdout }) })
  const lines = input[Symbol.asyncIterator]()
  let isOver = false
  return {
    async answer(question) {
      if (isOver) return ''
      input.setPrompt(`${question} (empty: later) `)
      if (stdin.isTTY) input.prompt()
      const line = await lines.next()
      isOver = line.done === true
      if (!stdin.isTTY) stdout.write(`${input.getPrompt()}\n`)
      return line.done ? '' : line.value.trim()
    },
    close: () => input.close(),
  }
}

/** An answer, or nothing where nobody is there to answer. */
const ask = async (asked: Asked | undefined, question: string): Promise<string> => (await asked?.answer(question)) ?? ''

async function setUpManager(database: Database, { publicUrl }: Config, { options, asked }: With): Promise<void> {
  if (!options.manager && (await isHeld(database.db, 'manager'))) return
  const login = options.manager ?? (await ask(asked, 'Login of the first manager?'))
  if (login === '') return
  const name = options.name ?? (await ask(asked, 'Name?'))
  const email = options.email ?? (await ask(asked, 'E-mail address?'))
  await makeAdminCommand(database, { login, role: 'manager', name, email, publicUrl })
}

async function setUpVat(database: Database, { timeZone }: Config, { options, asked }: With): Promise<void> {
  for (const pair of options.vat ?? []) {
    const [code = '', rate = ''] = pair.split('=')
    await setVatCommand(database, { code, rate, timeZone })
  }
  if (options.vat || (await hasVatRate(database.db))) return
  const rate = await ask(asked, 'VAT rate in per cent, such as 20?')
  if (rate === '') return
  const code = (await ask(asked, 'A short name for it, such as fr-20?')) || 'normal'
  await setVatCommand(database, { code, rate, timeZone })
}

async function setUpTerms(database: Database, options: SetUpOptions): Promise<void> {
  const files = inEach((language) => options[fieldIn('terms', language)])
  const named = writtenLanguages.filter((language) => files[language] !== undefined)
  if (named.length === 0) return
  const all = writtenLanguages.map((language) => `--terms-${language}`)
  if (named.length < writtenLanguages.length) throw new BadInput(`${all.join(' and ')} go together`)
  const texts = inEach((language) => readText(files[language] ?? '').trim())
  if (Object.values(texts).includes('')) throw new BadInput(`${all.join(', ')}: a file is empty`)
  const inForce = await termsInForce(database.db, nowOf(database.clock))
  const isInForce = writtenLanguages.every((language) => inForce?.texts[language] === texts[language])
  if (isInForce) return console.log('These terms are in force.')
  await database.transact(async (tx) => {
    const { termsId, number, sha256 } = await publishTerms(tx, { effectiveAt: tx.now, texts, by })
    const detail = { number, effectiveAt: tx.now, sha256 }
    await recordAudit(tx, { actor: by, act: 'publish terms', about: termsId, detail })
    console.log(`Terms of sale ${number} are in force.`)
  })
}

/** A JSON file of field names and texts; what it does not name stays as it is published. */
async function setUpBrand(database: Database, { brand }: SetUpOptions): Promise<void> {
  if (brand === undefined) return
  const before = await publishedContent(database.db)
  const { content, problems } = readBrandTexts(before, readBrandFile(brand))
  const wrong = [...problems, ...publishProblems(content)]
  if (wrong.length > 0) {
    const fields = wrong.map(({ field }) => field).join(', ')
    throw new BadInput(`--brand: not published. Missing, too long or not readable: ${fields}`)
  }
  if (brandChanges(before, content).length === 0) return console.log('This brand is published.')
  await database.transact(async (tx) => {
    const number = await publishBrand(tx, { content, by, after: await newestBrandNumber(tx) })
    await recordAudit(tx, { actor: by, act: 'publish brand', about: 'brand', detail: { version: number } })
    console.log(`Brand ${number} is published.`)
  })
}

function readBrandFile(path: string): ReadonlyMap<string, string> {
  let json: unknown
  try {
    json = JSON.parse(readText(path))
  } catch (error) {
    if (error instanceof BadInput) throw error
    throw new BadInput(`${path}: is no JSON`)
  }
  const pairs = Object.entries(json as Record<string, unknown>)
  const known = new Set(brandFields.map(({ name }) => name))
  const strange = pairs.filter(([name, text]) => !known.has(name) || typeof text !== 'string')
  if (strange.length > 0) throw new BadInput(`${path}: no text of a brand: ${strange.map(([name]) => name).join(', ')}`)
  return new Map(pairs.map(([name, text]) => [name, String(text)]))
}
