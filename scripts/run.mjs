// Runs an entry of the program: compiled, or translated as it is read where nothing may be written beside the program.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from './compile.mjs'

const entries = { main: '../src/main.ts', obole: '../src/cli/obole.ts' }

/** Throws what the entry throws. Source maps lie beside the code and are not loaded: they would cost 20 MB at rest. */
export async function run(name) {
  const folder = await compiled()
  if (folder === undefined) {
    const { register } = await import('tsx/esm/api')
    register()
    return import(entries[name])
  }
  enableCompileCache(process.env.NODE_COMPILE_CACHE ?? join(folder, 'cache'))
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href)
}
