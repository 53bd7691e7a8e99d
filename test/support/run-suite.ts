import { spawn, spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { prepareChromium } from './chromium.ts'
import { startPostgres } from './postgres-server.ts'

const root = join(import.meta.dirname, '..', '..')
const ci = process.env.CI === 'true'
const atOnce = 2
const mostMsOfFile = 10 * 60_000

/** Counts of the whole run; what could not be had counts as a failure in CI and as a loud skip elsewhere. */
const totals = { passed: 0, failed: 0, skipped: 0 }

async function main(): Promise<void> {
  const patterns = process.argv.slice(2)
  if (patterns.length === 0) {
    check('types', ['node_modules/.bin/tsc', '-p', '.'])
    check('types of the browser’s script', ['node_modules/.bin/tsc', '-p', 'src/web/enhance'])
    check('lint', ['node_modules/.bin/biome', 'check', '.'])
  }
  const postgres = await orSay('PostgreSQL', startPostgres)
  const chromium = await orSay('Chromium', prepareChromium)
  const stop = () => postgres?.stop()
  process.on('exit', stop)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  await runTests(patterns, {
    ...process.env,
    ...(postgres && { DATABASE_URL_TEST: postgres.url }),
    ...(chromium && { CHROME_PATH: chromium.path, ...chromium.environment }),
  })
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`)
  process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0)
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

/** Each file in a process of its own, two at once. */
async function runTests(patterns: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  // The long ones are in test/: begun first, so that none is left to run alone at the end.
  const all = ['test', 'src'].flatMap((folder) => globSync(`${folder}/**/*.test.{ts,tsx}`, { cwd: root }).sort())
  const files = patterns.length === 0 ? all : all.filter((file) => patterns.some((pattern) => file.includes(pattern)))
  const waiting = [...files]
  const turns = Array.from({ length: atOnce }, async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await runFile(file, environment)
  })
  await Promise.all(turns)
}

/**
 * Runs one file and adds its counts. It is run itself and not by `node --test`, under which three results of one run in
 * six went missing without a word. Why was never seen; its children hand over results as bytes between their output,
 * which this way is not needed, and a file without a count of its own is a failure.
 */
function runFile(file: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const args = ['--import', 'tsx', '--test-force-exit', '--test-timeout=540000']
  args.push('--test-reporter=./test/support/quiet-reporter.ts', file)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
    const begun = performance.now()
    const tooLong = setTimeout(() => child.kill('SIGKILL'), mostMsOfFile)
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
    })
    // Not 'exit': what was printed may still be under way.
    child.on('close', (code, signal) => {
      clearTimeout(tooLong)
      const told = /^suite: (\d+) passed, (\d+) failed, (\d+) skipped\n/m.exec(text)
      const [passed = 0, failed = 0, skipped = 0] = (told?.slice(1) ?? []).map(Number)
      process.stdout.write(text.replace(told?.[0] ?? '', ''))
      if (process.env.OBOLE_TEST_VERBOSE) console.log(`${Math.round((performance.now() - begun) / 1000)} s   ${file}`)
      totals.passed += passed
      totals.failed += failed
      totals.skipped += skipped
      if (passed + failed + skipped === 0 || (code !== 0 && failed === 0)) {
        totals.failed += 1
        console.log(`FAILED   ${file}: ended with ${signal ?? code} and ${told ? 'no test' : 'no count of its tests'}`)
      }
      resolve()
    })
  })
}

await main()
