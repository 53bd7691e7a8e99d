import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

export type TestChromium = { path: string; environment: Record<string, string> }

/**
 * Chromium from npm, unpacked once into a folder named by its version (the package trusts any file of that name).
 * CHROME_PATH names another one. Throws where the package has no build for this platform.
 */
export async function prepareChromium(): Promise<TestChromium> {
  const given = process.env.CHROME_PATH
  if (given) return { path: given, environment: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('set CHROME_PATH to a Chromium')
  const require = createRequire(import.meta.url)
  const home = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))))
  const packageFile = [
    join(home, 'package.json'),
    join(dirname(dirname(require.resolve('@sparticuz/chromium'))), 'package.json'),
  ].find((path) => existsSync(path) && readFileSync(path, 'utf8').includes('"@sparticuz/chromium"'))
  if (!packageFile) throw new Error('the package @sparticuz/chromium cannot be read')
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
  const folder = join(tmpdir(), `obole-chromium-${version}`)
  const libraries = join(folder, 'al2023', 'lib')
  if (!existsSync(join(folder, 'chromium'))) await unpack(join(dirname(packageFile), 'bin'), folder)
  // No font folder is named on purpose: with one this build ends at random ("SkFontMgr … Not implemented").
  return { path: join(folder, 'chromium'), environment: { LD_LIBRARY_PATH: libraries } }
}

/** Into a folder beside it first: a second process never sees a half-written browser. */
async function unpack(bin: string, folder: string): Promise<void> {
  const fresh = `${folder}-${process.pid}`
  mkdirSync(fresh, { recursive: true })
  const before = process.env.TMPDIR
  process.env.TMPDIR = fresh
  try {
    const { inflate } = (await import('@sparticuz/chromium')) as unknown as { inflate(path: string): Promise<string> }
    for (const name of ['chromium.br', 'al2023.tar.br', 'swiftshader.tar.br']) await inflate(join(bin, name))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  if (!existsSync(folder)) renameSync(fresh, folder)
}

/** A browser for one test file. */
export async function launchBrowser(): Promise<Browser> {
  const { path, environment } = await prepareChromium()
  const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...environment }).filter(([, value]) => value !== undefined),
  )
  return chromium.launch({ executablePath: path, args: quiet, env: env as Record<string, string> })
}

/** Why browser tests cannot run here, or nothing: given to `test(…, { skip })`. Where CI=true they must run. */
export const noBrowser: string | false =
  process.env.CHROME_PATH || process.env.CI === 'true'
    ? false
    : process.platform === 'linux'
      ? false
      : 'no Chromium here'
