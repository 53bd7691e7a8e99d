import recheck from 'recheck/lib/browser.js'
import ts from 'typescript'
import { parse, type SourceFile, type Violation } from './source-files.ts'

export type Regex = { where: string; source: string; flags: string }

/** Every regular expression of the files, each pattern once; one that is put together at run time cannot be judged. */
export function regexesOf(files: readonly SourceFile[]): { regexes: Regex[]; made: Violation[] } {
  const found = new Map<string, Regex>()
  const made: Violation[] = []
  for (const file of files) {
    const tree = parse(file)
    const visit = (node: ts.Node): void => {
      const where = `${file.path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/')
        const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)]
        if (!found.has(node.text)) found.set(node.text, { where, source, flags })
      }
      const isMade = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp'
      if (isMade) made.push(`${where}: a regular expression is written as a literal, so that it can be judged`)
      ts.forEachChild(node, visit)
    }
    visit(tree)
  }
  return { regexes: [...found.values()], made }
}

/** One that can be judged at all takes well under a second; a busy machine is given much more. */
const longestMs = 20_000

/** Nothing in it repeats without an end, and no group repeats: whatever it is tried on, each place costs as little. */
function isShort(source: string): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  return !/[*+]|,\}|\)\{/.test(bare)
}

/** Undefined for a regular expression whose cost grows with its text and no faster. */
export function whyNotLinear({ where, source, flags }: Regex): Violation | undefined {
  if (isShort(source)) return undefined
  const verdict = recheck.checkSync(source, flags, { timeout: longestMs })
  if (verdict.status === 'safe') return undefined
  const what = verdict.status === 'vulnerable' ? verdict.complexity.summary : `not judged: ${verdict.error.kind}`
  return `${where}: /${source}/${flags} is ${what}; write it with split, indexOf or a loop`
}
