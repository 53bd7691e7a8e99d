import { basename } from 'node:path'
import ts from 'typescript'
import { parse, type Rule, type SourceFile, withoutComments } from './source-files.ts'

/** A case of a contract is told whole, and a test file has as many as its subject. */
const maxFile = (path: string): number => (isProgram(path) ? 300 : 400)
const isProgram = (path: string): boolean => path.startsWith('src/') && !path.includes('.test.')
/** Nine files of ten: what is longer has a reason, and not many have one. */
const usualFile = 150
const longer = 0.1
const maxFunction = 60
const maxLine = 120
/** Sentences and names are not cut to fit. */
const prose = new RegExp(
  [
    '^src/messages/',
    '^src/(brand/brand-content|demonstration/demo-terms|people/sign-in/common-passwords|web/look/icon-strokes)',
    '\\.test\\.ts$',
    'simulators/\\w+/\\w+-simulator-(page|answers|issues)',
  ].join('|'),
)

export const filesAreShort: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const lines = text.split('\n')
    const tooLong = lines.length > maxFile(path) ? [`${path} has ${lines.length} lines: one subject each`] : []
    if (prose.test(path)) return tooLong
    const wide = lines.findIndex((line) => line.length > maxLine)
    return wide < 0 ? tooLong : [...tooLong, `${path}:${wide + 1} is ${lines[wide]?.length} characters wide`]
  })

/** Of the program alone. */
export const mostFilesAreShort: Rule = (files) => {
  const program = files.filter(({ path }) => isProgram(path))
  const long = program.filter(({ text }) => text.split('\n').length - 1 > usualFile)
  if (long.length <= program.length * longer) return []
  return [`${long.length} of ${program.length} files have more than ${usualFile} lines`]
}

export const functionsAreShort: Rule = (files) =>
  files.flatMap((file) => {
    const found: string[] = []
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && !isTest(file)) {
        const tree = parse(file)
        const lines = lineOf(tree, node.getEnd()) - lineOf(tree, node.getStart()) + 1
        if (lines > maxFunction)
          found.push(`${file.path}:${lineOf(tree, node.getStart())} is a function of ${lines} lines`)
      }
      ts.forEachChild(node, visit)
    }
    visit(parse(file))
    return found
  })

const isTest = ({ path }: SourceFile): boolean => /^(test|bench|scripts)\/|\.test\./.test(path)
const lineOf = (tree: ts.SourceFile, at: number): number => tree.getLineAndCharacterOfPosition(at).line + 1

export const namesAreUnique: Rule = (files) => {
  const byName = Map.groupBy(files, ({ path }) => basename(path).replace(/\.tsx?$|\.mjs$/, ''))
  return [...byName]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => `${name}: ${same.map(({ path }) => path).join(', ')}`)
}

export const namesSaySomething: Rule = (files) =>
  files
    .filter(({ path }) => /^(index|.*(utils?|helpers?|services?|managers?|controllers?))\.tsx?$/.test(basename(path)))
    .map(({ path }) => `${path}: name it for what it holds or does`)

/** Every exported function says what it does: components and tests are read by what they draw and tell. */
export const exportedFunctionsAreExplained: Rule = (files) =>
  files
    .filter(
      (file) => file.path.startsWith('src/') && !/\.test\.|\.tsx$|\.d\.ts$|web\/(portal|enhance)\//.test(file.path),
    )
    .flatMap((file) =>
      parse(file)
        .statements.filter(ts.isFunctionDeclaration)
        .filter((node) => node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword))
        .filter((node) => !/^\s*\/\*\*/.test(node.getFullText()) && !node.getFullText().includes('/**'))
        .map((node) => `${file.path}: ${node.name?.text} has no doc comment`),
    )

type Ban = { what: RegExp; instead: string; where?: RegExp; except?: RegExp }
const outside = /^(bench|scripts)\/|^test\/|\.test\./
const bans: readonly Ban[] = [
  { what: /\bparseFloat\b|\.toFixed\(/, instead: 'kit/amount.ts' },
  { what: /new Date\(\)|Date\.now\(\)/, instead: 'the injected clock', except: /^src\/kit\/clock\.ts$/ },
  { what: /process\.env/, instead: 'config.ts', except: /^src\/config\.ts$|^test\/support\/|^bench\/|^scripts\// },
  {
    what: /\bconsole\./,
    instead: 'the log',
    except: /^src\/(cli\/|main\.ts)|^bench\/|^scripts\/|^test\/(support|crash)\//,
  },
  { what: /: any\b|as any\b|<any>/, instead: 'a type' },
  { what: /\b(TODO|FIXME|XXX|HACK)\b/, instead: 'an issue, or doing it' },
  { what: /\b(test|describe|it)\.(skip|only|todo)\b/, instead: 'a reason given as { skip }' },
  { what: /Math\.random/, instead: 'kit/id.ts', where: /^src\//, except: /^src\/db\/|-simulator-book\.ts$/ },
  {
    what: /from 'node:sqlite'/,
    instead: 'db/sqlite/sqlite.ts',
    except: /^src\/db\/sqlite\/sqlite\.ts$|^bench\/|^test\/queries\/|^test\/support\/file-lock\.ts$/,
  },
  { what: /rejectUnauthorized/, instead: 'nothing: certificates are always verified' },
]

export const bannedWordsAreAbsent: Rule = (files) =>
  files.flatMap((file) => {
    const text = withoutComments(file.text)
    const about = bans.filter(({ where, except }) => (!where || where.test(file.path)) && !except?.test(file.path))
    return about
      .filter(({ what }) => what.test(text) && !isPlanted(file))
      .map(({ what, instead }) => `${file.path}: ${what} → ${instead}`)
  })

/** This folder speaks of the words it bans. */
const isPlanted = ({ path }: SourceFile): boolean => /^test\/tidy/.test(path) && outside.test(path)

/** What a module may keep between calls: what is the same for every operator, made once. */
const kept: Readonly<Record<string, string>> = {
  'src/brand/brand.ts': 'parsed',
  'src/brand/logo/brand-logo.ts': 'drawn',
  'src/db/many-rows.ts': 'texts',
  'src/gateways/kit/notices/certificate-chain.ts': 'roots',
  'src/kit/day.ts': 'formats starts',
  'src/kit/id.ts': 'lastMs countInMs pool poolAt',
  'src/messages/translate.ts': 'compiled',
  'src/people/sign-in/common-passwords.ts': 'loaded',
  'src/people/sign-in/password.ts': 'dummy',
  'src/receipts/draw-receipt.ts': 'loaded',
  'src/receipts/render-receipt.ts': 'thread',
  'src/web/look/own-words.tsx': 'known',
  'src/simulators/paypal/paypal-simulator-certificates.ts': 'made authorityKeys',
}

/** Several operators live in one process: what a module keeps would be seen by all of them. */
export const modulesKeepNothing: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('src/') && !path.includes('.test.') && !path.startsWith('src/cli/'))
    .flatMap((file) =>
      parse(file)
        .statements.filter(ts.isVariableStatement)
        .flatMap(({ declarationList: { flags, declarations } }) =>
          declarations
            .filter(({ initializer }) => (flags & ts.NodeFlags.Const) === 0 || isEmptyCollection(initializer))
            .map(({ name }) => name.getText(parse(file)))
            .filter((name) => !kept[file.path]?.split(' ').includes(name))
            .map(
              (name) => `${file.path} keeps ${name} for every operator of the process: make it where the app is made`,
            ),
        ),
    )

function isEmptyCollection(node: ts.Expression | undefined): boolean {
  if (!node) return false
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0
  if (!ts.isNewExpression(node) || (node.arguments?.length ?? 0) > 0) return false
  return /^(Weak)?(Map|Set)$/.test(node.expression.getText())
}
