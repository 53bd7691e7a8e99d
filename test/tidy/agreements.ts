import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../../src/config.ts'
import { frozenOf } from '../../src/db/frozen-columns.ts'
import { en, fr } from '../../src/messages/catalogues.ts'
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

export const languagesAgree = (): Violation[] => {
  const [french, english] = [Object.keys(fr), Object.keys(en)]
  return [
    ...french.filter((key) => !(key in en)).map((key) => `${key} has no English`),
    ...english.filter((key) => !(key in fr)).map((key) => `${key} has no French`),
  ]
}

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
