import { spawn, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareChromium } from './chromium.ts'
import { type Batch, planRun, type RunKind } from './plan-run.ts'
import { startPostgres } from './postgres-server.ts'

const root = join(import.meta.dirname, '..', '..')
const ci = process.env.CI === 'true'
// One more than the processors of a small machine: there is always one that waits for something.
const atOnce = 3
const mostMsOfBatch = 10 * 60_000
const mostMsAfterLast = 15_000
/**
 * `npm run test:fast`: everything without browsers, PostgreSQL, programs and crashes. `npm run coverage`: which
 * branches of the rooms that move money are reached by the tests that run in one process.
 */
const kind: RunKind = (['fast', 'coverage'] as const).find((name) => process.argv.includes(`--${name}`)) ?? 'all'
const measured = ['ledger', 'payments', 'credit']

/** Counts of the whole run; what could not be had counts as a failure in CI and as a loud skip elsewhere. */
const totals = { passed: 0, failed: 0, skipped: 0 }

async function main(): Promise<void> {
  const patterns = process.argv.slice(2).filter((word) => !word.startsWith('--'))
  if (patterns.length === 0) {
    check('types', ['node_modules/.bin/tsc', '-p', '.'])
    check('types of the browser’s script', ['node_modules/.bin/tsc', '-p', 'src/web/enhance'])
    check('lint', ['node_modules/.bin/biome', 'check', '.'])
    check('unused code', ['node_modules/.bin/knip'])
  }
  const postgres = kind === 'fast' ? undefined : await orSay('PostgreSQL', startPostgres)
  const chromium = kind === 'all' ? await orSay('Chromium', prepareChromium) : undefined
  const folder = mkdtempSync(join(tmpdir(), 'obole_run_'))
  process.on('exit', () => {
    postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  await runTests(patterns, {
    ...process.env,
    OBOLE_TEST_FOLDER: folder,
    // A hundred processes load the same program: compiled once.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    ...(kind === 'fast' && { OBOLE_TEST_FAST: '1' }),
    ...(kind === 'coverage' && { NODE_V8_COVERAGE: join(folder, 'coverage') }),
    ...(postgres && { DATABASE_URL_TEST: postgres.url }),
    ...(chromium && { CHROME_PATH: chromium.path, ...chromium.environment }),
  })
  if (kind === 'coverage') printCoverage(join(folder, 'coverage'))
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`)
  process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0)
}

function printCoverage(folder: string): void {
  const rooms = measured.flatMap((room) => ['--include', `src/${room}/**`])
  const args = ['report', '--temp-directory', folder, ...rooms, '--exclude', '**/*.test.ts', '--exclude-after-remap']
  spawnSync('node_modules/.bin/c8', args, { cwd: root, stdio: 'inherit' })
}

function check(name: string, [command = '', ...args]: string[]): void {
  const { status, stdout, stderr } = spawnSync(join(root, command), args, { cwd: root, encoding: 'utf8' })
  if (status === 0) totals.passed += 1
  else {
    totals.failed += 1
    console.log(`FAILED ${name}\n${stdout}${stderr}`)
  }
}

async function orSay<Thing>(name: string, start: () => Promise<Thing>): Promise<Thing | undefined> {
  try {
    return await start()
  } catch (error) {
    console.log(`\n!!! ${name} cannot be had here: ${String(error)}\n!!! Its tests ${ci ? 'FAIL' : 'are skipped'}.\n`)
    if (ci) totals.failed += 1
    return undefined
  }
}

/** Each batch in a process of its own, three at once. */
async function runTests(patterns: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const all = ['test', 'src'].flatMap((folder) => globSync(`${folder}/**/*.test.{ts,tsx}`, { cwd: root }).sort())
  const files = patterns.length === 0 ? all : all.filter((file) => patterns.some((pattern) => file.includes(pattern)))
  const waiting = planRun(files, kind)
  const turns = Array.from({ length: atOnce }, async () => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) await runBatch(batch, environment)
  })
  await Promise.all(turns)
}

/**
 * Runs a batch and adds its counts. Its process is ours and not one of many under `node --test`, where three results of
 * one run in six went missing without a word: a batch without a count of its own is a failure.
 */
function runBatch({ name, files }: Batch, environment: NodeJS.ProcessEnv): Promise<void> {
  const args = ['--import', 'tsx', '--test', '--test-isolation=none', '--test-timeout=540000']
  args.push('--test-reporter=./test/support/quiet-reporter.ts', ...files)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    const begun = performance.now()
    const tooLong = setTimeout(() => child.kill('SIGKILL'), mostMsOfBatch)
    let text = ''
    let leftOpen: NodeJS.Timeout | undefined
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      // All results are told. What a test has left open (a server, a browser) would keep the process for ever.
      if (/^suite: /m.test(text)) leftOpen ??= setTimeout(() => child.kill('SIGKILL'), mostMsAfterLast)
    })
    // Not 'exit': what was printed may still be under way.
    child.on('close', (code, signal) => {
      clearTimeout(tooLong)
      clearTimeout(leftOpen)
      const told = /^suite: (\d+) passed, (\d+) failed, (\d+) skipped\n/m.exec(text)
      const [passed = 0, failed = 0, skipped = 0] = (told?.slice(1) ?? []).map(Number)
      process.stdout.write(text.replace(told?.[0] ?? '', ''))
      if (process.env.OBOLE_TEST_VERBOSE) console.log(`${Math.round((performance.now() - begun) / 1000)} s   ${name}`)
      totals.passed += passed
      totals.failed += failed
      totals.skipped += skipped
      const count = passed + failed + skipped
      if (count > 0 && signal === 'SIGKILL') console.log(`${name}: something was left open after its last test`)
      else if (count === 0 || (code !== 0 && failed === 0)) {
        totals.failed += 1
        console.log(`FAILED   ${name}: ended with ${signal ?? code} and ${told ? 'no test' : 'no count of its tests'}`)
      }
      resolve()
    })
  })
}

await main()
