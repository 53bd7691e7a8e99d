// `node --import <this file>` runs our TypeScript: what run-suite.ts has translated for the whole run, or else by tsx.
import { readFileSync } from 'node:fs'
import { registerHooks, setSourceMapsSupport } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = pathToFileURL(join(import.meta.dirname, '..', '..', '/')).href
const translations = process.env.TEST_TRANSLATIONS

/** A module keeps the address of its source: paths beside it, and the lines of an error, are those that were written. */
function load(url, context, next) {
  const path = url.startsWith(root) ? url.slice(root.length) : ''
  if (!/^(src|test|bench|scripts)\/.*\.tsx?$/.test(path)) return next(url, context)
  return { format: 'module', source: readFileSync(join(translations, path)), shortCircuit: true }
}

if (translations) {
  setSourceMapsSupport(true)
  registerHooks({ load })
} else await import('tsx')
