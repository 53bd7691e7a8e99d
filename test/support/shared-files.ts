import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const shared = join(import.meta.dirname, '..', '..', '..', 'shared')

/** A vendor's file beside the checkout; undefined where it is not there, which fails in CI. */
export const readShared = (path: string): string | undefined => readSharedBytes(path)?.toString('utf8')

/** The same for a file that is no text. */
export function readSharedBytes(path: string): Buffer | undefined {
  const file = join(shared, path)
  if (existsSync(file)) return readFileSync(file)
  if (process.env.CI === 'true') throw new Error(`../shared/${path} is missing`)
  return undefined
}

export const missing = (path: string): string => `../shared/${path} is not here: nothing was proved`
