// Compiles the program once, into a folder named by what it was made from: a start then reads a few files of plain
// JavaScript instead of translating six hundred. `npm start` does it when the folder is not there; `npm run build` does
// it ahead, for a folder that who runs the program cannot write.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** A process that still runs loads parts of its own build later: only builds beyond these are thrown away. */
const kept = 5

/** Where the program is compiled to, made where it is not there yet; undefined where nothing may be written. */
export async function compiled(builds = join(root, 'build')) {
  const folder = join(builds, keyOfSources())
  if (existsSync(folder)) return folder
  const fresh = join(builds, `.${process.pid}-${basename(folder)}`)
  if (!canMake(fresh)) return undefined
  try {
    await compileInto(fresh)
    renameSync(fresh, folder)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    // Another start was faster, and made the same.
    if (!existsSync(folder)) throw error
  }
  forgetOld(builds, folder)
  return folder
}

/** Of everything that is compiled, of what compiles it, and of the packages that it was compiled against. */
function keyOfSources() {
  const sources = globSync('src/**/*.{ts,tsx,css}', { cwd: root }).filter((path) => !/\.test\.tsx?$/.test(path))
  const hash = createHash('sha256').update(process.version)
  for (const path of [...sources.sort(), 'scripts/compile.mjs', 'package-lock.json'])
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  return hash.digest('hex').slice(0, 16)
}

async function compileInto(folder) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts', obole: 'src/cli/obole.ts', ...threads() },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [ownAddress(folder), madeAhead(folder)],
  })
}

/** What runs in a thread of its own is an entry too, named as its source. */
const threads = () =>
  Object.fromEntries(globSync('src/**/*.thread.ts', { cwd: root }).map((path) => [basename(path, '.ts'), path]))

/** A source that reads a file beside itself finds it where the source is. */
const ownAddress = (folder) => ({
  name: 'own-address',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.tsx?$/, namespace: 'file' }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.url')) return
      const builtBeside = text.replace(
        /(new URL\('\.\/[\w-]+\.thread)\.ts', import\.meta\.url\)/g,
        "$1.mjs', OWN_FILE)",
      )
      // The folder is named otherwise once it is whole, and lies as deep.
      const address = `new URL(${JSON.stringify(relative(folder, path))}, import.meta.url).href`
      const contents = builtBeside.replaceAll('import.meta.url', address).replaceAll('OWN_FILE', 'import.meta.url')
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
    }),
})

/** `*.made.ts` export texts that take long to make and depend on nothing but sources: they are made here. */
const madeAhead = (folder) => ({
  name: 'made-ahead',
  setup: ({ onResolve, onLoad, esbuild }) => {
    onResolve({ filter: /\.made\.ts$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      namespace: 'made',
    }))
    onLoad({ filter: /./, namespace: 'made' }, async ({ path }) => {
      const outfile = join(folder, `${basename(path)}.mjs`)
      await esbuild.build({
        entryPoints: [path],
        outfile,
        bundle: true,
        packages: 'external',
        format: 'esm',
        platform: 'node',
        plugins: [ownAddress(folder)],
      })
      const made = await import(pathToFileURL(outfile).href)
      rmSync(outfile)
      const texts = Object.entries(made).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)}`)
      return { contents: texts.join('\n'), loader: 'js' }
    })
  },
})

function canMake(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    return true
  } catch {
    return false
  }
}

function forgetOld(builds, used) {
  const newestFirst = globSync('*/', { cwd: builds })
    .map((name) => join(builds, name))
    .filter((path) => path !== used)
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((one, other) => other.at - one.at)
  for (const { path } of newestFirst.slice(kept - 1)) rmSync(path, { recursive: true, force: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = await compiled()
  console.log(folder ? `Compiled: ${relative(root, folder)}` : 'build/ cannot be written here.')
  process.exitCode = folder ? 0 : 1
}
