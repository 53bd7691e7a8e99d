import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  dependenciesAreDefended,
  everyCatalogue,
  frozenRowsAreEvidence,
  gatewaysAreNamedByTheRegistry,
  keysStandOnce,
  lackingInDrafts,
  languagesAgree,
  messagesAreUsed,
  migrationsAreUnchanged,
  readMessageFiles,
  readMigrations,
  readReleased,
  routesAreTested,
  routeTable,
  settingNames,
  settingsAreDocumented,
  statusesAgree,
  treeIsClean,
} from './tidy/agreements.ts'
import { importsPointOneWay, noCycles } from './tidy/imports.ts'
import {
  instantsHaveATieBreaker,
  rowsLiveWithTheirRoom,
  storedJsonHasASchema,
  tablesHaveOneWriter,
} from './tidy/owners.ts'
import { pagesUseComponents, roomsAreNotTooFull, whatIsMissingEndsInOneWay } from './tidy/pages.ts'
import {
  bannedWordsAreAbsent,
  exportedFunctionsAreExplained,
  filesAreShort,
  functionsAreShort,
  modulesKeepNothing,
  mostFilesAreShort,
  namesAreUnique,
  namesSaySomething,
} from './tidy/shape.ts'
import { type Rule, readSources, root, type SourceFile } from './tidy/source-files.ts'

const sources = readSources()
const document = (path: string): string => readFileSync(join(root, path), 'utf8')
const tests = sources
  .filter(({ path }) => /^test\/|\.test\./.test(path))
  .map(({ text }) => text)
  .join('\n')

/** Holds for the tree, and is shown to fail on a planted sample: a rule that cannot fail proves nothing. */
function rule(name: string, check: Rule, planted: SourceFile[]): void {
  test(name, () => {
    assert.ok(check(planted).length > 0, 'the planted sample is found')
    assert.deepEqual(check(sources), [])
  })
}
const file = (path: string, text: string): SourceFile => ({ path, text })

test('the rules see the tree: as many sources as there are', () => {
  assert.ok(sources.length > 150, `${sources.length} sources`)
  assert.equal(
    sources.filter(({ path }) => path.startsWith('src/')).length,
    globSync('src/**/*.{ts,tsx}', { cwd: root }).length,
  )
})

rule('imports point the agreed way', importsPointOneWay, [
  file('src/kit/x.ts', `import { a } from '../src/orders/order.ts'`),
])
rule('an adapter is named by the registry only', importsPointOneWay, [
  file('src/web/x.ts', `import { ogone } from '../src/gateways/ogone/ogone-gateway.ts'`),
])
rule('a gateway is named in its own folder only', gatewaysAreNamedByTheRegistry, [
  file('src/gateways/acme/acme-gateway.ts', ''),
  file('src/web/x.ts', `id === 'acme' ? 'wallet' : 'card'`),
])
rule('frozen rows go in by insertRows', frozenRowsAreEvidence, [file('src/a/x.ts', `tx.insertInto('receipt')`)])
rule('row types live with the room that owns the table', rowsLiveWithTheirRoom, [
  file('src/mail/mail-tables.ts', 'interface Schema {\n    orders: OrderRow\n  }\n'),
])
rule('stored JSON is read through a schema', storedJsonHasASchema, [
  file('src/a/x.ts', 'const limits = JSON.parse(row.limits) as Limits'),
])
rule('a table is written by its own room', tablesHaveOneWriter, [
  file('src/web/x.ts', `tx.updateTable('orders')`),
  file('src/review/x.ts', 'sql`insert into transfer (seq) values (1)`'),
])
rule('what is ordered by an instant has a tie-breaker', instantsHaveATieBreaker, [
  file('src/a/x.ts', `.orderBy('askedAt').execute()`),
  file('src/a/y.ts', `.orderBy('orders.paidAt', 'desc')\n    .limit(5)`),
])
rule('business never imports web', importsPointOneWay, [
  file('src/orders/x.ts', `import { a } from '../src/web/routes.ts'`),
])
rule('no cycles', noCycles, [
  file('src/a/x.ts', `import { y } from './y.ts'`),
  file('src/a/y.ts', `import { x } from './x.ts'`),
])
rule('nine files of ten are short', mostFilesAreShort, [file('src/kit/x.ts', '\n'.repeat(151))])
rule('files and lines are short', filesAreShort, [
  file('src/a/x.ts', 'x\n'.repeat(401)),
  file('src/a/y.ts', 'x'.repeat(121)),
])
rule('functions fit on a screen', functionsAreShort, [file('src/a/x.ts', `function f() {\n${'a()\n'.repeat(61)}}`)])
rule('modules keep nothing of an operator', modulesKeepNothing, [
  file('src/a/x.ts', 'let seen = 0'),
  file('src/a/y.ts', 'const open = new Map<string, number>()'),
  file('src/a/z.ts', 'const waiting: string[] = []'),
])
rule('file names are unique', namesAreUnique, [file('src/a/x.ts', ''), file('src/b/x.ts', '')])
rule('no room is too full', roomsAreNotTooFull, [
  ...Array.from({ length: 19 }, (_, index) => file(`src/a/x${index}.ts`, '')),
])
for (const sample of [
  '<table class="data">',
  '<div class="head">',
  '<div class="lead stack">',
  '<dl class="facts cols">',
  '<dl class="ledger">',
  '<ol class="timeline">',
  '<ul class="choices">',
  '<a class="go" href={x}>',
]) {
  rule(`a page does not write ${sample}`, pagesUseComponents, [file('src/web/desk/x/x.tsx', sample)])
}
rule('what is missing ends in the 404 page by one function', whatIsMissingEndsInOneWay, [
  file('src/a/x.ts', `if (!order) throw new Failure('not_found', 'no such order')`),
])
rule('file names say something', namesSaySomething, [file('src/a/string-utils.ts', '')])
rule('exported functions are explained', exportedFunctionsAreExplained, [file('src/a/x.ts', 'export function f() {}')])
for (const sample of [
  'parseFloat(x)',
  'x.toFixed(2)',
  'new Date()',
  'Date.now()',
  'process.env.X',
  'console.log(1)',
  'let a: any',
  'const x = TODO',
  'test.only()',
  'Math.random()',
  `import x from 'node:sqlite'`,
  '({ rejectUnauthorized: false })',
]) {
  rule(`${sample} is not used`, bannedWordsAreAbsent, [file('src/a/x.ts', sample)])
}

test('statuses in SQL are those of their lifecycles', () => {
  const sql = [{ path: 'x.sql', text: `status text check (status in ('a', 'c')), -- lifecycle: xLifecycle\n` }]
  const code = [file('src/x.ts', 'export const xLifecycle: Lifecycle<X> = {\n  a: [],\n  b: [],\n}')]
  assert.equal(statusesAgree(code, sql).length, 1)
  assert.deepEqual(statusesAgree(sources, readMigrations()), [])
})

test('every message stands in every whole language and is used; what a draft lacks is told', (t) => {
  for (const line of lackingInDrafts(readMessageFiles())) t.diagnostic(`report: ${line}`)
  assert.equal(
    messagesAreUsed([file('src/x.ts', `t('a.b'); t(\`c.\${d}\`)`)], { 'a.b': '', 'c.x': '', 'e.f': '' }).length,
    1,
  )
  const whole = { fr: { 'a.b': '{name}', 'c.d': '' }, en: { 'a.b': '{name}', 'c.d': '' } }
  assert.equal(languagesAgree({ ...whole, en: { 'a.b': '{name}' } }).length, 1)
  assert.equal(languagesAgree({ ...whole, de: { 'a.b': '{n, plural, other {{nobody}}}', 'e.f': '' } }).length, 2)
  assert.deepEqual(languagesAgree({ ...whole, de: { 'a.b': '{name}' } }), [])
  assert.deepEqual(languagesAgree(everyCatalogue), [])
  const area = (...keys: string[]) => ({ path: 'x.json', keys })
  assert.equal(keysStandOnce([area('a.b'), area('c.d', 'a.b')]).length, 1)
  assert.deepEqual(keysStandOnce(readMessageFiles()), [])
  assert.deepEqual(messagesAreUsed(sources, everyCatalogue.fr), [])
})

test('every setting and every dependency has its line', () => {
  assert.equal(settingsAreDocumented(['A'], '`B`').length, 1)
  assert.deepEqual(settingsAreDocumented(settingNames, document('docs/operating/settings.md')), [])
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(document('package.json')) as Record<
    string,
    object
  >
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  assert.ok(names.length > 20)
  assert.equal(dependenciesAreDefended(['left-pad'], '').length, 1)
  assert.deepEqual(dependenciesAreDefended(names, document('docs/dependencies.md')), [])
})

test('every route is walked by a test', () => {
  assert.equal(routesAreTested({ a: '/nowhere/:id' }, 'nothing').length, 1)
  assert.deepEqual(routesAreTested(routeTable, tests), [])
})

test('no released migration was changed', () => {
  assert.equal(migrationsAreUnchanged([{ path: 'a/0001.sql', text: 'x' }], { '0001.sql': 'other' }).length, 1)
  assert.deepEqual(migrationsAreUnchanged(readMigrations(), readReleased()), [])
})

test('the repository speaks of Obole alone', () => {
  assert.equal(treeIsClean([file('x.ts', 'cd /home/somebody/obole')]).length, 1)
  assert.equal(treeIsClean([file('package-lock.json', '"resolved": "https://x"')]).length, 1)
  assert.equal(treeIsClean([file('x.ts', '/** As the provider does (ogone.md section 3). */')]).length, 1)
  assert.deepEqual(treeIsClean([...sources, file('package-lock.json', document('package-lock.json'))]), [])
})
