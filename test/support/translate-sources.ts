import { globSync, mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transform } from 'esbuild'

const root = join(import.meta.dirname, '..', '..')

/**
 * Writes all sources as JavaScript below `folder`. A hundred processes of one run load some six hundred files each:
 * that takes half as long as through a loader that translates. What is edited meanwhile does not reach them.
 */
export async function translateSources(folder: string): Promise<void> {
  const paths = globSync('{src,test,bench,scripts}/**/*.{ts,tsx}', { cwd: root })
  for (const each of new Set(paths.map(dirname))) mkdirSync(join(folder, each), { recursive: true })
  await Promise.all(paths.map((path) => translate(path, join(folder, path))))
}

async function translate(path: string, into: string): Promise<void> {
  if (path.endsWith('.made.ts')) return writeFile(into, await madeTexts(path))
  const { code } = await transform(await readFile(join(root, path), 'utf8'), {
    loader: extname(path) === '.tsx' ? 'tsx' : 'ts',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'inline',
    sourcesContent: false,
    sourcefile: join(root, path),
  })
  await writeFile(into, code)
}

/** What such a source exports are texts that depend on nothing but sources: they are made once a run. */
async function madeTexts(path: string): Promise<string> {
  const texts: Record<string, unknown> = await import(pathToFileURL(join(root, path)).href)
  return Object.entries(texts)
    .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)}`)
    .join('\n')
}
