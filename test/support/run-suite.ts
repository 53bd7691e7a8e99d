import { execFile, spawn, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareChromium } from './chromium.ts'
import { type Batch, planRun, type RunKind } from './plan-run.ts'
import { startPostgres } from './postgres-server.ts'
import { runsTypeScript } from './process.ts'
import { makeRunFolder } from './run-folder.ts'
import { translateSources } from './translate-sources.ts'

const root = join(import.meta.dirname, '..', '..')
const ci = process.env.CI === 'true'
// One more than the processors of a small machine: there is always one that waits for something.
const atOnce = 4
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
  const postgres = kind === 'fast' ? undefined : await orSay('PostgreSQL', startPostgres)
  const chromium = kind === 'all' ? await orSay('Chromium', prepareChromium) : undefined
  // Compiled programs and coverage are many bytes that nobody waits for: not in memory, where the databases may be.
  const [folder, kept] = [makeRunFolder(), mkdtempSync(join(tmpdir(), 'obole_run_'))]
  process.on('exit', () => {
    postgres?.stop()
    for (const each of [folder, kept]) rmSync(each, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  await translateSources(join(kept, 'translations'))
  await runTests(patterns, {
    ...process.env,
    OBOLE_TEST_FOLDER: folder,
    // A hundred processes load the same program: translated and compiled once.
    TEST_TRANSLATIONS: join(kept, 'translations'),
    // Not where branches are counted: what comes from that cache is counted less precisely.
    ...(kind === 'coverage'
      ? { NODE_V8_COVERAGE: join(kept, 'coverage') }
      : { NODE_COMPILE_CACHE: join(kept, 'compiled') }),
    ...(kind === 'fast' && { OBOLE_TEST_FAST: '1' }),
    ...(postgres && { DATABASE_URL_TEST: postgres.url }),
    ...(chromium && { CHROME_PATH: chromium.path, ...chromium.environment }),
  })
  if (kind === 'coverage') printCoverage(join(kept, 'coverage'))
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`)
  process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0)
}

function printCoverage(folder: string): void {
  const rooms = measured.flatMap((room) => ['--include', `src/${room}/**`])
  const args = ['report', '--temp-directory', folder, ...rooms, '--exclude', '**/*.test.ts', '--exclude-after-remap']
  spawnSync('node_modules/.bin/c8', args, { cwd: root, stdio: 'inherit' })
}

/** What is checked without running anything; the first takes as long as many tests, so these are begun before them. */
const checks = {
  types: ['node_modules/.bin/tsc', '-p', '.'],
  'types of the browser’s script': ['node_modules/.bin/tsc', '-p', 'src/web/enhance'],
  lint: ['node_modules/.bin/biome', 'check', '.'],
  'unused code': ['node_modules/.bin/knip'],
}

function check(name: string, [command = '', ...args]: string[]): Promise<void> {
  const begun = performance.now()
  return new Promise((resolve) => {
    execFile(join(root, command), args, { cwd: root }, (error, stdout, stderr) => {
      tellTime(begun, name)
      if (error === null) totals.passed += 1
      else {
        totals.failed += 1
        console.log(`FAILED   ${name}\n${stdout}${stderr}${error.message}`)
      }
      resolve()
    })
  })
}

function tellTime(begun: number, name: string): void {
  if (process.env.OBOLE_TEST_VERBOSE) console.log(`${Math.round((performance.now() - begun) / 1000)} s   ${name}`)
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

/** Each check and each batch in a process of its own, four at once: they wait half their time for disks and servers. */
async function runTests(patterns: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const all = ['test', 'src'].flatMap((folder) => globSync(`${folder}/**/*.test.{ts,tsx}`, { cwd: root }).sort())
  const files = patterns.length === 0 ? all : all.filter((file) => patterns.some((pattern) => file.includes(pattern)))
  const waiting = [
    ...Object.entries(patterns.length === 0 ? checks : {}).map(
      ([name, command]) =>
        () =>
          check(name, command),
    ),
    ...planRun(files, kind).map((batch) => () => runBatch(batch, environment)),
  ]
  const turns = Array.from({ length: atOnce }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next()
  })
  await Promise.all(turns)
}

/**
 * Runs a batch and adds its counts. Its process is ours and not one of many under `node --test`, where three results of
 * one run in six went missing without a word: a batch without a count of its own is a failure.
 */
function runBatch({ name, files }: Batch, environment: NodeJS.ProcessEnv): Promise<void> {
  const args = [...runsTypeScript, '--test', '--test-isolation=none', '--test-timeout=540000']
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
      tellTime(begun, name)
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
