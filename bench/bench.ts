import { startPostgres } from '../test/support/postgres-server.ts'
import { measureCheckouts } from './checkouts.ts'
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
const figures: Figure[] = []

function say(figure: Figure): void {
  figures.push(figure)
  if (asJson) return
  const met = figure.met === undefined ? '' : figure.met ? '  met' : '  MISSED'
  const aim = figure.aim ? `  (aim ${figure.aim}${met})` : ''
  console.log(`${figure.what.padEnd(62)} ${round(figure.value).padStart(10)} ${figure.unit}${aim}`)
}

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

/** Every figure with what it was measured against, in the same run. Reports; never fails for a slow machine. */
async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
  const unknown = asked.filter((name) => !(name in parts))
  if (unknown.length > 0) throw new Error(`no part ${unknown.join()}: there are ${Object.keys(parts).join(', ')}`)
  const postgres = process.argv.includes('--sqlite') ? undefined : await postgresIfAny()
  if (postgres) process.env.DATABASE_URL_TEST = postgres.url
  try {
    for (const [name, measure] of Object.entries(parts)) {
      if (asked.length > 0 && !asked.includes(name)) continue
      await measure({ fsync: () => measureDisk(say), withPostgres: postgres !== undefined })
    }
  } finally {
    postgres?.stop()
  }
  if (asJson) console.log(JSON.stringify({ figures }, null, 2))
}

const postgresIfAny = () =>
  startPostgres().catch((error: unknown) => {
    console.error(`PostgreSQL is left out: ${String(error)}`)
    return undefined
  })

await main()
process.exit()
