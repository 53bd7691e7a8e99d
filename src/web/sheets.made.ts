import { readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'

const sheets = ['tokens', 'base', 'frame', 'parts', 'pages', 'office', 'tools', 'print']
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** All sheets in one, without what only a reader of the sources needs. */
export const stylesheet: string = transformSync(sheets.map((name) => read(`./look/css/${name}.css`)).join('\n'), {
  loader: 'css',
  minify: true,
}).code

/** What pages do better with a script, as browsers of 2020 understand it. */
export const script: string = transformSync(read('./enhance/enhance.ts') + read('./enhance/palette.ts'), {
  loader: 'ts',
  minify: true,
  target: 'es2020',
}).code
