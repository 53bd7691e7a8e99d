import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { parse, type Rule, type SourceFile } from './source-files.ts'

const base = ['kit', 'db', 'messages']
/** The contract of those rooms whose rows may need a person. */
const reviewed = 'review/review-kind.ts'
const sale = [...base, 'ledger', 'catalogue', 'people', 'orders', 'credit', 'receipts']
const gatewayContract = ['gateways/gateway.ts', 'gateways/gateway-kind.ts']
const printContract = 'printing/print-system.ts'
const paid = [...sale, reviewed, 'mail', 'payments', 'payments/settlement', ...gatewayContract, printContract]

/** The rooms, lowest first, each with those it may import besides itself; an unnamed folder is its parent's. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  messages: ['kit'],
  db: ['kit'],
  mail: [...base, reviewed],
  ledger: base,
  catalogue: [...base, 'people/audit/audit.ts'],
  brand: base,
  people: [...base, 'mail'],
  opening: [...base, 'catalogue', 'brand', 'people'],
  gateways: ['kit', 'messages', 'gateways/kit'],
  'gateways/kit': ['kit', 'messages', ...gatewayContract],
  // What a line of a history says is one type, whoever keeps the account.
  printing: ['kit', 'messages', 'ledger/history.ts'],
  // Our own books are one print system among others.
  'printing/builtin': ['kit', 'db', 'ledger', 'printing/print-system.ts'],
  orders: [...base, 'ledger', 'catalogue', 'people'],
  credit: [...base, 'ledger', 'catalogue', 'people', 'orders', printContract, reviewed],
  receipts: [...base, 'ledger', 'catalogue', 'people', 'orders', 'mail', 'brand'],
  payments: [...sale, reviewed, ...gatewayContract, printContract],
  'payments/settlement': paid,
  'payments/intake': paid,
  'payments/refunds': paid,
  'payments/proof': paid,
  'order-history': [...paid, 'payments/intake'],
  checkout: [...paid, 'payments/intake', 'order-history'],
  withdrawals: [...paid, 'payments/refunds', 'order-history'],
  reconciliation: [...paid, 'payments/intake'],
  review: [...paid, 'payments/intake', 'payments/refunds', 'order-history', 'withdrawals', 'reconciliation'],
  simulators: ['kit', 'messages', 'gateways', 'gateways/kit'],
  // What proves the books asks each room for its own proof.
  finance: [...paid, 'payments/proof', 'reconciliation', 'withdrawals'],
  backup: [...base, 'people'],
}
const business = Object.keys(allowed).filter((room) => !['gateways', 'printing', 'simulators'].includes(room))
const contracts = [
  ...gatewayContract,
  'gateways/gateway-settings.ts',
  'gateways/all-gateways.ts',
  'gateways/connect-gateways.ts',
  'gateways/method-look.ts',
  'printing/print-system.ts',
  'simulators/engine/simulator.ts',
]
for (const room of ['worker', 'web', 'cli']) {
  ;(allowed as Record<string, readonly string[]>)[room] = [...business, ...contracts, 'config.ts', 'worker']
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

const rooms = Object.keys(allowed).sort((a, b) => b.length - a.length)
/** The room that a path of src is in: the innermost one that has a line above. */
const roomOf = (path: string): string => {
  const inside = path.replace(/^src\//, '')
  return rooms.find((room) => inside.startsWith(`${room}/`)) ?? /^([^/]+)\//.exec(inside)?.[1] ?? ''
}

/** Imports point the agreed way; an adapter sees its contract and its own folder only. */
export const importsPointOneWay: Rule = (files) =>
  files.flatMap((file) => {
    const room = roomOf(file.path)
    const mayImport = allowed[room]
    if (!mayImport || file.path.includes('.test.')) return []
    return importsOf(file)
      .filter(({ to }) => to.startsWith('src/'))
      .filter(({ to }) => !isAllowed({ file: file.path, room, mayImport, to }))
      .map(({ from, to }) => `${from} imports ${to}: ${room} may import ${mayImport.join(', ') || 'nothing of ours'}`)
  })

type Arrow = { file: string; room: string; mayImport: readonly string[]; to: string }

function isAllowed({ file, room, mayImport, to }: Arrow): boolean {
  const target = to.replace(/^src\//, '')
  const adapter = /^(gateways|printing|simulators)\/(?!(?:engine|kit)\/)([^/]+)\//.exec(target)?.[0]
  // Only the registry names an adapter, and an adapter names no other; a simulator knows the adapter it answers.
  if (adapter && !file.startsWith(`src/${adapter}`))
    return /\/all-[\w-]+\.ts$/.test(file) || file.startsWith(`src/${adapter.replace('gateways', 'simulators')}`)
  if (roomOf(to) === room) return true
  return mayImport.includes(target) || mayImport.includes(roomOf(to))
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
