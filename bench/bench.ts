import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/support/postgres-server.ts'
import { measureCheckouts } from './checkouts.ts'
import { type Change, compareRuns, type Series } from './compare.ts'
import { measureDisk } from './disk.ts'
import { measureGrowth } from './growth.ts'
import { measureHome } from './home-page-rate.ts'
import { measureNotices } from './notices.ts'
import { measureOrderSearch } from './order-search.ts'
import { measureQueries } from './queries.ts'
import { measureSettlements } from './settlements.ts'
import { measureStart } from './start.ts'

export type Figure = { what: string; value: number; unit: string; aim?: string; met?: boolean }

const asJson = process.argv.includes('--json')
let figures: Figure[] = []

function say(figure: Figure): void {
  figures.push(figure)
  if (asJson) return
  const met = figure.met === undefined ? '' : figure.met ? '  met' : '  MISSED'
  const aim = figure.aim ? `  (aim ${figure.aim}${met})` : ''
  console.log(`${labelled(figure.what)} ${round(figure.value).padStart(10)} ${figure.unit}${aim}`)
}

const labelled = (what: string): string => what.padEnd(62)
const round = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3))

type Setting = { fsync: () => number; withPostgres: boolean }

/** What `npm run bench -- <name> …` runs; all of it unless told. */
const parts: Record<string, (setting: Setting) => Promise<unknown>> = {
  settlements: ({ fsync, withPostgres }) => measureSettlements(say, fsync(), withPostgres),
  notices: () => measureNotices(say),
  checkouts: () => measureCheckouts(say),
  home: () => measureHome(say),
  growth: async () => measureStart(say, await measureGrowth(say)),
  search: ({ withPostgres }) => measureOrderSearch(say, withPostgres),
  queries: ({ withPostgres }) => measureQueries(say, withPostgres),
}

/**
 * Every figure with what it was measured against, in the same run. Reports; never fails for a slow machine.
 * `--runs 3 --json` writes what a later `--compare FILE` is held against: that runs as often as the file did.
 */
async function main(): Promise<void> {
  const { asked, runs, before } = readArguments()
  const postgres = process.argv.includes('--sqlite') ? undefined : await postgresIfAny()
  if (postgres) process.env.DATABASE_URL_TEST = postgres.url
  const each: Figure[][] = []
  try {
    for (let run = 0; run < runs; run += 1) {
      figures = []
      for (const [name, measure] of Object.entries(parts)) {
        if (asked.length > 0 && !asked.includes(name)) continue
        await measure({ fsync: () => measureDisk(say), withPostgres: postgres !== undefined })
      }
      each.push(figures)
    }
  } finally {
    postgres?.stop()
  }
  const series = asSeries(each)
  if (asJson) console.log(JSON.stringify({ machine: machine(), figures: series }, null, 2))
  if (before) for (const change of compareRuns(before, series)) console.log(sayChange(change))
}

function readArguments(): { asked: string[]; runs: number; before: Series[] | undefined } {
  const { values, positionals: asked } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      sqlite: { type: 'boolean' },
      runs: { type: 'string' },
      compare: { type: 'string' },
    },
  })
  const unknown = asked.filter((name) => !(name in parts))
  if (unknown.length > 0) throw new Error(`no part ${unknown.join()}: there are ${Object.keys(parts).join(', ')}`)
  const before =
    values.compare === undefined ? undefined : (JSON.parse(readFileSync(values.compare, 'utf8')).figures as Series[])
  const runs = Number(values.runs ?? Math.max(1, ...(before ?? []).map((series) => series.values.length)))
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs is a whole number from 1')
  return { asked, runs, before }
}

/** The runs of each figure, in the order of the first. */
function asSeries(each: readonly Figure[][]): Series[] {
  return (each[0] ?? []).map(({ what, unit, aim }) => ({
    ...{ what, unit, ...(aim !== undefined && { aim }) },
    values: each.flatMap((run) =>
      run
        .filter((figure) => figure.what === what)
        .map(({ value }) => value)
        .slice(0, 1),
    ),
  }))
}

const machine = () => ({ cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, system: release() })

function sayChange({ what, unit, before, now, gain, within, says }: Change): string {
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
  const share = `${gain < 0 ? '' : '+'}${percent(gain)} ± ${percent(within)}`
  return `${labelled(what)} ${round(before).padStart(10)} → ${round(now).padStart(8)} ${unit}  ${share}  ${says}`
}

const postgresIfAny = () =>
  startPostgres().catch((error: unknown) => {
    console.error(`PostgreSQL is left out: ${String(error)}`)
    return undefined
  })

await main()
process.exit()
