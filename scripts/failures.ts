import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/**
 * Writes docs/failures.md: what can go wrong, what Obole does then, and the tests that carry the case's number.
 * `npm run failures`; a test sees that the page is current.
 */
export type FailureCase = { case: number; group: string; fails: string; holds: string; lacks: string }
export type Proof = { number: number; title: string; path: string }

const root = join(import.meta.dirname, '..')
const page = 'docs/failures.md'

export const readCases = (): FailureCase[] =>
  JSON.parse(readFileSync(join(root, 'scripts/failure-cases.json'), 'utf8')) as FailureCase[]

/** Every title in the tree that carries a number, in the order of the files. */
export function readProofs(): Proof[] {
  const patterns = ['src/**/*.test.ts', 'test/**/*.test.ts', 'test/contracts/gateway/*-cases.ts']
  const paths = globSync(patterns, { cwd: root })
  return paths.sort().flatMap((path) => proofsOf(path, readFileSync(join(root, path), 'utf8')))
}

/** Titles are literals with `[case 7]` in them; a case of the gateway contract has its numbers beside what it says. */
export function proofsOf(path: string, text: string): Proof[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: Proof[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
      found.push(...numbersIn(path, node.getText(tree)))
    if (ts.isObjectLiteralExpression(node)) found.push(...contractCase(path, node))
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

function numbersIn(path: string, literal: string): Proof[] {
  const title = tidy(literal.slice(1, -1))
  return [...literal.matchAll(/\[case (\d{1,2})\]/g)].map(([, number]) => ({ number: Number(number), title, path }))
}

function contractCase(path: string, node: ts.ObjectLiteralExpression): Proof[] {
  const part = (name: string) =>
    node.properties.find(
      (each): each is ts.PropertyAssignment => ts.isPropertyAssignment(each) && each.name.getText() === name,
    )?.initializer
  const [id, cases, says] = [part('id'), part('cases'), part('says')]
  if (!id || !says || !cases || !ts.isArrayLiteralExpression(cases)) return []
  const title = `${(id as ts.StringLiteral).text}: ${tidy((says as ts.StringLiteral).text)}`
  return cases.elements.map((each) => ({ number: Number(each.getText()), title, path }))
}

const tidy = (title: string): string =>
  title
    .replace(/\s*\[[\w-]+(?: \d+)?\]/g, '')
    .replace(/\$\{[^}]*\}/g, '…')
    .replace(/\\(.)/g, '$1')
    .trim()

/** The page as it should be. */
export function drawPage(cases: readonly FailureCase[], proofs: readonly Proof[]): string {
  const tested = cases.filter(({ case: number }) => proofs.some((proof) => proof.number === number)).length
  const groups = [...Map.groupBy(cases, ({ group }) => group)]
  return [
    '# What can go wrong',
    '',
    'Made by `npm run failures`; do not edit. What to do in each case stands in `scripts/failure-cases.json`; a test',
    'proves a case by carrying its number, `[case 7]`, in its title. What is not proved, or not whole, says so.',
    '',
    `${tested} of ${cases.length} cases have a test.`,
    ...groups.flatMap(([group, members]) => [
      '',
      `## ${group}`,
      '',
      '| | What happens | What Obole does | Tests |',
      '| --- | --- | --- | --- |',
      ...members.map((each) => drawRow(each, proofs)),
    ]),
    '',
  ].join('\n')
}

function drawRow({ case: number, fails, holds, lacks }: FailureCase, proofs: readonly Proof[]): string {
  const mine = proofs.filter((proof) => proof.number === number)
  const titles = [...new Set(mine.map(({ title, path }) => `${cell(title)} (\`${path.split('/').at(-1)}\`)`))]
  const tests = titles.length === 0 ? '**none yet**' : titles.join('<br>')
  const missing = lacks === '' ? '' : `<br>*Missing: ${cell(lacks)}*`
  return `| ${number} | ${cell(fails)} | ${cell(holds)} | ${tests}${missing} |`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, page), drawPage(readCases(), readProofs()))
}
