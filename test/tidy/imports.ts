import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { parse, type Rule, type SourceFile } from './source-files.ts'

const base = ['kit', 'db', 'messages']
/** Who may import whom, folder by folder; each may import itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  messages: ['kit'],
  db: ['kit'],
  gateways: ['kit', 'messages'],
  printing: ['kit', 'messages'],
  mail: base,
  ledger: base,
  catalogue: base,
  brand: base,
  people: [...base, 'mail'],
  orders: [...base, 'ledger', 'catalogue', 'people'],
  topups: [...base, 'ledger', 'catalogue', 'people', 'orders', 'printing/print-accounts.ts'],
  receipts: [...base, 'ledger', 'catalogue', 'people', 'orders', 'mail', 'brand'],
  payments: [
    ...base,
    'ledger',
    'catalogue',
    'people',
    'orders',
    'mail',
    'topups',
    'receipts',
    'gateways/gateway.ts',
    'printing/print-accounts.ts',
  ],
  backup: [...base, 'people'],
  reconciliation: [...base, 'ledger', 'people', 'payments', 'gateways/gateway.ts'],
  withdrawals: [...base, 'ledger', 'people', 'orders', 'mail', 'topups', 'payments'],
  opening: [...base, 'catalogue', 'brand', 'people'],
}
const business = Object.keys(allowed).filter((folder) => !['gateways', 'printing'].includes(folder))
const contracts = [
  'gateways/gateway.ts',
  'gateways/all-gateways.ts',
  'gateways/connect-gateways.ts',
  'gateways/method-look.ts',
  'printing/print-accounts.ts',
]
for (const folder of ['worker', 'web', 'cli']) {
  ;(allowed as Record<string, readonly string[]>)[folder] = [...business, ...contracts, 'config.ts', 'worker']
}

type Import = { from: string; to: string; typeOnly: boolean }

export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  for (const statement of parse(file).statements) {
    const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
    if (!isImport || !statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.isTypeOnly === true
      : statement.isTypeOnly
    found.push({ from: file.path, to: resolve(file.path, statement.moduleSpecifier.text), typeOnly })
  }
  return found
}

const resolve = (from: string, name: string): string =>
  name.startsWith('.') ? normalize(join(dirname(from), name)) : name

const folderOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? ''

/** Imports point the agreed way; an adapter sees its contract and its own folder only. */
export const importsPointOneWay: Rule = (files) =>
  files.flatMap((file) => {
    const folder = folderOf(file.path)
    const mayImport = allowed[folder]
    if (!mayImport || file.path.includes('.test.')) return []
    return importsOf(file)
      .filter(({ to }) => to.startsWith('src/'))
      .filter(({ to }) => !isAllowed({ file: file.path, folder, mayImport, to }))
      .map(({ from, to }) => `${from} imports ${to}: ${folder} may import ${mayImport.join(', ') || 'nothing of ours'}`)
  })

function isAllowed({
  file,
  folder,
  mayImport,
  to,
}: {
  file: string
  folder: string
  mayImport: readonly string[]
  to: string
}): boolean {
  const target = to.replace(/^src\//, '')
  // What the simulated providers share is not an adapter.
  const adapter = /^(gateways|printing)\/(?!simulation\/)([^/]+)\//.exec(target)?.[0]
  // Only the registry names an adapter, and an adapter names no other.
  if (adapter && !file.startsWith(`src/${adapter}`)) return /\/all-[\w-]+\.ts$/.test(file)
  if (folderOf(to) === folder) return true
  return mayImport.some((allowedPath) => target === allowedPath || target.startsWith(`${allowedPath}/`))
}

/** A cycle of real imports; type-only ones leave nothing behind when they are stripped. */
export const noCycles: Rule = (files) => {
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter((each) => !each.typeOnly)
        .map(({ to }) => to),
    ]),
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (done.has(path)) return
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) walk(path, [])
  return cycles
}

/** Where a program begins: what nobody imports but somebody runs. */
const entries = new RegExp(
  [
    '^src/(main|cli/obole)\\.ts$',
    '^src/web/enhance/',
    '^scripts/',
    '^bench/bench(-server)?\\.ts$',
    '^test/support/(run-suite|quiet-reporter)\\.ts$',
    '^test/crash/',
    '^test/process/planted-bug\\.ts$',
    '\\.test\\.tsx?$',
    '\\.d\\.ts$',
  ].join('|'),
)

export const everyFileIsUsed: Rule = (files) => {
  const used = new Set(files.flatMap((file) => importsOf(file).map(({ to }) => to)))
  const dynamic = files.map((file) => file.text).join('\n')
  return files
    .filter(({ path }) => !entries.test(path) && !used.has(path))
    .filter(({ path }) => !dynamic.includes(`/${path.split('/').at(-1)}')`))
    .map(({ path }) => `${path} is imported by nobody`)
}
