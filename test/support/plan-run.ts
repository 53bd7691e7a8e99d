import { dirname } from 'node:path'

/** What runs in one process, one after another. */
export type Batch = { name: string; files: readonly string[] }

/**
 * Begun first, in this order: what takes long, so that nothing is left to run alone at the end. Each of these files has
 * a process of its own: it starts browsers, servers or programs, or keeps a processor busy for long.
 */
const alone = [
  /^test\/contracts\/gateway\//,
  /^test\/crash\//,
  /^test\/faults\//,
  /^test\/browser\//,
  /^test\/process\//,
  /^test\/bytes\//,
  /^test\/[^/]+\.test\.ts$/,
] as const
const mostFilesOfBatch = 18

/** `fast`: without browsers, programs, crashes and the long searches. `coverage`: these, and the gateways' contract. */
export type RunKind = 'all' | 'fast' | 'coverage'

/** Files of one folder share a process, which spares each of them the two seconds of loading the program. */
export function planRun(files: readonly string[], kind: RunKind): Batch[] {
  const rank = (file: string) => alone.findIndex((pattern) => pattern.test(file))
  const single = files.filter((file) => rank(file) >= 0).sort((a, b) => rank(a) - rank(b))
  const byFolder = Map.groupBy(
    files.filter((file) => rank(file) < 0),
    (file) => (file.startsWith('src/') ? 'src' : dirname(file)),
  )
  const shared = [...byFolder].flatMap(([folder, some]) => {
    const parts = Math.ceil(some.length / mostFilesOfBatch)
    const most = Math.ceil(some.length / parts)
    return Array.from({ length: parts }, (_, at) => ({
      name: `${folder}, part ${at + 1}`,
      files: some.slice(at * most, (at + 1) * most),
    }))
  })
  const isRun = (file: string) => kind === 'all' || (kind === 'coverage' && alone[0].test(file))
  const [first, last] = [single.filter((file) => rank(file) < 2), single.filter((file) => rank(file) >= 2)]
  const asBatches = (some: string[]) => some.filter(isRun).map((file) => ({ name: file, files: [file] }))
  // Many of a folder take as long as the longest alone; what is short fills the end.
  return [...asBatches(first), ...shared, ...asBatches(last)]
}
