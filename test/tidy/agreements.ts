import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { settings } from '../../src/config.ts'
import { frozenOf } from '../../src/db/frozen-columns.ts'
import { isDraft, type Language, languages } from '../../src/kit/language.ts'
import { catalogues } from '../../src/messages/translate.ts'
import { routes } from '../../src/web/routes.ts'
import { type Rule, root, type SourceFile, type Violation, withoutComments } from './source-files.ts'

export type Sql = { path: string; text: string }
export const readMigrations = (): Sql[] =>
  globSync('src/db/migrations/*.sql', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }))

/** A status's union stands in SQL and in its lifecycle: the same words in both. */
export function statusesAgree(files: readonly SourceFile[], migrations: readonly Sql[]): Violation[] {
  const tables = new Map(
    files.flatMap(({ text }) =>
      [...text.matchAll(/export const (\w+Lifecycle): Lifecycle<\w+> = \{([\s\S]*?)\n\}/g)].map(
        ([, name = '', body = '']) =>
          [name, [...body.matchAll(/^ {2}(\w+):/gm)].map(([, key = '']) => key).sort()] as const,
      ),
    ),
  )
  return migrations.flatMap(({ path, text }) =>
    [...text.matchAll(/check \(status in \(([^)]*)\)\)(?:, -- lifecycle: (\w+))?/g)].flatMap(([, list = '', name]) => {
      const inSql = [...list.matchAll(/'(\w+)'/g)].map(([, word = '']) => word).sort()
      const inCode = name === undefined ? undefined : tables.get(name)
      if (!inCode) return [`${path}: a status without its lifecycle (${list})`]
      return inSql.join() === inCode.join()
        ? []
        : [`${path}: ${name} is ${inCode.join()} in code, ${inSql.join()} in SQL`]
    }),
  )
}

/** Rows of a table with frozen columns are noted as evidence where they are written: by insertRows alone. */
export const frozenRowsAreEvidence: Rule = (files) =>
  files
    .filter(
      ({ path }) =>
        path.startsWith('src/') && !path.includes('.test.') && path !== 'src/payments/intake/receive-notice.ts',
    )
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\.insertInto\('(\w+)'\)/g)]
        .filter(([, table = '']) => frozenOf(table) !== undefined)
        .map(([, table]) => `${path} writes ${table} without insertRows`),
    )

/** Every message stands in both languages (the types see to that, this sees it again) and is used. */
export function messagesAreUsed(
  files: readonly SourceFile[],
  catalogue: Readonly<Record<string, string>>,
): Violation[] {
  const code = files
    .filter(({ path }) => /^src\/(?!messages\/)/.test(path) && !path.includes('.test.'))
    .map(({ text }) => text)
    .join('\n')
  const prefixes = [...code.matchAll(/`([\w.]+)\$\{/g)].map(([, prefix = '']) => prefix)
  return Object.keys(catalogue)
    .filter(
      (key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => prefix.includes('.') && key.startsWith(prefix)),
    )
    .map((key) => `message ${key} is used by nobody`)
}

type Messages = Readonly<Record<string, string>>
type Part = { type: number; value?: unknown; options?: Readonly<Record<string, { value: Part[] }>> }
const literal = 0
/** The values that a message takes, in its branches too. */
function placeholdersOf(text: string): string[] {
  const valuesOf = (parts: readonly Part[]): string[] =>
    parts.flatMap(({ type, value, options = {} }) => [
      ...(type === literal || typeof value !== 'string' ? [] : [value]),
      ...Object.values(options).flatMap((branch) => valuesOf(branch.value)),
    ])
  const parts = new IntlMessageFormat(text, 'fr', undefined, { ignoreTag: true }).getAst() as unknown as Part[]
  return valuesOf(parts)
}

/** Of every language: no key that French has not; unless it is a draft, every key; and no value that nobody gives. */
export const languagesAgree = (all: Readonly<Partial<Record<Language, Messages>>>): Violation[] => {
  const whole = Object.entries(all).filter(([language]) => !isDraft(language as Language))
  const given = (key: string) => new Set(whole.flatMap(([, messages]) => placeholdersOf(messages[key] ?? '')))
  const french = all.fr ?? {}
  return Object.entries(all).flatMap(([language, messages]) => [
    ...Object.keys(messages)
      .filter((key) => !(key in french))
      .map((key) => `${language}: ${key} is not in French`),
    ...Object.keys(french)
      .filter((key) => !(key in messages) && !isDraft(language as Language))
      .map((key) => `${language} has no ${key}`),
    ...Object.entries(messages)
      .filter(
        ([key, text]) => isDraft(language as Language) && placeholdersOf(text).some((name) => !given(key).has(name)),
      )
      .map(([key]) => `${language}: ${key} asks for a value that no whole language asks for`),
  ])
}
export const everyCatalogue = catalogues as Readonly<Record<Language, Messages>>

/** What each draft has no words for, by area: it is read in English. */
export const lackingInDrafts = (files: readonly MessageFile[]): string[] =>
  languages.filter(isDraft).map((language) => {
    const lacking = files
      .filter(({ path }) => path.includes('/fr/'))
      .map(({ path, keys }) => ({
        area: path.split('/').at(-1),
        keys: keys.filter((key) => !(key in everyCatalogue[language])),
      }))
      .filter(({ keys }) => keys.length > 0)
    const areas = lacking.map(({ area, keys }) => `${area?.replace('.json', '')} ${keys.length}`).join(', ')
    return `${language} is a draft; not translated yet, by area: ${areas}`
  })

export type MessageFile = { path: string; keys: readonly string[] }
export const readMessageFiles = (): MessageFile[] =>
  globSync('src/messages/*/*.json', { cwd: root }).map((path) => ({
    path,
    keys: Object.keys(JSON.parse(readFileSync(join(root, path), 'utf8')) as object),
  }))

/** A key stands in one file of its language: of two, the file that is read last would win without a word. */
export function keysStandOnce(files: readonly MessageFile[]): Violation[] {
  const language = (path: string): string => path.split('/').at(-2) ?? ''
  const all = files.flatMap(({ path, keys }) => keys.map((key) => `${language(path)} ${key}`))
  return [...Map.groupBy(all, (key) => key)].filter(([, same]) => same.length > 1).map(([key]) => `${key} stands twice`)
}

export function settingsAreDocumented(names: readonly string[], document: string): Violation[] {
  return names
    .filter((name) => !document.includes(`\`${name}\``))
    .map((name) => `${name} is not in docs/operating/settings.md`)
}
export const settingNames = settings.map(({ name }) => name)

export function dependenciesAreDefended(names: readonly string[], document: string): Violation[] {
  return names
    .filter((name) => !document.includes(`\`${name}\``))
    .map((name) => `${name} has no line in docs/dependencies.md`)
}

/** Every route is walked by some test: named by its key or by its path. */
export function routesAreTested(all: Readonly<Record<string, string>>, tests: string): Violation[] {
  return Object.entries(all)
    .filter(([name, path]) => {
      const stem = path.replace(/\/[:*].*$/, '')
      return !tests.includes(`routes.${name}`) && (stem === '' || !tests.includes(stem))
    })
    .map(([name, path]) => `route ${name} (${path}) is in no test`)
}
export const routeTable: Readonly<Record<string, string>> = routes

/** A migration that was released is history: a change of it is a new migration. */
export function migrationsAreUnchanged(
  migrations: readonly Sql[],
  released: Readonly<Record<string, string>>,
): Violation[] {
  return migrations.flatMap(({ path, text }) => {
    const expected = released[path.split('/').at(-1) ?? '']
    const actual = createHash('sha256').update(text).digest('hex')
    return expected === undefined || expected === actual ? [] : [`${path} was changed after its release`]
  })
}
export function readReleased(): Record<string, string> {
  const file = join(root, 'src/db/migrations/released.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
}

/** A gateway's name stands in its own folder and in the registry: the ninth one is a folder and a line. */
export const gatewaysAreNamedByTheRegistry: Rule = (files) => {
  const ids = new Set(files.flatMap(({ path }) => /^src\/gateways\/(?!kit\/)([^/.]+)\//.exec(path)?.[1] ?? []))
  const names = new RegExp([...ids].join('|') || '^$', 'i')
  return files
    .filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
    .filter(({ path }) => !/^src\/((gateways|simulators)\/all-\w+\.ts$|demonstration\/)/.test(path))
    .filter(({ path }) => !ids.has(/^src\/(?:gateways|simulators)\/([^/.]+)\//.exec(path)?.[1] ?? ''))
    .filter(({ text }) => names.test(withoutComments(text)))
    .map(({ path }) => `${path} names a gateway: ask its kind`)
}

const telling = /(?<![\w.])\/(?:home|root|Users|work)\/\w/
/** What only somebody with other papers could look up. */
const elsewhere = /\b(?:ogone|paypal)\.md (?:section|trap|\d)|\.\.\/shared\/|\b(?:design|contracts)\/[\w/-]+\.md\b/
/** The repository speaks of Obole alone: no path of a machine, no registry's host in the lockfile, no other papers. */
export const treeIsClean: Rule = (files) => [
  ...files
    .filter(({ path, text }) => telling.test(text) && !path.startsWith('test/tidy'))
    .map(({ path }) => `${path} speaks of something else`),
  ...files
    .filter(({ path, text }) => elsewhere.test(text) && !path.startsWith('test/tidy'))
    .map(({ path }) => `${path} cites what is not in the repository`),
  ...files
    .filter(({ path, text }) => path === 'package-lock.json' && /"resolved": "https?:/.test(text))
    .map(({ path }) => `${path} names a registry`),
]
